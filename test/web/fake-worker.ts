/**
 * A stand-in for worker/main.ts, to look at the page and test it alone. Put in its place by test/web/page.ts only;
 * never part of a shipped build. It asks the page for its scene and takes events over a broadcast channel, so that a
 * test can play the worker's part.
 */
import { expose } from "comlink"
import type { Chat, Draft, Item, WorkerApi } from "../../worker/api.ts"
import { peopleApi } from "./fake-people.ts"
import { profilesApi } from "./fake-profiles.ts"
import { settingsApi } from "./fake-settings.ts"
import {
  act,
  becomeConnected,
  change,
  changeItem,
  channel,
  chats,
  day,
  failure,
  fake,
  id,
  itemOf,
  known,
  newChat,
  open,
  quoteOf,
  ready,
  securityCode,
  showProfile,
  take,
} from "./fake-state.ts"

const drafts = new Map<string, Draft>()

/** What no test of the page asks for is not here. */
const api: Partial<WorkerApi> = {
  session: async () => {
    await ready
    return fake.session
  },
  subscribe: async onEvent => {
    fake.emit = onEvent
  },
  useHere: async () => {
    await act("useHere")
    return { state: "locked" }
  },
  startPrivate: async name => {
    await act("startPrivate")
    open(name, false)
  },
  createProfile: async (name, passphrase) => {
    await act("createProfile")
    if (passphrase.length < 8) throw failure("BAD_PASSPHRASE")
    open(name, true)
  },
  profiles: async () => fake.profiles,
  addProfile: async displayName => {
    await act("addProfile")
    if (displayName === "") throw failure("BAD_NAME")
    fake.profiles = [...fake.profiles, { id: fake.next++, displayName, fullName: "", active: false, unread: 0 }]
    return showProfile(fake.next - 1)
  },
  updateProfile: async change => {
    await act("updateProfile")
    fake.profiles = fake.profiles.map(p => (p.active ? { id: p.id, active: true, unread: 0, ...change } : p))
    take({ type: "session", session: { state: "open", displayName: change.displayName, kept: true } })
  },
  ...profilesApi,
  addressSettings: async () => fake.settings,
  setAddressSettings: async change => {
    await act("setAddressSettings")
    fake.settings = change
  },
  addShortLink: async () => {
    await act("addShortLink")
    fake.address = { ...(fake.address ?? { full: "" }), short: `simplex:/a#${id.slice(33)}?h=smp8.example.org` }
    return fake.address
  },
  prepare: async () => {
    await act("prepare")
    const chat = newChat({ name: fake.scene.planName ?? "", status: "prepared" })
    if (fake.scene.plan?.welcome)
      take({
        type: "item",
        item: {
          id: `welcome-${fake.next}`,
          chatId: chat.id,
          order: fake.next++,
          at: Date.now(),
          direction: "received",
          text: fake.scene.plan.welcome,
          status: "received",
        },
      })
    return chat
  },
  connectPrepared: async (chatId, options) => {
    await act("connectPrepared")
    const chat = chats.get(chatId)
    if (!chat) throw failure("NOT_FOUND")
    const asked: Chat = { ...chat, ...known(options), status: "connecting", requested: true }
    // It waits until the test says that it was accepted.
    take({ type: "chat", chat: asked })
    return asked
  },
  notes: async () => {
    await act("notes")
    return [...chats.values()].find(c => c.status === "notes") ?? newChat({ status: "notes" })
  },
  ...peopleApi,
  ...settingsApi({
    act,
    take,
    failure,
    enter: session => {
      take({ type: "session", session })
      // The page may end this worker: the next one begins where it left.
      channel.postMessage({ left: session })
    },
    session: () => fake.session,
  }),
  chats: async () => [...chats.values()],
  items: async (chatId, place, limit = 50) => {
    const all = fake.items.filter(i => i.chatId === chatId).sort((a, b) => a.order - b.order)
    const around = typeof place === "object" && "around" in place ? place.around : undefined
    const order = typeof around === "string" ? itemOf(around).order : around
    const isAfter = typeof place === "object" && "after" in place
    const from = typeof place === "number" ? place : isAfter ? place.after + 1 : (order ?? Number.MAX_SAFE_INTEGER) + 1
    const at = all.findIndex(i => i.order >= from)
    const cut = at < 0 ? all.length : at
    const older = isAfter ? 0 : order === undefined ? limit : limit / 2
    const newer = isAfter ? limit : order === undefined ? 0 : limit / 2
    const items = all.slice(Math.max(0, cut - older), cut + newer)
    return { items, hasOlder: cut > older, ...(all.length > cut + newer && { hasNewer: true }) }
  },
  address: async () => fake.address,
  createAddress: async () => {
    await act("createAddress")
    fake.address ??= {
      short: `simplex:/a#${id.slice(33)}?h=smp8.example.org&c=EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA`,
      full: `simplex:/contact#/?v=2-7&smp=smp%3A%2F%2FEEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA%3D%40smp8.example.org%2FY9CuDLt3Ah95eio5Fw_YTAnb_KpNstGG%23%2F%3Fv%3D1-4%26dh%3DMCowBQYDK2VuAyEAlN0stjmE8C-dyRTW`,
    }
    return fake.address
  },
  deleteAddress: async () => {
    await act("deleteAddress")
    fake.address = null
  },
  accept: async (chatId, options) => {
    await act("accept")
    const asked = chats.get(chatId)
    if (asked?.status !== "request") throw failure("NOT_FOUND")
    const chat: Chat = { ...asked, ...known(options), status: "connecting" }
    take({ type: "chat", chat })
    becomeConnected(chat)
    return chat
  },
  reject: async chatId => {
    await act("reject")
    chats.delete(chatId)
    fake.emit({ type: "chatRemoved", chatId })
  },
  createLink: async options => {
    await act("createLink")
    const link = {
      short: `simplex:/i#${id}?h=smp8.example.org&c=EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA`,
      full: `simplex:/invitation#/?v=2-7&smp=smp%3A%2F%2FEEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA%3D%40smp8.example.org%2FY9CuDLt3Ah95eio5Fw_YTAnb_KpNstGG%23%2F%3Fv%3D1-4%26dh%3DMCowBQYDK2VuAyEAlN0stjmE8C-dyRTW&e2e=v%3D2-3%26x3dh%3D${"Abc-_019".repeat(200)}`,
    }
    return newChat({ ...known(options), status: "link", link })
  },
  planLink: async (link, lookUp) => {
    await act("planLink")
    if (!/^(simplex:\/|https:\/\/)/.test(link)) throw failure("BAD_LINK")
    const plan = fake.scene.plan ?? { kind: "invitation", supported: true, own: false }
    return lookUp && fake.scene.planName ? { ...plan, name: fake.scene.planName } : plan
  },
  connect: async (_, options) => {
    await act("connect")
    // A request waits until the test says that it was accepted.
    if (fake.scene.plan?.kind === "contact")
      return newChat({ ...known(options), name: fake.scene.planName ?? "", requested: true })
    const chat = newChat({ ...known(options), name: fake.scene.planName ?? "" })
    becomeConnected(chat)
    return chat
  },
  removeChat: async (chatId, options) => {
    await act("removeChat")
    if (options?.keepContact) {
      change(chatId, { archived: true, unread: 0 })
      return
    }
    if (options?.keepConversation) {
      change(chatId, { status: "ended", endedBy: "me" })
      return
    }
    chats.delete(chatId)
    fake.emit({ type: "chatRemoved", chatId })
  },
  send: async (chatId, text, options) => {
    await act("send")
    const answered = fake.items.find(i => i.id === options?.replyTo)
    const item: Item = {
      ...(answered && { quote: quoteOf(answered) }),
      ...(options?.live && { live: true }),
      ...(options?.ttl !== undefined && { disappears: { ttl: options.ttl } }),
      isMessage: true,
      editableUntil: Date.now() + day,
      deletableUntil: Date.now() + day,
      id: `sent-${fake.next}`,
      chatId,
      order: fake.next++ * 1000,
      at: Date.now(),
      direction: "sent",
      text,
      status: "sending",
    }
    take({ type: "item", item })
    setTimeout(() => changeItem(item.id, { status: "sent" }), 50)
    setTimeout(() => changeItem(item.id, { status: "delivered" }), 150)
    return item
  },
  edit: async (itemId, text, options) => {
    await act("edit")
    const typed = itemOf(itemId).live === true
    return changeItem(itemId, typed ? { text, live: options?.live || undefined } : { text, edited: true })
  },
  remove: async (itemIds, whose) => {
    await act("remove")
    const [first] = itemIds.map(itemOf)
    if (whose === "everyone") {
      for (const itemId of itemIds) changeItem(itemId, { deleted: { by: "me", at: Date.now() }, isMessage: undefined })
      return
    }
    fake.items = fake.items.filter(i => !itemIds.includes(i.id))
    if (first) fake.emit({ type: "itemsRemoved", chatId: first.chatId, itemIds })
  },
  react: async (itemId, emoji, add) => {
    await act("react")
    const others = (itemOf(itemId).reactions ?? []).filter(r => r.emoji !== emoji)
    return changeItem(itemId, { reactions: add ? [...others, { emoji, count: 1, mine: true }] : others })
  },
  forward: async (itemIds, chatId) => {
    await act("forward")
    return itemIds.map(itemOf).map((from): Item => {
      const item: Item = {
        id: `sent-${fake.next}`,
        chatId,
        order: fake.next++ * 1000,
        at: Date.now(),
        direction: "sent",
        text: from.text,
        status: "sent",
        forwarded: true,
        isMessage: true,
      }
      take({ type: "item", item })
      return item
    })
  },
  itemInfo: async itemId => {
    await act("itemInfo")
    const { at, status, edited, text, disappears, forwarded } = itemOf(itemId)
    const more = {
      ...(disappears?.at !== undefined && { disappearsAt: disappears.at }),
      ...(status === "delivered" && { deliveredAt: at + 2000 }),
      ...(forwarded && { forwardedFrom: { name: "Somebody who is gone" } }),
    }
    const versions = edited ? [text, "the first version"].map((words, i) => ({ text: words, at: at - i * 60_000 })) : []
    const reactions = [{ emoji: "👍", by: "contact", at }] as const
    return { sentAt: at, createdAt: at + 1000, versions, reactions, status, proxied: true, ...more }
  },
  retry: async itemId => {
    await act("retry")
    const item = fake.items.find(i => i.id === itemId)
    if (item) changeItem(itemId, { status: "sent", unsent: undefined, problem: undefined })
  },
  wake: async () => {},
  setChatSettings: async (chatId, { receipts, ...settings }) => {
    await act("setChatSettings")
    const { receipts: before, ...now } = chats.get(chatId)?.settings ?? { muted: false, favorite: false }
    const on = receipts === undefined ? before : (receipts ?? undefined)
    return change(chatId, { settings: { ...now, ...settings, ...(on !== undefined && { receipts: on }) } })
  },
  setFeature: async (chatId, name, allow, ttl) => {
    await act("setFeature")
    const all = chats.get(chatId)?.features
    if (!all) throw failure("NOT_FOUND")
    const mine = allow ?? "yes"
    const { ttl: before, ...now } = all[name]
    const life = ttl === undefined ? before : (ttl ?? undefined)
    const feature = { ...now, mine, isDefault: allow === null, forMe: mine !== "no", forContact: mine !== "no" }
    return change(chatId, { features: { ...all, [name]: { ...feature, ...(life !== undefined && { ttl: life }) } } })
  },
  clear: async chatId => {
    await act("clear")
    fake.items = fake.items.filter(i => i.chatId !== chatId)
    fake.emit({ type: "cleared", chatId })
  },
  searchChat: async (chatId, query, { kind, before = Number.POSITIVE_INFINITY } = {}) => {
    await act("searchChat")
    const has = (i: Item) => i.text.toLowerCase().includes(query.toLowerCase())
    const is = (i: Item) => kind === undefined || i.content?.kind === kind
    const all = fake.items.filter(i => i.chatId === chatId && i.direction !== "event" && i.order < before)
    const sorted = all.sort((a, b) => b.order - a.order)
    const looked = sorted.slice(0, 40)
    return {
      items: looked.filter(i => has(i) && is(i)),
      before: sorted.length > looked.length ? (looked.at(-1)?.order ?? null) : null,
    }
  },
  mediaBeside: async (chatId, side, order) => {
    await act("mediaBeside")
    const is = ({ content }: Item) => content?.kind === "image" || content?.kind === "video"
    const beside = (i: Item) => (side === "older" ? i.order < order : i.order > order)
    const all = fake.items.filter(i => i.chatId === chatId && is(i) && beside(i)).sort((a, b) => a.order - b.order)
    const nearest = (side === "older" ? all.reverse() : all).slice(0, 3)
    return { items: nearest, next: all.length > nearest.length ? (nearest.at(-1)?.order ?? null) : null }
  },
  search: async query => {
    await act("search")
    return fake.items.filter(i => i.text.toLowerCase().includes(query.toLowerCase())).reverse()
  },
  fileContent: async itemId => {
    const content = fake.scene.contents?.[itemId]
    if (content === undefined) throw failure("NOT_FOUND")
    return new Blob([Uint8Array.from(atob(content), c => c.charCodeAt(0))])
  },
  download: async () => {
    await act("download")
  },
  draft: async chatId => {
    const { draft } = chats.get(chatId) ?? {}
    return drafts.get(chatId) ?? (draft === undefined ? null : { text: draft })
  },
  setDraft: async (chatId, draft) => {
    if (draft) drafts.set(chatId, draft)
    else drafts.delete(chatId)
    if (chats.has(chatId)) change(chatId, { draft: draft?.text })
  },
  markRead: async (chatId, upTo = Number.POSITIVE_INFINITY) => {
    const chat = chats.get(chatId)
    const later = fake.items.filter(i => i.chatId === chatId && i.direction === "received" && i.order > upTo)
    if (chat) take({ type: "chat", chat: { ...chat, readUpTo: upTo, unread: Math.min(chat.unread, later.length) } })
  },
  changeAddress: async chatId => {
    await act("changeAddress")
    change(chatId, { addressChange: "started" })
  },
  abortAddressChange: async chatId => {
    await act("abortAddressChange")
    change(chatId, { addressChange: undefined })
  },
  fixConnection: async chatId => {
    await act("fixConnection")
    change(chatId, { sync: "started" })
  },
  securityCode: async () => {
    await act("securityCode")
    return securityCode
  },
  verify: async (chatId, code) => {
    await act("verify")
    const verified = code?.replaceAll(" ", "") === securityCode.replaceAll(" ", "")
    change(chatId, { verified })
    return verified
  },
}

expose(api as WorkerApi)
