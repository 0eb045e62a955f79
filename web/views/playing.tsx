/** What plays while its chat is not on screen: halt it, end it, go there. */
import { stop, toggleNow } from "../media/player.ts"
import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { plainName } from "../parts/plain.ts"
import { duration } from "../parts/time.tsx"
import { chatById } from "../state/chats.ts"
import type { Playing } from "../state/playing.ts"
import { goTo } from "../state/route.ts"
import { text } from "../text.ts"

export const PlayingBar = ({ now }: { readonly now: Playing }) => {
  const isPlaying = now.state !== "paused"
  const name = plainName(chatById(now.chatId)?.name ?? "", text.list.unnamed)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark
    <div class="playing" role="group" aria-label={words.voice.bar}>
      <button
        type="button"
        class="icon-button"
        aria-label={isPlaying ? words.voice.pause : words.voice.play}
        onClick={() => void toggleNow()}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <button
        type="button"
        class="playing-name"
        title={words.voice.open}
        onClick={() => goTo({ at: "chat", chatId: now.chatId })}
      >
        <bdi>{name}</bdi>
        <span class="hint">{words.voice.placeOf(duration(now.at), duration(now.seconds))}</span>
      </button>
      <progress class="playing-place" aria-hidden="true" max={Math.max(now.seconds, 0.1)} value={now.at} />
      <button type="button" class="icon-button" aria-label={words.voice.stop} onClick={stop}>
        <Icon name="close" />
      </button>
    </div>
  )
}
