/**
 * How long it takes somebody with an invitation link to see the "Connect" button, on a phone that knows nothing of us yet:
 * a processor four times slower than this one, and a 4G network (Chromium's own throttling), by the page's own clock.
 */
import { phone } from "../support/browser.ts"
import { startStack } from "../support/stack.ts"
import { childPerson } from "./child.ts"
import { startChromium, type Tab } from "./chromium.ts"
import { median, type Row } from "./row.ts"

/** Lighthouse's "slow 4G" and "fast 4G" are this one's neighbours: 9 Mbit/s down, 1.5 up, 85 ms. */
const network = {
  offline: false,
  latency: 85,
  downloadThroughput: (9 * 1024 * 1024) / 8,
  uploadThroughput: (1.5 * 1024 * 1024) / 8,
}

const rounds = 9

/** Runs in the page, before it: marks when a frame with the button was first on screen. */
const watch = () => {
  const observer = new MutationObserver(() => {
    if (![...document.querySelectorAll("button")].some(b => b.textContent?.trim() === "Connect")) return
    observer.disconnect()
    // The second frame begins when the first one has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("on screen")))
  })
  observer.observe(document, { childList: true, subtree: true, characterData: true })
}

/** Milliseconds since the link was opened. Asked for seldom, as asking takes its time too; rejects after two minutes. */
const seen = async (tab: Tab): Promise<number> => {
  for (let i = 0; i < 240; i++) {
    await new Promise(resolve => setTimeout(resolve, 500))
    const at = await tab.value('performance.getEntriesByName("on screen")[0]?.startTime')
    if (typeof at === "number") return at
  }
  throw new Error("nobody was shown the button")
}

const once = async (tab: Tab, link: string, throttled: boolean): Promise<number> => {
  await tab.send("Page.enable")
  await tab.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${String(watch)})()` })
  if (throttled) {
    await tab.send("Network.enable")
    await tab.send("Network.emulateNetworkConditions", network)
    await tab.send("Emulation.setCPUThrottlingRate", { rate: 4 })
  }
  await tab.send("Page.navigate", { url: link })
  const took = await seen(tab)
  await tab.close()
  return took
}

export const startRows = async (): Promise<Row[]> => {
  const stack = await startStack()
  const chromium = await startChromium()
  const inviter = await childPerson("Alice", stack.url.replace(/^http/, "ws"), stack.relayAddress)
  const link = (await inviter.makeLink()).replace("simplex:", stack.url)
  const times = async (throttled: boolean): Promise<number> => {
    const all: number[] = []
    for (let i = 0; i < rounds; i++) all.push(await once(await chromium.openTab(phone), link, throttled))
    return median(all)
  }
  const slow = await times(true)
  const fast = await times(false)
  inviter.close()
  await chromium.close()
  await stack.close()
  return [
    { name: 'link opened to "Connect", phone on 4G', value: slow, unit: "ms", target: "<= 1000" },
    { name: "the same on this machine", value: fast, unit: "ms" },
  ]
}
