/** In place of the composer's row while a voice message is made: how long it is, halt, forget, listen, send. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { cancelRecording, endRecording, pauseRecording, resumeRecording } from "../media/recorder.ts"
import { text as words } from "../media-text.ts"
import { Icon, type IconName } from "../parts/icon.tsx"
import { Sound } from "../parts/sound.tsx"
import { duration } from "../parts/time.tsx"
import { draftKey } from "../state/playing.ts"
import type { Recording, Voice } from "../state/recording.ts"
import { text } from "../text.ts"

type Does = { readonly icon: IconName; readonly label: string; readonly onClick: () => void; readonly main?: boolean }

const Tool = ({ icon, label, onClick, main }: Does) => (
  <button
    type="button"
    class={main ? "primary send" : "icon-button"}
    aria-label={label}
    title={label}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
)

const Levels = ({ levels }: { readonly levels: readonly number[] }) => (
  <svg class="levels" viewBox="0 0 160 32" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">
    {levels.map((level, i) => {
      const height = Math.max(2, Math.min(1, level * 1.6) * 30)
      const x = 160 - (levels.length - i) * 4
      return <rect key={i} x={x} y={16 - height / 2} width={2.5} height={height} rx={1.25} />
    })}
  </svg>
)

type Props = {
  readonly chatId: string
  readonly recording: Recording
  readonly onSend: (voice: Voice) => void
}

export const Recorder = ({ chatId, recording, onSend }: Props) => {
  const row = useRef<HTMLDivElement>(null)
  const { phase } = recording
  // The button that was pressed is gone: the row that came for it has the focus.
  useLayoutEffect(() => row.current?.focus({ preventScroll: true }), [phase])
  useEffect(() => () => void endRecording(), [])
  const cancel = { icon: "trash", label: words.voice.cancel, onClick: () => cancelRecording(chatId) } as const
  const isListening = phase === "recording" || phase === "paused"
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={row}
      class="composer-row recorder"
      role="group"
      aria-label={words.voice.recording}
      tabIndex={-1}
      onKeyDown={e => {
        if (e.key !== "Escape") return
        e.preventDefault()
        cancelRecording(chatId)
      }}
    >
      {phase !== "problem" && <Tool {...cancel} />}
      {(phase === "starting" || phase === "ending") && (
        <p class="recorder-words" role="status">
          {phase === "starting" ? words.voice.starting : words.voice.ending}
        </p>
      )}
      {isListening && (
        <>
          <span class="recorder-mark" data-phase={phase} aria-hidden="true" />
          <span class="recorder-time" role="timer">
            {duration(Math.floor(recording.seconds))}
          </span>
          <Levels levels={recording.levels} />
          <Tool
            icon={phase === "paused" ? "voice" : "pause"}
            label={phase === "paused" ? words.voice.resume : words.voice.halt}
            onClick={phase === "paused" ? resumeRecording : pauseRecording}
          />
          <Tool icon="stop" label={words.voice.end} onClick={() => void endRecording()} main />
        </>
      )}
      {phase === "ready" && (
        <>
          <Sound
            source={{
              key: draftKey(chatId),
              chatId,
              seconds: recording.voice.seconds,
              load: async () => recording.voice.sound,
            }}
            peaks={recording.voice.peaks}
            isHere
          />
          <Tool icon="send" label={text.chat.send} onClick={() => onSend(recording.voice)} main />
        </>
      )}
      {phase === "problem" && (
        <>
          <p class="problem" role="alert">
            {words.voice.problems[recording.problem]}
          </p>
          <Tool icon="close" label={words.voice.close} onClick={() => cancelRecording(chatId)} />
        </>
      )}
    </div>
  )
}
