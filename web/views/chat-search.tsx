/** Looking for messages in the open chat: in place of the conversation until one is chosen, or the search is closed. */
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Chat, Item } from "../../worker/api.ts"
import { closeSearch, goToFound, lookFor, lookFurther } from "../chat-search.ts"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { isPicture } from "../parts/picture.ts"
import { plainLine, plainName } from "../parts/plain.ts"
import { duration, ShortTime, size } from "../parts/time.tsx"
import { asksFor, type ChatSearch, kinds } from "../state/chat-search.ts"
import { isCovered } from "../state/gallery.ts"
import { previewOf } from "../text/markdown.ts"
import { text } from "../text.ts"
import { contentName } from "./content.tsx"

const Bar = ({ search }: { search: ChatSearch }) => {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  return (
    <div class="seek-bar">
      <div class="seek-row">
        <div class="search">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            dir="auto"
            aria-label={text.seeking.label}
            placeholder={text.seeking.label}
            autocomplete="off"
            spellcheck={false}
            value={search.query}
            onInput={e => void lookFor({ query: e.currentTarget.value })}
          />
        </div>
        <button type="button" class="icon-button" aria-label={text.seeking.close} onClick={closeSearch}>
          <Icon name="close" />
        </button>
      </div>
      <fieldset class="kinds">
        <legend class="unseen">{text.seeking.kinds}</legend>
        {[null, ...kinds].map(kind => (
          <button
            key={kind ?? "all"}
            type="button"
            class="chip"
            aria-pressed={search.kind === kind}
            onClick={() => void lookFor({ kind })}
          >
            {kind === null ? text.seeking.all : text.seeking.kind[kind]}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

/** What it is besides its words. */
const about = ({ content, file }: Item): string => {
  const seconds = content?.kind === "voice" || content?.kind === "video" ? duration(content.seconds) : null
  const title = content?.kind === "link" ? plainName(content.title, "") : contentName(content?.kind ?? "text")
  return [title, seconds, file && plainName(file.name, ""), file && size(file.size)].filter(Boolean).join(", ")
}

const Row = ({ item, name }: { item: Item; name: string }) => {
  const picture = item.content && "image" in item.content ? item.content.image : undefined
  const words = plainLine(previewOf(item.text))
  return (
    <li>
      <button type="button" class="choice found" onClick={() => goToFound(item.chatId, item.id)}>
        {isPicture(picture) && !isCovered(item.id) && <img class="found-picture" src={picture} alt="" />}
        <span class="found-name">
          <bdi>{item.direction === "sent" ? text.chat.you : name}</bdi>
        </span>
        <span class="chat-row-time">
          <ShortTime at={item.at} />
        </span>
        <span class="found-words" dir="auto">
          {[about(item), words].filter(Boolean).join(": ")}
        </span>
      </button>
    </li>
  )
}

/** Told once the search has come to an end. */
const outcome = (search: ChatSearch): string => {
  const { found, busy, before } = search
  if (!asksFor(search)) return text.seeking.hint
  if (busy) return text.seeking.busy
  return found.length === 0 && before === null ? text.seeking.none : text.seeking.found(found.length)
}

export const Search = ({ search, chat, name }: { search: ChatSearch; chat: Chat; name: string }) => (
  <section
    class="seek"
    aria-label={text.seeking.open}
    onKeyDown={e => {
      if (e.key !== "Escape") return
      e.preventDefault()
      closeSearch()
    }}
  >
    <Bar search={search} />
    <div class="seek-found">
      <p role="status" class="hint">
        {outcome(search)}
      </p>
      <ul>
        {search.found.map(item => (
          <Row key={item.id} item={item} name={chat.status === "notes" ? text.chat.you : name} />
        ))}
      </ul>
      {asksFor(search) && search.before !== null && (
        <Button kind="quiet" busy={search.busy} onClick={() => void lookFurther()}>
          {text.seeking.more}
        </Button>
      )}
    </div>
  </section>
)
