/**
 * How long it takes somebody with an invitation link to see the "Connect" button, on a phone that knows nothing of us yet:
 * a processor four times slower than this one, and a 4G network (Chromium's own throttling).
 */
import type { Browser } from "playwright-core"
import { fullBrowser, launchBrowser, openPerson, phone } from "../support/browser.ts"
import { startStack } from "../support/stack.ts"
import { childPerson } from "./child.ts"
import { median, type Row } from "./row.ts"

/** Lighthouse's "slow 4G" and "fast 4G" are this one's neighbours: 9 Mbit/s down, 1.5 up, 85 ms. */
const network = {
  offline: false,
  latency: 85,
  downloadThroughput: (9 * 1024 * 1024) / 8,
  uploadThroughput: (1.5 * 1024 * 1024) / 8,
}

/** Runs in the page, before it: keeps when (ms since the link was opened) a frame with this button was first on screen. */
const watch = (label: string) => {
  const observer = new MutationObserver(() => {
    if (![...document.querySelectorAll("button")].some(b => b.textContent?.trim() === label)) return
    observer.disconnect()
    // The second frame begins when the first one has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("on screen")))
  })
  observer.observe(document, { childList: true, subtree: true, characterData: true })
}

/** By the page's own clock: driving a throttled page from outside takes it half a second that nobody else waits for. */
const once = async (browser: Browser, link: string, throttled: boolean): Promise<number> => {
  const person = await openPerson(browser, { viewport: phone })
  const { page } = person
  await page.addInitScript(watch, "Connect")
  if (throttled) {
    const cdp = await person.context.newCDPSession(page)
    await cdp.send("Network.enable")
    await cdp.send("Network.emulateNetworkConditions", network)
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 })
  }
  await page.goto(link, { waitUntil: "commit" })
  const seen = await page.waitForFunction(() => performance.getEntriesByName("on screen")[0]?.startTime, null, {
    polling: 500,
  })
  const took = Number(await seen.jsonValue())
  await person.close()
  return took
}

const times = async (browser: Browser, link: string, throttled: boolean): Promise<number> => {
  const all: number[] = []
  for (let i = 0; i < 5; i++) all.push(await once(browser, link, throttled))
  return median(all)
}

export const startRows = async (): Promise<Row[]> => {
  const stack = await startStack()
  const browser = await launchBrowser([], fullBrowser)
  const inviter = await childPerson("Alice", stack.url.replace(/^http/, "ws"), stack.relayAddress)
  const link = (await inviter.makeLink()).replace("simplex:", stack.url)
  const slow = await times(browser, link, true)
  const fast = await times(browser, link, false)
  inviter.close()
  await browser.close()
  await stack.close()
  return [
    { name: 'link opened to "Connect", phone on 4G', value: slow, unit: "ms", target: "<= 1000" },
    { name: "the same on this machine", value: fast, unit: "ms" },
  ]
}
