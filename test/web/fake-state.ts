/** What the stand-in for the worker knows, and how a test changes it. See fake-worker.ts. */
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
  PageSettings,
  ProfileInfo,
  Session,
  WorkerApi,
} from "../../worker/api.ts"

/** What a test wants to find. Everything that is left out is empty or succeeds. */
export type Scene = {
  readonly session: Session
  readonly chats?: readonly Chat[]
  readonly items?: readonly Item[]
  readonly address?: OwnLink
  /** What the page has kept, and the picture behind the conversations in base64. */
  readonly pageSettings?: PageSettings
  readonly wallpaper?: string
  /** Contents of files by item, in base64. */
  readonly contents?: Readonly<Record<string, string>>
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

export const channel = new BroadcastChannel("fake-worker")
/** What there is now. */
export const fake = {
  scene: { session: { state: "new" } } as Scene,
  session: { state: "new" } as Session,
  items: [] as Item[],
  address: null as OwnLink | null,
  profiles: [] as readonly ProfileInfo[],
  settings: {} as AddressSettings,
  next: 1000,
  emit: (_: ChatEvent) => {},
}
export const chats = new Map<string, Chat>()

// No top-level await: messages that arrive before "expose" would be lost.
export const ready = new Promise<void>(resolve => {
  channel.onmessage = ({ data }: MessageEvent<ToFake>) => {
    if ("event" in data) return take(data.event)
    fake.scene = data.scene
    fake.session = fake.scene.session
    const displayName = fake.session.state === "open" ? fake.session.displayName : "Robin"
    fake.profiles = fake.scene.profiles ?? [{ id: 1, displayName, fullName: "", active: true, unread: 0 }]
    for (const chat of fake.scene.chats ?? []) chats.set(chat.id, chat)
    fake.items = [...(fake.scene.items ?? [])]
    fake.address = fake.scene.address ?? null
    resolve()
  }
})
channel.postMessage("ready")

export const take = (event: ChatEvent) => {
  if (event.type === "chat") chats.set(event.chat.id, event.chat)
  if (event.type === "item") fake.items = [...fake.items.filter(i => i.id !== event.item.id), event.item]
  if (event.type === "session") fake.session = event.session
  fake.emit(event)
}

export const failure = (code: FailureCode): Failure => ({ failure: true, code, retryable: false })

export const act = async (command: keyof WorkerApi) => {
  await new Promise(resolve => setTimeout(resolve, fake.scene.slow ?? 1))
  const code = fake.scene.fail?.[command]
  if (code === "TOO_SOON") throw { ...failure(code), until: Date.now() + (fake.scene.failUntil ?? 0) }
  if (code) throw failure(code)
}

export const open = (displayName: string, kept: boolean) => {
  if (displayName.trim() === "") throw failure("BAD_NAME")
  take({ type: "session", session: { state: "open", displayName, kept } })
}

/** What waited for an answer gets one. */
export const becomeConnected = (chat: Chat) => {
  const { requested: _, ...rest } = chat
  setTimeout(() => take({ type: "chat", chat: { ...rest, name: rest.name || "Alice", status: "connected" } }), 200)
}

export const newChat = (patch: Partial<Chat>): Chat => {
  const chat: Chat = {
    id: `made-${fake.next++}`,
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
export const change = (chatId: string, patch: { [K in keyof Chat]?: Chat[K] | undefined }): Chat => {
  const chat = chats.get(chatId)
  if (!chat) throw failure("NOT_FOUND")
  const fields = Object.entries({ ...chat, ...patch }).filter(([, value]) => value !== undefined)
  const changed = Object.fromEntries(fields) as Chat
  take({ type: "chat", chat: changed })
  return changed
}

export const day = 24 * 3_600_000

export const itemOf = (id: string): Item => {
  const item = fake.items.find(i => i.id === id)
  if (!item) throw failure("NOT_FOUND")
  return item
}

export const changeItem = (id: string, patch: { [K in keyof Item]?: Item[K] | undefined }): Item => {
  const fields = Object.entries({ ...itemOf(id), ...patch }).filter(([, value]) => value !== undefined)
  const item = Object.fromEntries(fields) as Item
  take({ type: "item", item })
  return item
}

export const quoteOf = (item: Item): ItemQuote => ({
  itemId: item.id,
  author: item.direction === "sent" ? "me" : "contact",
  text: item.text,
  kind: item.content?.kind ?? "text",
})

/** The name by which somebody new knows us. */
export const known = (options: { readonly incognito?: boolean } | undefined): Partial<Chat> =>
  options?.incognito ? { incognito: "Quiet Otter" } : {}

/** Each profile but the first has no chats. */
export const showProfile = (id: number): readonly Chat[] => {
  fake.profiles = fake.profiles
    .map(p => ({ ...p, active: p.id === id }))
    .sort((a, b) => Number(b.active) - Number(a.active))
  chats.clear()
  for (const chat of id === 1 ? (fake.scene.chats ?? []) : []) chats.set(chat.id, chat)
  const shown = fake.profiles.find(p => p.active)
  if (shown) take({ type: "session", session: { state: "open", displayName: shown.displayName, kept: true } })
  return [...chats.values()]
}

export const securityCode = "32410 81235 00192 77654 31234 90871 65432 11223 44556 67788 99001 12233"

export const id = "ISikfuPTcSGjT7SvVeDWz3IXaDgxT7J1/jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo"
