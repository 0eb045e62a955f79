/** What a person can do: each command asks the worker and applies its answer. All of them reject as the worker does. */

import { effect, untracked } from "@preact/signals"
import type { Allow, Chat, FeatureName, LinkPlan } from "../worker/api.ts"
import { firstOpened, onOpened } from "./arrival.ts"
import { attach, followKeeping } from "./keeping.ts"
import { loadItems } from "./reading.ts"
import { canWrite, type Question } from "./state/actions.ts"
import { address } from "./state/address.ts"
import { apply } from "./state/apply.ts"
import { applyIncoming } from "./state/carry.ts"
import { chatById, chats, chatsLoaded } from "./state/chats.ts"
import type { Compose } from "./state/compose.ts"
import { applyFreshLink } from "./state/fresh-link.ts"
import { kiosk } from "./state/kiosk.ts"
import { type Arrival, arrival, findLink, isAddress, type Opened } from "./state/link.ts"
import { loudUnread } from "./state/notices.ts"
import { profiles } from "./state/profiles.ts"
import { followHistory, goTo, openChatId, readChatId } from "./state/route.ts"
import type { Target } from "./state/search.ts"
import { applyConditions, conditions, isOpen, session } from "./state/session.ts"
import { keepOffline } from "./state/update.ts"
import { codeOf, onWorkerFailure, worker } from "./worker.ts"

/** SimpleX names have single spaces and no straight apostrophe: nobody called O'Brien should have to learn that. */
export const tidyName = (name: string) => name.trim().replace(/\s+/gu, " ").replaceAll("'", "\u2019")

/** The gate says what is accepted by starting. */
const acceptConditions = async () => {
  if (conditions.peek() !== null) await worker.acceptConditions(["simplex", "flux"])
}

export const startPrivate = async (name: string) => {
  await worker.startPrivate(tidyName(name))
  await acceptConditions()
}
export const createProfile = async (name: string, passphrase: string) => {
  await worker.createProfile(tidyName(name), passphrase)
  await acceptConditions()
  // Asked when there is something to lose: otherwise the browser may clear it when it runs out of space.
  void navigator.storage?.persist?.().catch(() => {})
}
export const unlock = (passphrase: string) => worker.unlock(passphrase)
export const useHere = async () => apply({ type: "session", session: await worker.useHere() })
export const accept = (chatId: string, incognito = false) => worker.accept(chatId, { incognito })
export const reject = (chatId: string) => worker.reject(chatId)
export const removeChat = (
  chatId: string,
  options: { readonly tell?: boolean; readonly keepConversation?: boolean } = {},
) => worker.removeChat(chatId, options)
export const changeAddress = (chatId: string) => worker.changeAddress(chatId)
export const abortAddressChange = (chatId: string) => worker.abortAddressChange(chatId)
export const fixConnection = (chatId: string, force = false) => worker.fixConnection(chatId, force)
export const securityCode = (chatId: string) => worker.securityCode(chatId)
export const verify = (chatId: string, code: string | null) => worker.verify(chatId, code)
export const retry = (itemId: string) => worker.retry(itemId)

export const react = async (itemId: string, emoji: string, add: boolean) =>
  apply({ type: "item", item: await worker.react(itemId, emoji, add) })

/** As many as the worker deletes at once, and forwards. */
const mostRemoved = 200
const mostForwarded = 100

const inParts = (ids: readonly string[], most: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ids.slice(i * most, (i + 1) * most))

export const remove = async (itemIds: readonly string[], whose: "me" | "everyone") => {
  for (const part of inParts(itemIds, mostRemoved)) await worker.remove(part, whose)
}
export const itemInfo = (itemId: string) => worker.itemInfo(itemId)

/** Forwards and goes there, to say something about it. */
export const forward = async (itemIds: readonly string[], toChatId: string) => {
  const sent = []
  for (const part of inParts(itemIds, mostForwarded)) sent.push(...(await worker.forward(part, toChatId)))
  goTo({ at: "chat", chatId: toChatId })
  for (const item of sent) apply({ type: "sent", item })
}

export const compose = (chatId: string, now: Compose) => apply({ type: "compose", chatId, compose: now })
export const select = (ids: ReadonlySet<string> | null) => apply({ type: "selection", ids })
/** The answer is the chat as it is now; the event about it says the same. */
const chatIs = async (answer: Promise<Chat>) => apply({ type: "chat", chat: await answer })

type NewSettings = Parameters<typeof worker.setChatSettings>[1]
export const setChatSettings = (chatId: string, settings: NewSettings) =>
  chatIs(worker.setChatSettings(chatId, settings))
export const setFeature = (chatId: string, feature: FeatureName, allow: Allow | null, ttl?: number | null) =>
  chatIs(worker.setFeature(chatId, feature, allow, ttl))
export const clearChat = (chatId: string) => worker.clear(chatId)

export const aim = (target: Target | null) => apply({ type: "target", target })
export const ask = (question: Question | null) => apply({ type: "question", question })

export const createLink = async (incognito = false) => {
  const chat = await worker.createLink({ incognito })
  apply({ type: "chatMade", chat })
  applyFreshLink(chat.id)
  goTo({ at: "chat", chatId: chat.id })
}

export const createAddress = async () => {
  apply({ type: "address", address: await worker.createAddress() })
  goTo({ at: "address" })
}

export const deleteAddress = async () => {
  await worker.deleteAddress()
  apply({ type: "address", address: null })
}

/** Shows a link and what it is, before anything is decided. The look at it follows by itself, see `follow`. */
export const arrive = (link: string) =>
  apply({ type: "arrival", arrival: { link, plan: null, problem: null, busy: false } })

/** Acts on what the page was opened for, by an address, a shortcut or another app. */
const open = (what: Opened) => {
  if (what.type === "link") arrive(what.link)
  else if (what.type === "carry") applyIncoming(what.fragment)
  else if (what.type === "new" || what.type === "scan") goTo({ at: "new", scan: what.type === "scan" })
  else void openShared()
}

const openShared = async () => (await import("./shared.ts")).openShared()

export const dismissArrival = () => apply({ type: "arrival", arrival: null })

/** Nothing, when that link is not what the page shows any more. */
export const changeArrival = (link: string, patch: Partial<Arrival>) => {
  const now = arrival.peek()
  if (now?.link === link) apply({ type: "arrival", arrival: { ...now, ...patch } })
}

/** Resolves when somebody can see the page: a preview robot that only loads it must not spend a one-time look-up. */
const visible = () =>
  new Promise<void>(resolve => {
    if (document.visibilityState === "visible") return resolve()
    const seen = () => {
      if (document.visibilityState !== "visible") return
      document.removeEventListener("visibilitychange", seen)
      resolve()
    }
    document.addEventListener("visibilitychange", seen)
  })

/** First what the link itself says, at once; then the inviter's name, which lies on a server. */
const plan = async () => {
  const link = arrival.peek()?.link
  if (link === undefined) return
  try {
    const first = await worker.planLink(link, false)
    changeArrival(link, { plan: first })
    if (!first.supported || first.own || first.known) return
    await visible()
    changeArrival(link, { plan: await worker.planLink(link, true) })
  } catch (thrown) {
    const problem = codeOf(thrown)
    // The next worker is asked when somebody is there.
    if (problem === null) return
    // Who is nobody here yet has not asked for anything: whether the server is there is seen when they connect.
    const isIdle = session.peek().state === "new" && (problem === "NETWORK" || problem === "TIMEOUT")
    if (!isIdle || arrival.peek()?.plan === null) changeArrival(link, { problem })
  }
}

/** Longer than this nobody waits for a name. */
const lookMs = 4000

/** Learns whose address this is, so that the chat has a name from the start; and whether it is still there. */
const lookAt = async (link: string) => {
  try {
    await Promise.race([worker.planLink(link, true), new Promise(resolve => setTimeout(resolve, lookMs))])
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code !== "NETWORK" && code !== "TIMEOUT") throw thrown
  }
}

/** "Connect" on an opened link, after `enter` for those who are nobody here yet. Failures are left in the arrival. */
export const connectArrival = async (enter?: () => Promise<void>, incognito = false) => {
  const now = arrival.peek()
  if (!now || now.busy) return
  changeArrival(now.link, { busy: true, problem: null })
  try {
    await enter?.()
    if (isAddress(now) && now.plan?.name === undefined) await lookAt(now.link)
    const chat = await worker.connect(now.link, { incognito })
    apply({ type: "chatMade", chat })
    dismissArrival()
    goTo({ at: "chat", chatId: chat.id })
  } catch (thrown) {
    changeArrival(now.link, { busy: false, problem: codeOf(thrown) })
  }
}

/** What became of a pasted link; of one that cannot be opened here, its kind. */
export type Pasted = "opened" | "own" | { readonly unsupported: LinkPlan["kind"] }

/** "Connect" on a pasted link. Links of chats that exist lead there. */
export const connectPasted = async (text: string, incognito = false): Promise<Pasted> => {
  const link = findLink(text, location.origin)
  const found = await worker.planLink(link, false)
  if (found.known && !found.viaAddress && chatById(found.known)) {
    goTo({ at: "chat", chatId: found.known })
    return "opened"
  }
  if (found.own) return "own"
  if (found.kind === "file") {
    arrive(link)
    return "opened"
  }
  const unsupported = { unsupported: found.kind }
  if (!found.supported) return unsupported
  try {
    if (found.kind === "contact") await lookAt(link)
    const chat = await worker.connect(link, { incognito })
    apply({ type: "chatMade", chat })
    goTo({ at: "chat", chatId: chat.id })
    return "opened"
  } catch (thrown) {
    // Some say only on their server what they are.
    if (codeOf(thrown) === "LINK_UNSUPPORTED") return unsupported
    throw thrown
  }
}

const loadChats = async () => {
  if (!chatsLoaded.peek()) apply({ type: "chats", chats: await worker.chats() })
}

/** An answer that comes after "create" or "delete" is older than theirs. */
export const loadAddress = async () => {
  const found = await worker.address()
  if (address.peek() === undefined && isOpen.peek()) apply({ type: "address", address: found })
}

/** An event that came meanwhile knows better. */
const loadProfiles = async () => {
  const found = await worker.profiles()
  if (profiles.peek().length === 0 && isOpen.peek()) apply({ type: "profiles", profiles: found })
}

const isVisible = () => document.visibilityState === "visible"

/** Requests are read when they are looked at; messages when they were on screen, see `seen`. */
const markRead = () => {
  const chat = chatById(readChatId.peek() ?? "")
  if (!chat || !isVisible() || canWrite(chat) || chat.unread === 0) return
  void worker.markRead(chat.id).catch(() => {})
}

/** Back from sleep or from another tab: the connections of a page that nobody sees die quietly. */
const wake = () => {
  if (isVisible()) void worker.wake().catch(() => {})
}

/** Follow-ups of state changes: what an open session, an open chat or a waiting link needs next. */
const follow = () => {
  // Whoever is leaving has no use for it any more.
  const broken = () => {
    if (isOpen.peek()) apply({ type: "broken" })
  }
  effect(() => {
    if (!isOpen.value) return
    void loadChats().catch(broken)
    void loadAddress().catch(broken)
    void loadProfiles().catch(broken)
  })
  effect(() => {
    const chatId = isOpen.value ? openChatId.value : null
    apply({ type: "opened", chatId })
    if (chatId) void loadItems(chatId).catch(broken)
  })
  effect(() => {
    // Only somebody who is not locked out can have a link looked at.
    const ready = session.value.state === "new" || session.value.state === "open"
    const now = arrival.value
    if (ready && now && !now.plan && !now.problem && !now.busy) void plan()
  })
  effect(() => {
    void chats.value
    void readChatId.value
    markRead()
  })
  effect(() => {
    const id = readChatId.value
    // Marked by hand until it is opened again; whoever marks the open chat wants to find it later.
    if (id && untracked(() => chatById(id)?.markedUnread)) void worker.markUnread(id, false).catch(() => {})
  })
  effect(() => {
    const unread = loudUnread(chats.value, profiles.value)
    document.title = unread > 0 ? `(${unread}) Unlisted` : "Unlisted"
  })
  effect(() => {
    if (!isOpen.value) return
    void import("./notify.ts").then(({ followNews }) => followNews()).catch(() => {})
    void import("./shortcuts.ts").then(({ followKeys }) => followKeys()).catch(() => {})
    void import("./drafts.ts").then(({ followDrafts }) => followDrafts()).catch(() => {})
  })
  document.addEventListener("visibilitychange", () => {
    markRead()
    wake()
  })
  addEventListener("online", wake)
}

/** A private session with chats is lost with the tab: the browser asks first. */
const guardPrivate = () =>
  addEventListener("beforeunload", event => {
    const now = session.peek()
    if (kiosk.peek()) return
    if (now.state === "open" && !now.kept && chats.peek().length > 0) event.preventDefault()
  })

/** Brings the page to life. Call once. */
export const start = async () => {
  onWorkerFailure(() => apply({ type: "broken" }))
  void worker.conditions().then(applyConditions, () => {})
  followHistory()
  guardPrivate()
  if (firstOpened) open(firstOpened)
  onOpened(open)
  follow()
  keepOffline()
  followKeeping()
  await attach()
}
