/** The button that begins a voice message: pressed and held as long as one speaks, or tapped and ended by another button. */

import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { recordingOf } from "../state/recording.ts"

/** Longer than this it is held, and the recording ends when it is let go. */
const holdMs = 400

const load = () => import("../media/recorder.ts")

const start = async (chatId: string) => (await load()).startRecording(chatId)

export const MicrophoneButton = ({ chatId }: { readonly chatId: string }) => {
  const press = (e: PointerEvent) => {
    if (e.button !== 0) return
    const began = e.timeStamp
    const release = (up: PointerEvent) => {
      removeEventListener("pointerup", release)
      removeEventListener("pointercancel", release)
      // While the browser still asks, whoever lets go has only answered it.
      const speaking = recordingOf(chatId)?.phase === "recording"
      if (speaking && up.timeStamp - began > holdMs) void load().then(recorder => recorder.endRecording())
    }
    addEventListener("pointerup", release)
    addEventListener("pointercancel", release)
    void start(chatId)
  }
  return (
    <button
      type="button"
      class="icon-button microphone"
      aria-label={words.voice.record}
      title={words.voice.record}
      onPointerDown={press}
      // By keyboard there is no pointer.
      onClick={e => e.detail === 0 && void start(chatId)}
      onContextMenu={e => e.preventDefault()}
    >
      <Icon name="voice" />
    </button>
  )
}
