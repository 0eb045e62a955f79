/**
 * Runs before everything else but the start of the worker, which does not see the address: takes the link out of the
 * address bar, so that it stays neither on the screen nor in the history entry, and keeps it for the page. Import it first.
 */
import { kioskIn } from "./state/kiosk.ts"
import { type Opened, openedBy } from "./state/link.ts"

/** Where this page is when nothing is opened. A kiosk by its address stays one, whatever comes into its tab. */
const home = kioskIn(location.hash) ? `/${location.hash}` : "/"

const take = (): Opened | null => {
  const opened = openedBy(location.pathname, location.hash)
  // It tells nothing about anybody, and a reload has to find it there.
  if (kioskIn(location.hash)) return null
  if (home !== "/" || location.pathname + location.hash + location.search !== "/" || history.state !== null)
    history.replaceState(null, "", home)
  return opened
}

const openedAt = location.href

/** What this page was opened for. */
export const firstOpened = take()

type LaunchQueue = { setConsumer(run: (launch: { readonly targetURL?: string }) => void): void }

/** Browsers say once more what a page was launched for after it was loaded anew. */
const isReloaded = () =>
  performance.getEntriesByType("navigation").some(entry => "type" in entry && entry.type === "reload")

/** What comes later into the same tab: by its address bar, or because the installed app was launched once more. */
export const onOpened = (run: (opened: Opened) => void) => {
  addEventListener("hashchange", () => {
    // Typed into the address bar of an open tab: all that is open there has to go.
    if (home === "/" && kioskIn(location.hash)) return location.reload()
    const opened = take()
    if (opened) run(opened)
  })
  const queue = (globalThis as { launchQueue?: LaunchQueue }).launchQueue
  let isFirst = true
  queue?.setConsumer(({ targetURL }) => {
    // The launch that opened this page is in `firstOpened` already. A window that began as a tab had none.
    const isKnown = targetURL === openedAt || firstOpened?.type === "shared" || isReloaded()
    const isRepeated = isFirst && isKnown
    isFirst = false
    if (isRepeated) return
    const url = targetURL === undefined ? null : new URL(targetURL)
    const opened = url?.origin === location.origin ? openedBy(url.pathname, url.hash) : null
    if (opened) run(opened)
  })
}
