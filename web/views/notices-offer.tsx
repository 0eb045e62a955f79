/** In the list, once: whether one wants to be told of messages. Nothing is asked of the browser before it is pressed. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { changeSettings } from "../keeping.ts"
import { askPermission, type Permission, permission } from "../notify.ts"
import { chats } from "../state/chats.ts"
import { isKept } from "../state/session.ts"
import { settings } from "../state/settings.ts"
import { text } from "../text.ts"

/** There is somebody who could write, and nothing was decided yet. */
const isTime = () =>
  isKept.value &&
  settings.value.notices === "off" &&
  !settings.value.noticesOffered &&
  chats.value.some(c => c.status === "connected")

export const NoticesOffer = () => {
  const allowed = useSignal<Permission | null>(null)
  const wanted = isTime()
  // The browser has to ask another process, which takes a tenth of a second on a busy machine: after the list is drawn.
  useEffect(() => {
    if (wanted) allowed.value = permission()
  }, [wanted, allowed])
  if (!wanted || allowed.value !== "default") return null
  const words = text.notices
  const decline = () => void changeSettings({ noticesOffered: true }).catch(() => {})
  const accept = async () => {
    const allowed = await askPermission()
    await changeSettings({ noticesOffered: true, ...(allowed === "granted" && { notices: "contact" }) })
  }
  return (
    <aside class="private" aria-label={words.offer}>
      <p>{words.offer}</p>
      <div class="buttons">
        <button type="button" class="second" onClick={() => void accept().catch(() => {})}>
          {words.offerYes}
        </button>
        <button type="button" class="quiet" onClick={decline}>
          {words.offerNo}
        </button>
      </div>
    </aside>
  )
}
