/** What goes with the message that is being written: that it is seen while typed, or that it disappears. */
import { compose } from "../commands.ts"
import { canCancelLive, cancelLive } from "../live.ts"
import { Icon, type IconName } from "../parts/icon.tsx"
import { span } from "../parts/time.tsx"
import { type Compose, withTtl } from "../state/compose.ts"
import { text } from "../text.ts"

type StripProps = {
  readonly icon: IconName
  readonly words: string
  readonly stop: string
  readonly onStop: (() => void) | null
}

const Strip = ({ icon, words, stop, onStop }: StripProps) => (
  <div class={`composer-about riding riding-${icon}`}>
    <Icon name={icon} />
    <p role="status">{words}</p>
    {onStop && (
      <button type="button" class="icon-button" aria-label={stop} title={stop} onClick={onStop}>
        <Icon name="close" />
      </button>
    )}
  </div>
)

export const Riding = ({ chatId, now, onStop }: { chatId: string; now: Compose; onStop: () => void }) => (
  <>
    {now.ttl !== undefined && !now.editing && (
      <Strip
        icon="timer"
        words={text.sending.ttlNow(span(now.ttl))}
        stop={text.sending.ttlStop}
        onStop={
          now.live?.itemId
            ? null
            : () => {
                compose(chatId, withTtl(now, null))
                onStop()
              }
        }
      />
    )}
    {now.live && (
      <Strip
        icon="live"
        words={text.sending.liveNow}
        stop={text.sending.liveStop}
        onStop={
          canCancelLive(now)
            ? () => {
                cancelLive(chatId)
                onStop()
              }
            : null
        }
      />
    )}
  </>
)
