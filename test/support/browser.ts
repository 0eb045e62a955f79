/**
 * A real Chromium for tests: the machine's own one, driven by playwright-core, with a fresh profile that is deleted at
 * the end. Nothing leaves the machine: background traffic, updates, sync and QUIC are off.
 */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Page } from "playwright-core"

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium"

const flags = [
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
  /** More command line flags, such as a fake camera. */
  readonly args?: readonly string[]
  readonly locale?: string
}

export type TestBrowser = {
  readonly context: BrowserContext
  readonly page: Page
  /** Ends the browser and deletes its profile. */
  close(): Promise<void>
}

/** Starts a browser with an empty profile and one open page. Two people in a test are two of these. */
export const openBrowser = async (options: BrowserOptions = {}): Promise<TestBrowser> => {
  const profile = await mkdtemp(join(tmpdir(), "unlisted-browser-"))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...flags, ...(options.args ?? [])],
    viewport: options.viewport ?? desktop,
    colorScheme: options.colorScheme ?? "light",
    reducedMotion: options.reducedMotion ?? "no-preference",
    permissions: [...(options.permissions ?? [])],
    locale: options.locale ?? "en-GB",
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
  return { context, page, close }
}
