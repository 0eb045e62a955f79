/**
 * The page without a network, and its next version. The service worker is registered only for those who stay: a visitor,
 * a private session or a kiosk leaves nothing behind.
 */
import { computed, effect, signal } from "@preact/signals"
import { serviceWorkerUrl } from "../worker.ts"
import { kiosk } from "./kiosk.ts"
import { session } from "./session.ts"

/** How to go over to the version that waits; null while there is none. */
const waiting = signal<(() => void) | null>(null)
export const update = computed(() => waiting.value)

const isInstalled = () => matchMedia("(display-mode: standalone)").matches

const stays = computed(() => {
  const now = session.value
  return now.state === "locked" || now.state === "elsewhere" || (now.state === "open" && now.kept)
})

const register = async () => {
  const { Workbox } = await import("workbox-window")
  const workbox = new Workbox(serviceWorkerUrl)
  workbox.addEventListener("waiting", () => {
    waiting.value = () => {
      // The new version has taken over: everything of the old one must go.
      workbox.addEventListener("controlling", () => location.reload())
      workbox.messageSkipWaiting()
    }
  })
  await workbox.register()
  // A page that stays open for weeks hears of new versions too.
  setInterval(() => void workbox.update().catch(() => {}), 6 * 60 * 60 * 1000)
}

/** Call once. Without service workers (some private windows) the page simply needs the network. */
export const keepOffline = () => {
  if (!("serviceWorker" in navigator)) return
  let registered = false
  effect(() => {
    if (registered || kiosk.value || !(stays.value || isInstalled())) return
    registered = true
    void register().catch(() => {})
  })
}
