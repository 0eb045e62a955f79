/** The build: the same bytes every time, and a list of hashes that is right. */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, it } from "vitest"
import { readHashes } from "../../web/state/build.ts"

const time = 240_000
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex")

const filesOf = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(e => e.isFile())
      .map(e => join(e.parentPath, e.name))
      .sort()
      .map(path => [relative(folder, path), readFileSync(path)] as const),
  )

const folders: string[] = []
/** A build by the project's own configuration, as `npm run build` makes it, but for where it is written. */
const built = async (): Promise<ReadonlyMap<string, Buffer>> => {
  const outDir = mkdtempSync(join(tmpdir(), "unlisted-build-"))
  folders.push(outDir)
  const env: NodeJS.ProcessEnv = { ...process.env }
  // Vitest's own value would make another build.
  delete env.NODE_ENV
  await promisify(execFile)("node_modules/.bin/vite", ["build", "--logLevel", "error", "--outDir", outDir], { env })
  return filesOf(outDir)
}

let first: ReadonlyMap<string, Buffer>
beforeAll(async () => {
  first = await built()
}, time)
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

it("two builds into two folders have the same files with the same bytes", { timeout: time }, async () => {
  const second = await built()
  expect(first.size).toBeGreaterThan(20)
  expect([...second.keys()]).toEqual([...first.keys()])
  const different = [...first].filter(([path, bytes]) => !second.get(path)?.equals(bytes)).map(([path]) => path)
  expect(different).toEqual([])
})

it("no file has in it where it was built", () => {
  const here = [...first].filter(([, bytes]) => bytes.includes(process.cwd()) || bytes.includes("unlisted-build-"))
  expect(here.map(([path]) => path)).toEqual([])
})

it("hashes.txt has the hash of every file but itself, also of the service worker, which does not keep the list", () => {
  const listed = readHashes(first.get("hashes.txt")?.toString() ?? "") ?? []
  expect(listed.map(l => l.path)).toEqual([...first.keys()].filter(path => path !== "hashes.txt"))
  for (const { path, hash } of listed) expect(hash, path).toBe(sha256(first.get(path) ?? ""))
  expect(listed.map(l => l.path)).toContain("sw.js")
  expect(first.get("sw.js")?.toString()).not.toContain("hashes.txt")
})
