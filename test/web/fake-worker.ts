/**
 * A stand-in for worker/main.ts, to look at the page and test it alone. Put in its place by test/web/page.ts only;
 * never part of a shipped build. It asks the page for its scene and takes events over a broadcast channel, so that a
 * test can play the worker's part.
 */
import { expose } from "comlink"
import type {
  AddressSettings,
  Chat,
  ChatEvent,
  Failure,
  FailureCode,
  Item,
  ItemQuote,
  LinkPlan,
  OwnLink,
  ProfileInfo,
  Session,
  WorkerApi,
} from "../../worker/api.ts"
import { settingsApi } from "./fake-settings.ts"

/** What a test wants to find. Everything that is left out is empty or succeeds. */
export type Scene = {
  readonly session: Session
  readonly chats?: readonly Chat[]
  readonly items?: readonly Item[]
  readonly address?: OwnLink
  readonly profiles?: readonly ProfileInfo[]
  /** What `planLink` finds, without and with a look-up. */
  readonly plan?: LinkPlan
  readonly planName?: string
  /** Commands that fail, and how. */
  readonly fail?: Partial<Record<keyof WorkerApi, FailureCode>>
  /** Of TOO_SOON: in how many milliseconds it may be tried again. */
  readonly failUntil?: number
  /** Milliseconds each command takes. */
  readonly slow?: number
}

export type ToFake = { readonly scene: Scene } | { readonly event: ChatEvent }

const channel = new BroadcastChannel("fake-worker")
let emit: (event: ChatEvent) => void = () => {}
let scene: Scene = { session: { state: "new" } }
let session: Session = scene.session
const chats = new Map<string, Chat>()
let items: Item[] = []
let address: OwnLink | null = null
let next = 1000

// No top-level await: messages that arrive before "expose" would be lost.
const ready = new Promise<void>(resolve => {
  channel.onmessage = ({ data }: MessageEvent<ToFake>) => {
    if ("event" in data) return take(data.event)
    scene = data.scene
    session = scene.session
    const displayName = session.state === "open" ? session.displayName : "Robin"
    profiles = scene.profiles ?? [{ id: 1, displayName, fullName: "", active: true, unread: 0 }]
    for (const chat of scene.chats ?? []) chats.set(chat.id, chat)
    items = [...(scene.items ?? [])]
    address = scene.address ?? null
    resolve()
  }
})
channel.postMessage("ready")

const take = (event: ChatEvent) => {
  if (event.type === "chat") chats.set(event.chat.id, event.chat)
  if (event.type === "item") items = [...items.filter(i => i.id !== event.item.id), event.item]
  if (event.type === "session") session = event.session
  emit(event)
}

const failure = (code: FailureCode): Failure => ({ failure: true, code, retryable: false })

const act = async (command: keyof WorkerApi) => {
  await new Promise(resolve => setTimeout(resolve, scene.slow ?? 1))
  const code = scene.fail?.[command]
  if (code === "TOO_SOON") throw { ...failure(code), until: Date.now() + (scene.failUntil ?? 0) }
  if (code) throw failure(code)
}

const open = (displayName: string, kept: boolean) => {
  if (displayName.trim() === "") throw failure("BAD_NAME")
  take({ type: "session", session: { state: "open", displayName, kept } })
}

/** What waited for an answer gets one. */
const becomeConnected = (chat: Chat) => {
  const { requested: _, ...rest } = chat
  setTimeout(() => take({ type: "chat", chat: { ...rest, name: rest.name || "Alice", status: "connected" } }), 200)
}

const newChat = (patch: Partial<Chat>): Chat => {
  const chat: Chat = {
    id: `made-${next++}`,
    name: "",
    fullName: "",
    status: "connecting",
    unread: 0,
    lastAt: Date.now(),
    postQuantum: false,
    ...patch,
  }
  take({ type: "chat", chat })
  return chat
}

/** A change of one chat; undefined takes a field away. */
const change = (chatId: string, patch: { [K in keyof Chat]?: Chat[K] | undefined }): Chat => {
  const chat = chats.get(chatId)
  if (!chat) throw failure("NOT_FOUND")
  const fields = Object.entries({ ...chat, ...patch }).filter(([, value]) => value !== undefined)
  const changed = Object.fromEntries(fields) as Chat
  take({ type: "chat", chat: changed })
  return changed
}

const day = 24 * 3_600_000

const itemOf = (id: string): Item => {
  const item = items.find(i => i.id === id)
  if (!item) throw failure("NOT_FOUND")
  return item
}

const changeItem = (id: string, patch: { [K in keyof Item]?: Item[K] | undefined }): Item => {
  const fields = Object.entries({ ...itemOf(id), ...patch }).filter(([, value]) => value !== undefined)
  const item = Object.fromEntries(fields) as Item
  take({ type: "item", item })
  return item
}

const quoteOf = (item: Item): ItemQuote => ({
  itemId: item.id,
  author: item.direction === "sent" ? "me" : "contact",
  text: item.text,
  kind: item.content?.kind ?? "text",
})

/** The name by which somebody new knows us. */
const known = (options: { readonly incognito?: boolean } | undefined): Partial<Chat> =>
  options?.incognito ? { incognito: "Quiet Otter" } : {}

let profiles: readonly ProfileInfo[] = []
let settings: AddressSettings = {}

/** Each profile but the first has no chats. */
const showProfile = (id: number): readonly Chat[] => {
  profiles = profiles.map(p => ({ ...p, active: p.id === id })).sort((a, b) => Number(b.active) - Number(a.active))
  chats.clear()
  for (const chat of id === 1 ? (scene.chats ?? []) : []) chats.set(chat.id, chat)
  const shown = profiles.find(p => p.active)
  if (shown) take({ type: "session", session: { state: "open", displayName: shown.displayName, kept: true } })
  return [...chats.values()]
}

const securityCode = "32410 81235 00192 77654 31234 90871 65432 11223 44556 67788 99001 12233"

const id = "ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo"

/** What no test of the page asks for is not here. */
const api: Partial<WorkerApi> = {
  session: async () => {
    await ready
    return session
  },
  subscribe: async onEvent => {
    emit = onEvent
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
  profiles: async () => profiles,
  addProfile: async displayName => {
    await act("addProfile")
    if (displayName === "") throw failure("BAD_NAME")
    profiles = [...profiles, { id: next++, displayName, fullName: "", active: false, unread: 0 }]
    return showProfile(next - 1)
  },
  switchProfile: async id => {
    await act("switchProfile")
    return showProfile(id)
  },
  deleteProfile: async id => {
    await act("deleteProfile")
    const wasActive = profiles.find(p => p.id === id)?.active
    profiles = profiles.filter(p => p.id !== id)
    const [first] = profiles
    if (!first) throw failure("LAST_PROFILE")
    if (wasActive) showProfile(first.id)
  },
  updateProfile: async change => {
    await act("updateProfile")
    profiles = profiles.map(p => (p.active ? { id: p.id, active: true, unread: 0, ...change } : p))
    take({ type: "session", session: { state: "open", displayName: change.displayName, kept: true } })
  },
  addressSettings: async () => settings,
  setAddressSettings: async next => {
    await act("setAddressSettings")
    settings = next
  },
  addShortLink: async () => {
    await act("addShortLink")
    address = { ...(address ?? { full: "" }), short: `simplex:/a#${id.slice(33)}?h=smp8.example.org` }
    return address
  },
  prepare: async () => {
    await act("prepare")
    const chat = newChat({ name: scene.planName ?? "", status: "prepared" })
    if (scene.plan?.welcome)
      take({
        type: "item",
        item: {
          id: `welcome-${next}`,
          chatId: chat.id,
          order: next++,
          at: Date.now(),
          direction: "received",
          text: scene.plan.welcome,
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
    take({ type: "chat", chat: asked })
    becomeConnected(asked)
    return asked
  },
  notes: async () => {
    await act("notes")
    return [...chats.values()].find(c => c.status === "notes") ?? newChat({ status: "notes" })
  },
  ...settingsApi({
    act,
    failure,
    enter: next => {
      take({ type: "session", session: next })
      // The page may end this worker: the next one begins where it left.
      channel.postMessage({ left: next })
    },
    session: () => session,
  }),
  chats: async () => [...chats.values()],
  items: async (chatId, before = Number.POSITIVE_INFINITY, limit = 50) => {
    const found = items.filter(i => i.chatId === chatId && i.order < before).sort((a, b) => a.order - b.order)
    return { items: found.slice(-limit), hasOlder: found.length > limit }
  },
  address: async () => address,
  createAddress: async () => {
    await act("createAddress")
    address ??= {
      short: `simplex:/a#${id.slice(33)}?h=smp8.example.org&c=EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA`,
      full: `simplex:/contact#/?v=2-7&smp=smp%3A%2F%2FEEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA%3D%40smp8.example.org%2FY9CuDLt3Ah95eio5Fw_YTAnb_KpNstGG%23%2F%3Fv%3D1-4%26dh%3DMCowBQYDK2VuAyEAlN0stjmE8C-dyRTW`,
    }
    return address
  },
  deleteAddress: async () => {
    await act("deleteAddress")
    address = null
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
    emit({ type: "chatRemoved", chatId })
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
    const plan = scene.plan ?? { kind: "invitation", supported: true, own: false }
    // The owner of an address is asked for with an open profile only.
    const names = lookUp && (plan.kind !== "contact" || session.state === "open")
    return names && scene.planName ? { ...plan, name: scene.planName } : plan
  },
  connect: async (_, options) => {
    await act("connect")
    // A request waits until the test says that it was accepted.
    if (scene.plan?.kind === "contact")
      return newChat({ ...known(options), name: scene.planName ?? "", requested: true })
    const chat = newChat({ ...known(options), name: scene.planName ?? "" })
    becomeConnected(chat)
    return chat
  },
  removeChat: async (chatId, options) => {
    await act("removeChat")
    if (options?.keepConversation) {
      change(chatId, { status: "ended", endedBy: "me" })
      return
    }
    chats.delete(chatId)
    emit({ type: "chatRemoved", chatId })
  },
  send: async (chatId, text, options) => {
    await act("send")
    const answered = items.find(i => i.id === options?.replyTo)
    const item: Item = {
      ...(answered && { quote: quoteOf(answered) }),
      isMessage: true,
      editableUntil: Date.now() + day,
      deletableUntil: Date.now() + day,
      id: `sent-${next}`,
      chatId,
      order: next++ * 1000,
      at: Date.now(),
      direction: "sent",
      text,
      status: "sending",
    }
    take({ type: "item", item })
    setTimeout(() => take({ type: "item", item: { ...item, status: "sent" } }), 50)
    setTimeout(() => take({ type: "item", item: { ...item, status: "delivered" } }), 150)
    return item
  },
  edit: async (itemId, text) => {
    await act("edit")
    return changeItem(itemId, { text, edited: true })
  },
  remove: async (itemIds, whose) => {
    await act("remove")
    const [first] = itemIds.map(itemOf)
    if (whose === "everyone") {
      for (const itemId of itemIds) changeItem(itemId, { deleted: { by: "me", at: Date.now() }, isMessage: undefined })
      return
    }
    items = items.filter(i => !itemIds.includes(i.id))
    if (first) emit({ type: "itemsRemoved", chatId: first.chatId, itemIds })
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
        id: `sent-${next}`,
        chatId,
        order: next++ * 1000,
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
    const { at, status, edited, text } = itemOf(itemId)
    const versions = edited ? [text, "the first version"].map((words, i) => ({ text: words, at: at - i * 60_000 })) : []
    const reactions = [{ emoji: "👍", by: "contact", at }] as const
    return { sentAt: at, createdAt: at + 1000, versions, reactions, status, proxied: true }
  },
  retry: async itemId => {
    await act("retry")
    const item = items.find(i => i.id === itemId)
    if (item) take({ type: "item", item: { ...item, status: "sent" } })
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
    items = items.filter(i => i.chatId !== chatId)
    emit({ type: "cleared", chatId })
  },
  search: async query => {
    await act("search")
    return items.filter(i => i.text.toLowerCase().includes(query.toLowerCase())).reverse()
  },
  markRead: async (chatId, upTo = Number.POSITIVE_INFINITY) => {
    const chat = chats.get(chatId)
    const later = items.filter(i => i.chatId === chatId && i.direction === "received" && i.order > upTo)
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
