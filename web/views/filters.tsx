/** Above the list: which chats it shows. */
import { Icon } from "../parts/icon.tsx"
import { chats } from "../state/chats.ts"
import { applyFilter, type Filter, filter, isUnread, sameFilter, tags, usefulPresets } from "../state/filters.ts"
import { activeProfile } from "../state/profiles.ts"
import { goTo, route } from "../state/route.ts"
import { text } from "../text.ts"
import { worker } from "../worker.ts"

const Chip = ({ what, children }: { what: Filter; children: string }) => {
  const on = sameFilter(filter.value, what)
  return (
    <button type="button" class="filter" aria-pressed={on} onClick={() => applyFilter(on ? null : what)}>
      <bdi>{children}</bdi>
    </button>
  )
}

const unread: Filter = { kind: "preset", preset: "unread" }

/** What fails leaves the list as it is, which is what it says. */
const readAll = () => {
  const id = activeProfile.peek()?.id
  if (id !== undefined) void worker.markAllRead(id).catch(() => {})
}

export const tagName = ({ emoji, name }: { readonly emoji: string; readonly name: string }) =>
  emoji === "" ? name : `${emoji} ${name}`

/** Few chats need no sorting. */
const enough = 3

export const Filters = () => {
  const found = usefulPresets(chats.value, filter.value)
  if (tags.value.length === 0 && (chats.value.length < enough || found.length === 0)) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
    <div class="filters" role="group" aria-label={text.filters.label}>
      {found.map(preset => (
        <Chip key={preset} what={{ kind: "preset", preset }}>
          {text.filters[preset]}
        </Chip>
      ))}
      {tags.value.map(tag => (
        <Chip key={tag.id} what={{ kind: "tag", id: tag.id }}>
          {tagName(tag)}
        </Chip>
      ))}
      <button
        type="button"
        class="filter filter-edit"
        aria-label={text.filters.edit}
        aria-current={route.value.at === "lists" ? "page" : undefined}
        onClick={() => goTo({ at: "lists" })}
      >
        <Icon name="edit" />
      </button>
    </div>
  )
}

/** Below them while only what is unread is shown. */
export const ReadAll = () =>
  sameFilter(filter.value, unread) && chats.value.some(isUnread) ? (
    <button type="button" class="quiet read-all" onClick={readAll}>
      <Icon name="done" />
      {text.filters.readAll}
    </button>
  ) : null

export const NoneHere = () => (
  <div class="empty" role="status">
    <p>{text.filters.none}</p>
    <button type="button" class="quiet" onClick={() => applyFilter(null)}>
      {text.filters.all}
    </button>
  </div>
)
