/**
 * `npm test`: everything that CI runs. Installs Chromium from apt where it is missing, checks types and style, builds,
 * runs all tests, and ends with one line: `N passed, N failed`.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"

const cache = "node_modules/.cache/unlisted"
const report = `${cache}/tests.json`

const run = (title: string, command: string, ...args: string[]): boolean => {
  console.log(`\n== ${title}`)
  return spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] }).status === 0
}

const finish = (passed: number, failed: number): never => {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

const bin = (name: string): string => `node_modules/.bin/${name}`

mkdirSync(cache, { recursive: true })
rmSync(report, { force: true })

if (!["/usr/bin/chromium", process.env.CHROMIUM ?? ""].some(p => p !== "" && existsSync(p))) {
  run("Chromium from apt", "apt-get", "update", "-qq")
  if (!run("Chromium from apt", "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")) {
    console.log("Chromium is missing and apt could not install it; set CHROMIUM to its path")
    finish(0, 1)
  }
}

if (!run("types", bin("tsc"), "-b")) finish(0, 1)
if (!run("lint and format", bin("biome"), "check", ".")) finish(0, 1)
if (!run("build", "npm", "run", "--silent", "build")) finish(0, 1)
run("tests", bin("vitest"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`)

if (!existsSync(report)) finish(0, 1)
const result = JSON.parse(readFileSync(report, "utf8")) as Record<string, number> & { success: boolean }
const failed = (result.numFailedTests ?? 0) + (result.success || (result.numFailedTests ?? 0) > 0 ? 0 : 1)
finish(result.numPassedTests ?? 0, failed)
