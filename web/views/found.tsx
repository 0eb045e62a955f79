/** The search box above the list, and the messages that were found. */
import type { Item } from "../../worker/api.ts"
import { Icon } from "../parts/icon.tsx"
import { plainLine } from "../parts/plain.ts"
import { ShortTime } from "../parts/time.tsx"
import { getReady, look, openFound } from "../search.ts"
import { chatById } from "../state/chats.ts"
import { enough, search } from "../state/search.ts"
import { previewOf } from "../text/markdown.ts"
import { text } from "../text.ts"
import { chatName } from "./chats.tsx"

export const SearchBox = () => (
  <div class="search">
    <Icon name="search" />
    <input
      type="search"
      dir="auto"
      aria-label={text.search.label}
      placeholder={text.search.label}
      autocomplete="off"
      spellcheck={false}
      value={search.value.query}
      onFocus={getReady}
      onInput={e => void look(e.currentTarget.value)}
      onKeyDown={e => {
        if (e.key !== "Escape" || search.value.query === "") return
        e.preventDefault()
        void look("")
      }}
    />
  </div>
)

const Row = ({ item }: { item: Item }) => {
  const chat = chatById(item.chatId)
  return chat ? (
    <li>
      <button type="button" class="choice found" onClick={() => openFound(item)}>
        <span class="found-name">
          <bdi>{item.direction === "sent" ? text.search.sent(chatName(chat)) : chatName(chat)}</bdi>
        </span>
        <span class="chat-row-time">
          <ShortTime at={item.at} />
        </span>
        <span class="found-words" dir="auto">
          {plainLine(previewOf(item.text))}
        </span>
      </button>
    </li>
  ) : null
}

/** Of messages; the chats stand above them. `none`: no chat was found either. */
export const Found = ({ none }: { none: boolean }) => {
  const { query, found } = search.value
  if (!found)
    return enough(query) ? (
      <p class="hint search-busy" role="status">
        {text.seeking.busy}
      </p>
    ) : null
  if (found.length === 0) return none ? <p class="hint search-none">{text.search.none}</p> : null
  return (
    <section aria-labelledby="found-heading">
      <h2 id="found-heading" class="found-heading">
        {text.search.messages}
      </h2>
      <ul>
        {found.map(item => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
    </section>
  )
}
