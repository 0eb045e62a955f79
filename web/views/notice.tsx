/** A line of the conversation that nobody said: what happened. What can be done stands above the box (chat.tsx). */
import type { Item, NoticeKind, Notice as What } from "../../worker/api.ts"
import { Icon, type IconName } from "../parts/icon.tsx"
import { plainName, plainText } from "../parts/plain.ts"
import { span } from "../parts/time.tsx"
import { text } from "../text.ts"

const icons: Partial<Readonly<Record<NoticeKind, IconName>>> = {
  connected: "lock",
  postQuantum: "lock",
  skipped: "warning",
  badHash: "warning",
  badId: "warning",
  undecryptable: "warning",
  malformed: "warning",
  notDeleted: "warning",
  syncRequired: "warning",
  contactDeleted: "warning",
}

const allowedWords = ({ feature, state, by, kind }: What): string | null => {
  if (!feature || !state) return null
  const { allowed } = text
  const name = text.features.name[feature]
  if (kind === "offered") {
    const offers = state.forMe || state.forContact
    if (by === "me") return offers ? allowed.youOffer(name) : allowed.youRefuse(name)
    return offers ? allowed.theyOffer(name) : allowed.theyRefuse(name)
  }
  if (state.forMe && state.forContact)
    return state.ttl === undefined ? allowed.on(name) : allowed.onFor(name, span(state.ttl))
  if (state.forMe) return allowed.onlyMe(name)
  return state.forContact ? allowed.onlyContact(name) : allowed.off(name)
}

const wordsOf = (notice: What, said: string): string => {
  const { kind, count = 1, postQuantum } = notice
  if (kind === "connected" && postQuantum !== undefined)
    return postQuantum ? text.features.connectedQuantum : text.features.connectedStandard
  if (kind === "profileChanged" && said !== "") return text.renamed(plainName(said, text.list.unnamed))
  const words = allowedWords(notice) ?? text.notice[kind](count)
  const group = kind === "invited" ? plainName(said, "") : ""
  return group === "" ? words : `${words} (${group})`
}

export const Notice = ({ item }: { item: Item }) => {
  const { notice } = item
  if (!notice)
    return item.direction === "event" && item.text !== "" ? <p class="notice">{plainText(item.text)}</p> : null
  const icon = icons[notice.kind]
  return (
    <div class={`notice${icon === "warning" ? " notice-warning" : ""}`}>
      {icon && <Icon name={icon} />}
      <p>{wordsOf(notice, item.text)}</p>
    </div>
  )
}
