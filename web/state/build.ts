/**
 * What is running here: every file of the page as this browser gets it, hashed, beside the list of the host.
 *
 *   hashes.txt = one line a file, as sha256sum writes it: 64 hex digits, two spaces, path from the root of the page
 *   hash of the build = SHA-256 of hashes.txt
 *
 * Note: an installed page gets its files from the service worker, so these are the ones that run, whatever the host has
 *       by now; the list itself and sw.js always come from the host.
 */

export type Build = {
  /** Hash of the build that this browser has: of the list with what was found here, 64 hex digits. */
  readonly hash: string
  readonly files: number
  /** Paths of files that are not as the host's list says. */
  readonly different: readonly string[]
}

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map(b => b.toString(16).padStart(2, "0")).join("")

const hashOf = async (bytes: BufferSource): Promise<string> => hex(await crypto.subtle.digest("SHA-256", bytes))

const line = /^([0-9a-f]{64}) {2}([\w./-]{1,200})$/

/** Lines of the list; null when it is none. */
export const readHashes = (list: string): readonly { readonly hash: string; readonly path: string }[] | null => {
  const found = list
    .split("\n")
    .slice(0, -1)
    .map(l => line.exec(l))
  const all = found.flatMap(m => (m?.[1] && m[2] ? [{ hash: m[1], path: m[2] }] : []))
  return all.length > 0 && all.length === found.length && list.endsWith("\n") ? all : null
}

/** Rejects when the host cannot be reached or has no list. */
export const lookAtBuild = async (): Promise<Build> => {
  const answer = await fetch("/hashes.txt", { cache: "no-store" })
  const listed = answer.ok ? readHashes(await answer.text()) : null
  if (!listed) throw new TypeError("no list of files")
  const found = await Promise.all(
    listed.map(async ({ path }) => {
      const file = await fetch(`/${path}`)
      return { path, hash: file.ok ? await hashOf(await file.arrayBuffer()) : "0".repeat(64) }
    }),
  )
  return {
    hash: await hashOf(new TextEncoder().encode(found.map(f => `${f.hash}  ${f.path}\n`).join(""))),
    files: found.length,
    different: listed.filter((f, i) => f.hash !== found[i]?.hash).map(f => f.path),
  }
}
