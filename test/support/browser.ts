/**
 * A real Chromium for tests: the machine's own one, driven by playwright-core, with a fresh profile that is deleted at
 * the end. Nothing leaves the machine: background traffic, updates, sync and QUIC are off.
 */
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"

export const fullBrowser = process.env.CHROMIUM ?? "/usr/bin/chromium"

/**
 * Chromium of the same version without its own windows, as Debian has it too: a person costs a sixth of the time. For
 * what happens on pages; what the browser itself has to do with (installing, notifications, cameras) is tested in the full one.
 */
const shell = "/usr/bin/chromium-headless-shell"
export const pageBrowser = process.env.CHROMIUM ?? (existsSync(shell) ? shell : fullBrowser)

/** For every Chromium of a test. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** The two sizes every screen is looked at in. */
export const phone = { width: 360, height: 740 }
export const desktop = { width: 1280, height: 800 }

export type BrowserOptions = {
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: "light" | "dark"
  readonly reducedMotion?: "reduce" | "no-preference"
  readonly permissions?: readonly string[]
  readonly locale?: string
  /** More command line flags, such as a fake camera. Only where a browser is started. */
  readonly args?: readonly string[]
}

export type TestBrowser = {
  readonly context: BrowserContext
  readonly page: Page
  /** Ends the browser and deletes its profile. */
  close(): Promise<void>
}

const settings = (options: BrowserOptions) => ({
  viewport: options.viewport ?? desktop,
  colorScheme: options.colorScheme ?? "light",
  reducedMotion: options.reducedMotion ?? "no-preference",
  permissions: [...(options.permissions ?? [])],
  locale: options.locale ?? "en-GB",
})

const start = (args: readonly string[] = [], path = fullBrowser) => ({
  executablePath: path,
  headless: true,
  args: [...flags, ...args],
})

/** Starts a browser with an empty profile on disk and one open page. */
export const openBrowser = async (options: BrowserOptions = {}): Promise<TestBrowser> => {
  const profile = await mkdtemp(join(tmpdir(), "unlisted-browser-"))
  const context = await chromium.launchPersistentContext(profile, { ...start(options.args), ...settings(options) })
  const page = context.pages()[0] ?? (await context.newPage())
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
  return { context, page, close }
}

/** Starts a browser for many people: see `openPerson`. Costs a second; a person in it costs a tenth. */
export const launchBrowser = (args: readonly string[] = [], path = pageBrowser): Promise<Browser> =>
  chromium.launch(start(args, path))

/** One person with storage of their own, in memory, inside a running browser. Closing forgets everything. */
export const openPerson = async (browser: Browser, options: BrowserOptions = {}): Promise<TestBrowser> => {
  const context = await browser.newContext(settings(options))
  const page = await context.newPage()
  return { context, page, close: () => context.close() }
}
