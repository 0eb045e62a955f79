/**
 * The page alone in a real browser: the true build with the worker replaced by fake-worker.ts, served with the strict
 * headers of the bridge, and a way to play the worker's part.
 */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { build, preview } from "vite"
import type { ChatEvent } from "../../worker/api.ts"
import {
  type BrowserOptions,
  fullBrowser,
  launchBrowser,
  openPerson,
  pageBrowser,
  type TestBrowser,
} from "../support/browser.ts"
import { builtOnce } from "./built.ts"
import { fewFiles } from "./chunks.ts"
import type { Scene } from "./fake-state.ts"

const root = fileURLToPath(new URL("../../web", import.meta.url))
const fake = fileURLToPath(new URL("./fake-worker.ts", import.meta.url))

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
  "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types unlisted"

export type Served = {
  readonly url: string
  /** Where the build is. */
  readonly outDir: string
  readonly browser: Browser
  close(): Promise<void>
}

/**
 * Builds the page, serves it on a free local port, and starts a browser to look at it, with a camera that shows nothing.
 * Only the full browser has notifications and that camera.
 */
export const servePage = async (isFull = false): Promise<Served> => {
  const chunks = fewFiles(root)
  const config = (dir: string) => ({
    configFile: false as const,
    root,
    logLevel: "error" as const,
    resolve: { alias: [{ find: /^\.\.\/worker\/main\.ts(?=\?worker&url$)/, replacement: fake }] },
    oxc: { jsx: { runtime: "automatic" as const, importSource: "preact" } },
    worker: { format: "es" as const },
    plugins: [chunks.plugin()],
    build: {
      outDir: dir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      rollupOptions: chunks.rollupOptions,
    },
  })
  // Some files of tests change theirs.
  const outDir = await mkdtemp(join(tmpdir(), "unlisted-page-"))
  await cp(await builtOnce(dir => build(config(dir))), outDir, { recursive: true })
  // The page registers it for those who stay; what it does is tested with the true build (test/browser/offline.spec.ts).
  await writeFile(join(outDir, "sw.js"), "")
  const server = await preview({
    ...config(outDir),
    preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } },
  })
  const url = server.resolvedUrls?.local[0] ?? ""
  const browser = await launchBrowser(["--use-fake-device-for-media-stream"], isFull ? fullBrowser : pageBrowser)
  const close = async () => {
    await browser.close()
    await server.close()
    await rm(outDir, { recursive: true, force: true })
  }
  return { url: url.replace(/\/$/, ""), outDir, browser, close }
}

export type Visit = TestBrowser & {
  /** Lets the fake worker say something. */
  tell(event: ChatEvent): Promise<void>
  /** Complaints of the browser so far: errors, refused content. */
  readonly complaints: string[]
}

/** Answers the fake worker's call for a scene, from inside the page. A string: tools rewrite functions. */
const playing = (scene: Scene) => `{
  const channel = new BroadcastChannel("fake-worker")
  let left = {}
  channel.onmessage = ({ data }) => {
    if (data.left) left = { session: data.left }
    else channel.postMessage({ scene: { ...${JSON.stringify(scene)}, ...left } })
  }
  globalThis.tellFake = event => channel.postMessage({ event })
}`

const tellFrom = (page: Page) => async (event: ChatEvent) => {
  await page.evaluate(e => (globalThis as unknown as { tellFake(e: ChatEvent): void }).tellFake(e), event)
}

/** A new person, who wants nothing to move, opens `url`, with the worker in the given scene. */
export const visit = async (at: Browser, url: string, scene: Scene, options: BrowserOptions = {}): Promise<Visit> => {
  const browser = await openPerson(at, { reducedMotion: "reduce", ...options })
  const complaints: string[] = []
  browser.page.on("pageerror", error => complaints.push(String(error)))
  browser.page.on("console", m => {
    if (m.type() === "error" || m.type() === "warning") complaints.push(m.text())
  })
  await browser.context.addInitScript({ content: playing(scene) })
  // The dialog of the system would wait for somebody to choose a file.
  await browser.context.addInitScript({ content: "delete globalThis.showSaveFilePicker" })
  await browser.page.goto(url)
  return { ...browser, complaints, tell: tellFrom(browser.page) }
}
