/** One message: what it answers, what it says, what became of it, and how people reacted. */
import { useSignal } from "@preact/signals"
import type { Chat, Item, ItemQuote, ItemReaction } from "../../worker/api.ts"
import { react } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Icon, type IconName } from "../parts/icon.tsx"
import { plainLine } from "../parts/plain.ts"
import { Clock, span } from "../parts/time.tsx"
import { send } from "../sending.ts"
import { canAdd, canReact, canWrite } from "../state/actions.ts"
import { settings } from "../state/settings.ts"
import { cardWords } from "../text/card-words.ts"
import { previewOf } from "../text/markdown.ts"
import { number } from "../text/plural.ts"
import { text } from "../text.ts"
import { Content, contentName } from "./content.tsx"
import { Words } from "./words.tsx"

/** A message longer than this, or with more lines, is folded until asked for. */
const longText = 1500
const manyLines = 24

const statusMarks: Record<Item["status"], IconName | null> = {
  sending: "clock",
  sent: "sent",
  delivered: "delivered",
  failed: "warning",
  received: null,
}

const Status = ({ item }: { item: Item }) => {
  const mark = statusMarks[item.status]
  if (item.direction !== "sent" || !mark) return null
  return (
    <span class="status" data-status={item.status}>
      <Icon name={mark} />
      <span class={item.status === "failed" ? undefined : "unseen"}>{text.status[item.status]}</span>
    </span>
  )
}

/** What a message says, in a line: for the quote of it. */
export const lineOf = (words: string, kind: ItemQuote["kind"]): string =>
  plainLine(previewOf(words)) || contentName(kind)

type QuoteProps = { readonly quote: ItemQuote; readonly name: string; readonly onJump: (itemId: string) => void }

const Quote = ({ quote, name, onJump }: QuoteProps) => {
  const { itemId } = quote
  const inner = (
    <>
      <span class="quote-author">{quote.author === "me" ? text.chat.you : <bdi>{name}</bdi>}</span>
      <span class="quote-words" dir="auto">
        {lineOf(quote.text, quote.kind)}
      </span>
    </>
  )
  return itemId === undefined ? (
    <blockquote class="quote">{inner}</blockquote>
  ) : (
    <button type="button" class="quote" title={text.mark.jump} onClick={() => onJump(itemId)}>
      {inner}
    </button>
  )
}

/** Both have agreed to full deletion when nothing is left of it. */
const canReveal = (item: Item): boolean => item.text !== "" || item.content !== undefined || item.file !== undefined

const Deleted = ({ item }: { item: Item }) => {
  const open = useSignal(false)
  return (
    <>
      <p class="deleted">{text.mark.deleted}</p>
      {open.value && <Content item={item} />}
      {open.value && item.text !== "" && <Words words={item.text} />}
      {canReveal(item) && (
        <button
          type="button"
          class="quiet unfold"
          onClick={() => {
            open.value = !open.value
          }}
        >
          {open.value ? text.mark.hide : text.mark.reveal}
        </button>
      )}
    </>
  )
}

const Marks = ({ item }: { item: Item }) => (
  <span class="about">
    {item.disappears && (
      <span class="status">
        <Icon name="timer" />
        <span class="unseen">{text.mark.disappears(span(item.disappears.ttl))}</span>
      </span>
    )}
    {item.proxied && item.direction === "sent" && settings.value.showProxied && (
      <span class="status" title={text.info.proxied}>
        <Icon name="shield" />
        <span class="unseen">{text.info.proxied}</span>
      </span>
    )}
    {item.live && <span>{text.mark.live}</span>}
    {item.edited && !item.deleted && <span>{text.mark.edited}</span>}
    <Clock at={item.at} />
    <Status item={item} />
  </span>
)

/** What stands below what a message holds. */
const wordsOf = (item: Item): string =>
  item.content?.kind === "chat" && item.content.card ? cardWords(item.text, item.content.card) : item.text

const Said = ({ item, onCommand }: { item: Item; onCommand: ((words: string) => void) | undefined }) => {
  const open = useSignal(false)
  const words = wordsOf(item)
  const isLong = words.length > longText || words.split("\n", manyLines + 1).length > manyLines
  const isFolded = isLong && !open.value
  return (
    <div class="said" data-folded={isFolded || undefined}>
      {words !== "" && <Words words={words} {...(onCommand && { onCommand })} />}
      {isFolded && (
        <button
          type="button"
          class="quiet unfold"
          onClick={() => {
            open.value = true
          }}
        >
          {text.chat.all}
        </button>
      )}
      <Marks item={item} />
    </div>
  )
}

type Props = {
  readonly item: Item
  readonly chat: Chat
  readonly name: string
  readonly onJump: (itemId: string) => void
}

/** Words after a slash are sent to a bot when they are tapped; in other chats they are words. */
const commandsOf = (chat: Chat): ((words: string) => void) | undefined =>
  chat.commands && canWrite(chat) ? words => void send(chat.id, words).catch(() => {}) : undefined

export const Bubble = ({ item, chat, name, onJump }: Props) => (
  <div class="bubble">
    <span class="unseen">{item.direction === "sent" ? text.chat.you : name}: </span>
    {item.forwarded && !item.deleted && (
      <p class="forwarded">
        <Icon name="forward" />
        {text.mark.forwarded}
      </p>
    )}
    {item.quote && !item.deleted && <Quote quote={item.quote} name={name} onJump={onJump} />}
    {item.deleted ? (
      <div class="said">
        <Deleted item={item} />
        <Marks item={item} />
      </div>
    ) : (
      <>
        <Content item={item} />
        <Said item={item} onCommand={commandsOf(chat)} />
      </>
    )}
  </div>
)

const Chip = ({ item, chat, reaction }: { item: Item; chat: Chat; reaction: ItemReaction }) => {
  const action = useAction()
  const { emoji, count, mine } = reaction
  const label = count > 1 ? `${emoji} ${number(count)}` : emoji
  // Known emoji only come out of the store, but the text is still a stranger's.
  if (!canReact(item, chat) || !canAdd(item, emoji)) return <span class="chip">{label}</span>
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={mine}
      onClick={() => void action.run(() => react(item.id, emoji, !mine))}
    >
      {label}
    </button>
  )
}

export const Reactions = ({ item, chat }: { item: Item; chat: Chat }) =>
  item.reactions && item.reactions.length > 0 && !item.deleted ? (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="reactions" role="group" aria-label={text.mark.reactions}>
      {item.reactions.map(reaction => (
        <Chip key={reaction.emoji} item={item} chat={chat} reaction={reaction} />
      ))}
    </div>
  ) : null
