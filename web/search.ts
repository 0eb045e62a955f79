/** Looking for chats and messages. See commands.ts. */
import type { Item } from "../worker/api.ts"
import { arrive } from "./commands.ts"
import { apply } from "./state/apply.ts"
import { findLink } from "./state/link.ts"
import { goTo } from "./state/route.ts"
import { enough, search } from "./state/search.ts"
import { simplexLink } from "./text/simplex-link.ts"
import { worker } from "./worker.ts"

/** Somebody who types this fast does not want an answer for each letter. */
const pauseMs = 200

const most = 30

/** Somebody is about to search: the worker reads what was said while they type. */
export const getReady = () => void worker.search("").catch(() => {})

/** A link that is pasted where one searches is not looked for but opened, as in the apps. */
const open = (link: string) => {
  apply({ type: "search", search: { query: "", found: null } })
  arrive(link)
}

/** Chats are found at once; messages follow, unless something else is looked for by then. */
export const look = async (query: string) => {
  const link = findLink(query, location.origin)
  if (link.startsWith("simplex:/") || simplexLink(link)) return open(link)
  const isNow = () => search.peek().query === query
  apply({ type: "search", search: { query, found: null } })
  if (!enough(query)) return
  await new Promise(resolve => setTimeout(resolve, pauseMs))
  if (!isNow()) return
  try {
    const found = await worker.search(query, { limit: most })
    if (isNow()) apply({ type: "search", search: { query, found } })
  } catch {
    if (isNow()) apply({ type: "search", search: { query, found: [] } })
  }
}

export const openFound = (item: Item) => {
  apply({ type: "target", target: { chatId: item.chatId, itemId: item.id } })
  goTo({ at: "chat", chatId: item.chatId })
}
