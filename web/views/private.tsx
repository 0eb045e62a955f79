/** A private session says what it is, at all times, and offers the two ways out of it. */
import { useSignal } from "@preact/signals"
import { carry, endSession } from "../keeping.ts"
import { Ask } from "../parts/ask.tsx"
import { Problem } from "../parts/form.tsx"
import { lazy } from "../parts/lazy.tsx"
import { outgoing } from "../state/carry.ts"
import { kiosk } from "../state/kiosk.ts"
import { session } from "../state/session.ts"
import { text } from "../text.ts"

const KeepSession = lazy(async () => (await import("./keep.tsx")).KeepSession)

export const PrivateNote = () => {
  const asked = useSignal<"keep" | "move" | "end" | null>(null)
  const now = session.value
  if (now.state !== "open" || now.kept) return null
  const words = text.private
  const close = () => {
    asked.value = null
  }
  return (
    <aside class="private" aria-label={text.list.private}>
      <p>{words.note}</p>
      <div class="buttons">
        {!kiosk.value && (
          <button
            type="button"
            class="second"
            onClick={() => {
              asked.value = "keep"
            }}
          >
            {text.keep.heading}
          </button>
        )}
        <button
          type="button"
          class="second"
          onClick={() => {
            asked.value = "move"
          }}
        >
          {words.move}
        </button>
        <button
          type="button"
          class="second"
          onClick={() => {
            asked.value = "end"
          }}
        >
          {words.end}
        </button>
      </div>
      {asked.value === "keep" && <KeepSession onClose={close} />}
      {asked.value === "move" && (
        <Ask
          heading={words.moveHeading}
          means={words.moveMeans}
          confirm={words.moveConfirm}
          cancel={text.remove.cancel}
          run={carry}
          onClose={close}
        >
          <Problem code={outgoing.value?.state === "failed" ? outgoing.value.problem : null} />
        </Ask>
      )}
      {asked.value === "end" && (
        <Ask
          heading={words.endHeading}
          means={words.endMeans}
          confirm={words.end}
          cancel={text.remove.cancel}
          danger
          run={endSession}
          onClose={close}
        />
      )}
    </aside>
  )
}
