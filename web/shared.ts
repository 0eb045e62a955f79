/** What other apps share with this one. Fetched when that happens. */
import { arrive } from "./commands.ts"
import { kiosk } from "./state/kiosk.ts"
import { findLink } from "./state/link.ts"
import { applyShared, lost } from "./state/shared.ts"
import { simplexLink } from "./text/simplex-link.ts"

type Given = { readonly text: string; readonly files: readonly File[] }

/** From the service worker, which holds it until it is asked for; null when there is nothing, or no service worker. */
const takeShared = async (): Promise<Given | null> => {
  const registration = await navigator.serviceWorker?.getRegistration()
  if (!registration?.active) return null
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.onmessage = event => resolve(event.data)
    registration.active?.postMessage({ type: "TAKE_SHARED" }, [port2])
    setTimeout(() => resolve(null), 2000)
  })
}

/** A link to a person is opened as if it had been pasted; anything else goes to somebody. */
export const openShared = async () => {
  const found = await takeShared()
  const link = found ? findLink(found.text, location.origin) : ""
  if (found && found.files.length === 0 && (link.startsWith("simplex:/") || simplexLink(link))) arrive(link)
  else if (!kiosk.peek()) applyShared(found ?? lost)
}
