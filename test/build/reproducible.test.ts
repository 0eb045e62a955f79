/** The build: the same bytes every time, a list of hashes that is right, and little to wait for. */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative, resolve } from "node:path"
import { promisify } from "node:util"
import { gzipSync } from "node:zlib"
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
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "unlisted-build-"))
  folders.push(folder)
  return folder
}

const run = async (command: string, args: readonly string[], cwd: string): Promise<void> => {
  const env: NodeJS.ProcessEnv = { ...process.env }
  // Vitest's own value would make another build.
  delete env.NODE_ENV
  await promisify(execFile)(command, args, { env, cwd })
}

/** What the container file takes along for its build: the sources of its COPY lines but for what comes from a stage. */
const takenAlong = (): readonly string[] =>
  [...readFileSync("bridge/Containerfile", "utf8").matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(m =>
    (m[1] ?? "").split(" "),
  )

let first: ReadonlyMap<string, Buffer>
beforeAll(async () => {
  const outDir = newFolder()
  await run("node_modules/.bin/vite", ["build", "--logLevel", "error", "--outDir", outDir], process.cwd())
  first = filesOf(outDir)
}, time)
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

// The second has no more to build from than a container has.
it("two builds in two folders have the same files with the same bytes", { timeout: time }, async () => {
  const copy = newFolder()
  for (const path of takenAlong()) cpSync(path, join(copy, path), { recursive: true })
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"))
  await run("npm", ["run", "build"], copy)
  const second = filesOf(join(copy, "dist/web"))
  expect(first.size).toBeGreaterThan(20)
  expect([...second.keys()]).toEqual([...first.keys()])
  const different = [...first].filter(([path, bytes]) => !second.get(path)?.equals(bytes)).map(([path]) => path)
  expect(different).toEqual([])
  expect(readdirSync(join(copy, "dist"))).toContain("bridge.js")
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

it("the first screen needs at most 40 KB of compressed script on the page and 80 KB in the worker, which is started first", () => {
  const sizeOf = (files: readonly string[]): number =>
    files.reduce((sum, file) => sum + gzipSync(first.get(file) ?? "").length, 0)
  const html = first.get("index.html")?.toString() ?? ""
  const ofPage = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(m => m[1] ?? "")
  expect(ofPage.map(file => /[a-z]+(?=-)/.exec(file.replace("assets/", ""))?.[0])).toEqual(["launch", "index"])
  expect(sizeOf(ofPage)).toBeLessThanOrEqual(40 * 1024)
  const [, worker = ""] = /"?\/(assets\/main-[^"`]+\.js)/.exec(first.get(ofPage[0] ?? "")?.toString() ?? "") ?? []
  const [, session = ""] = /\.\/(session-[^"`]+\.js)/.exec(first.get(worker)?.toString() ?? "") ?? []
  const ofWorker = [worker, `assets/${session}`]
  for (const file of ofWorker) expect(first.get(file)?.length, file).toBeGreaterThan(1000)
  expect(sizeOf(ofWorker)).toBeLessThanOrEqual(80 * 1024)
})
