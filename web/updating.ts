/** What the page asks of its service worker (sw.ts): to be there, and to go over to the version that waits. */
import { Workbox } from "workbox-window"
import { applyReady } from "./state/update.ts"
import { serviceWorkerUrl } from "./worker.ts"

/** How long the service worker may take to answer, in ms. */
const patience = 5000

/** Undefined when it does not answer. */
const asked = (of: ServiceWorker, type: "IS_CHOSEN" | "SKIP_WAITING"): Promise<unknown> => {
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.onmessage = event => resolve(event.data)
    of.postMessage({ type }, [port2])
    setTimeout(() => resolve(undefined), patience)
  })
}

const isActive = (which: ServiceWorker): Promise<void> =>
  new Promise(resolve => {
    const look = () => {
      if (which.state === "activated" || which.state === "redundant") resolve()
    }
    which.addEventListener("statechange", look)
    setTimeout(resolve, patience)
    look()
  })

/** From the next loading on the page is of the newest version that is here. */
export const choose = async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  const next = registration?.waiting ?? registration?.active
  if (!next) return
  await asked(next, "SKIP_WAITING")
  await isActive(next)
}

/** Goes over to the version that is ready; everything of the old one must go. */
export const take = async () => {
  await choose()
  location.reload()
}

export const register = async () => {
  const workbox = new Workbox(serviceWorkerUrl)
  workbox.addEventListener("waiting", applyReady)
  const registration = await workbox.register()
  // It became the active one while nothing was open, and goes on with the files of the version before.
  if (registration?.active && (await asked(registration.active, "IS_CHOSEN")) === false) applyReady()
  // Browsers look for it when they like. A page that stays open for weeks hears of new versions too.
  const look = () => void workbox.update().catch(() => {})
  look()
  setInterval(look, 6 * 60 * 60 * 1000)
}
