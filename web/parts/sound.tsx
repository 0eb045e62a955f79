/** A sound with its picture: play, seek, pace. Of messages, and of what is about to be sent. */
import { type Source, seek, setRate, toggle } from "../media/player.ts"
import { text as words } from "../media-text.ts"
import { hasFailed, playingOf, rate, rates } from "../state/playing.ts"
import { text } from "../text.ts"
import { Icon } from "./icon.tsx"
import { duration } from "./time.tsx"

/** Of a picture in which nothing is known yet. */
const flat = Array.from({ length: 56 }, () => 0.12)

/** Bars in a box of 4 by 32 for each; those that were heard are marked. */
const Bars = ({ peaks, heard }: { readonly peaks: readonly number[]; readonly heard: number }) => (
  <svg class="bars" viewBox={`0 0 ${peaks.length * 4} 32`} preserveAspectRatio="none" aria-hidden="true">
    {peaks.map((peak, i) => {
      const height = Math.max(3, peak * 30)
      return (
        <rect
          key={i}
          class={i < heard * peaks.length ? "heard" : undefined}
          x={i * 4 + 0.75}
          y={16 - height / 2}
          width={2.5}
          height={height}
          rx={1.25}
        />
      )
    })}
  </svg>
)

type Props = {
  readonly source: Source
  readonly peaks: readonly number[] | null
  /** There is something to play. */
  readonly isHere: boolean
}

const nextRate = () => rates[(rates.indexOf(rate.value) + 1) % rates.length] ?? 1

export const Sound = ({ source, peaks, isHere }: Props) => {
  const now = playingOf(source.key)
  const seconds = now?.seconds ?? source.seconds
  const at = Math.min(now?.at ?? 0, seconds)
  const isPlaying = now?.state === "playing" || now?.state === "loading"
  if (hasFailed(source.key)) return <p class="problem">{words.voice.unplayable}</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="sound" role="group" aria-label={text.content.voice}>
      <button
        type="button"
        class="icon-button play"
        aria-label={isPlaying ? words.voice.pause : words.voice.play}
        aria-disabled={!isHere || undefined}
        onClick={isHere ? () => void toggle(source) : undefined}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <span class="wave">
        <Bars peaks={peaks ?? flat} heard={seconds > 0 ? at / seconds : 0} />
        {isHere && (
          <input
            type="range"
            autocomplete="off"
            aria-label={words.voice.place}
            aria-valuetext={words.voice.placeOf(duration(at), duration(seconds))}
            min={0}
            max={Math.max(seconds, 0.1)}
            step={0.1}
            value={at}
            onInput={e => void seek(source, Number(e.currentTarget.value))}
          />
        )}
      </span>
      {now ? (
        <button
          type="button"
          class="quiet pace"
          aria-label={words.voice.pace(rate.value)}
          onClick={() => setRate(nextRate())}
        >
          {rate.value}×
        </button>
      ) : null}
      <span class="sound-time">{duration(now ? at : seconds)}</span>
    </div>
  )
}
