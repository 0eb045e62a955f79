/**
 * `npm test`: everything that CI runs. Installs Chromium from apt where it is missing, checks types and style, builds,
 * runs all tests, and ends with one line: `N passed, N failed`.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"

const cache = "node_modules/.cache/unlisted"
const report = `${cache}/tests.json`
const alone = `${cache}/alone.json`
/** Files that may be tried once more. More than these fail for a reason. */
const few = 5

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
for (const path of [report, alone]) rmSync(path, { force: true })

// The second only makes tests of the page faster: without it they run in the first.
const browsers = process.env.CHROMIUM ? [] : ["chromium", "chromium-headless-shell"]
const missing = browsers.filter(name => !existsSync(`/usr/bin/${name}`))
if (missing.length > 0) {
  const install = (...names: string[]) =>
    run(`${names.join(" and ")} from apt`, "apt-get", "install", "-y", "-qq", "--no-install-recommends", ...names)
  run("lists of apt", "apt-get", "update", "-qq")
  if (!install(...missing) && missing.includes("chromium") && !install("chromium")) {
    console.log("Chromium is missing and apt could not install it; set CHROMIUM to its path")
    finish(0, 1)
  }
}

if (!run("types", bin("tsc"), "-b")) finish(0, 1)
if (!run("lint and format", bin("biome"), "check", ".")) finish(0, 1)
if (!run("build", "npm", "run", "--silent", "build")) finish(0, 1)
type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

const vitest = (title: string, path: string, ...more: string[]): Report => {
  run(title, bin("vitest"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${path}`, ...more)
  if (!existsSync(path)) finish(0, 1)
  return JSON.parse(readFileSync(path, "utf8"))
}

const first = vitest("tests", report)
const failing = first.testResults.filter(file => file.status === "failed")
const failures = (result: Report) => Math.max(result.numFailedTests, result.success ? 0 : 1)
if (failing.length === 0 || failing.length > few) finish(first.numPassedTests, failures(first))

// Two files run at a time, and on a slow machine one may take from the other what it waits for. Alone nothing can: what
// fails then has failed. What passes is named all the same, for somebody has to look at it.
const again = vitest("once more, alone", alone, "--maxWorkers=1", ...failing.map(file => file.name))
const passedOf = (result: Report, names: readonly string[]) =>
  result.testResults
    .filter(file => names.includes(file.name))
    .flatMap(file => file.assertionResults.filter(test => test.status === "passed").map(test => test.fullName))
const names = failing.map(file => file.name)
const before = passedOf(first, names)
for (const name of passedOf(again, names)) if (!before.includes(name)) console.log(`passed only alone: ${name}`)
finish(first.numPassedTests - before.length + again.numPassedTests, failures(again))
