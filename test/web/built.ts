/**
 * The page with the fake worker, built once for all files of one run of vitest: those that come later wait for the first.
 * `setup` and `teardown` are vitest's (globalSetup): nothing is there before a run, and nothing stays.
 */
import { existsSync } from "node:fs"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

// All threads of a run are in one process.
const folder = join(tmpdir(), `unlisted-page-of-${process.pid}`)

const remove = () => rm(folder, { recursive: true, force: true })
export const setup = remove
export const teardown = remove

/** True for whoever is the first to make this folder. */
const isFirst = (path: string): Promise<boolean> =>
  mkdir(path).then(
    () => true,
    (e: NodeJS.ErrnoException) => {
      if (e.code === "EEXIST") return false
      throw e
    },
  )

/** The folder that `build` fills. Rejects where it failed, here or in another file. */
export const builtOnce = async (build: (outDir: string) => Promise<unknown>): Promise<string> => {
  const outDir = join(folder, "page")
  const ends = { built: join(folder, "built"), failed: join(folder, "failed") }
  if (await isFirst(folder)) {
    try {
      await build(outDir)
    } catch (e) {
      await writeFile(ends.failed, "")
      throw e
    }
    await writeFile(ends.built, "")
  }
  while (!existsSync(ends.built)) {
    if (existsSync(ends.failed)) throw new Error("the page could not be built; another file of tests says why")
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return outDir
}
