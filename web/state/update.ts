/**
 * The page without a network, and its next version. The service worker is registered only for those who stay: a visitor,
 * a private session or a kiosk leaves nothing behind. What is done with it is in ../updating.ts.
 */
import { computed, effect, signal } from "@preact/signals"
import { kiosk } from "./kiosk.ts"
import { session } from "./session.ts"

const ready = signal(false)
export const applyReady = () => {
  ready.value = true
}

const stays = computed(() => {
  const now = session.value
  return now.state === "locked" || now.state === "elsewhere" || (now.state === "open" && now.kept)
})

/** Whether a newer version waits. Nobody is asked in a private session: it would end with the page. */
export const update = computed(() => ready.value && stays.value)

const updating = () => import("../updating.ts")
export const takeUpdate = async () => (await updating()).take()

/** Call once. Without service workers (some private windows) the page simply needs the network. */
export const keepOffline = () => {
  const { serviceWorker } = navigator
  if (!serviceWorker) return
  let registered = false
  effect(() => {
    const isWanted = stays.value || matchMedia("(display-mode: standalone)").matches
    if (registered || kiosk.value || !isWanted) return
    registered = true
    void updating()
      .then(u => u.register())
      .catch(() => {})
  })
  effect(() => {
    // Nobody keeps anything here: there is nobody to ask.
    if (session.value.state === "new" && serviceWorker.controller)
      void updating()
        .then(u => u.choose())
        .catch(() => {})
  })
}
