/** People and conversations for looking at the page. */
import type { Chat, Feature, Features, Item } from "../../worker/api.ts"
import type { Scene } from "./fake-state.ts"

const hour = 3_600_000

/** Noon today, so that a run around midnight shows the same. */
const noon = new Date().setHours(12, 0, 0, 0)

const chat = (id: string, name: string, patch: Partial<Chat> = {}): Chat => ({
  id,
  name,
  fullName: "",
  status: "connected",
  unread: 0,
  lastAt: noon,
  postQuantum: true,
  ...patch,
})

let order = 0

const item = (direction: Item["direction"], text: string, patch: Partial<Item> = {}): Item => ({
  id: `i${++order}`,
  chatId: "alice",
  order,
  at: noon - 2 * hour + order * 60_000,
  direction,
  text,
  status: direction === "sent" ? "delivered" : "received",
  ...(direction !== "event" && { isMessage: true }),
  ...(direction === "sent" && { editableUntil: noon + 48 * hour, deletableUntil: noon + 48 * hour }),
  ...patch,
})

const allowed: Feature = { mine: "yes", isDefault: true, theirs: "yes", forMe: true, forContact: true }

const features: Features = {
  timedMessages: allowed,
  fullDelete: { ...allowed, mine: "no", forMe: false, forContact: false },
  reactions: allowed,
  voice: allowed,
  calls: allowed,
}

const yesterday = (i: Item): Item => ({ ...i, at: i.at - 24 * hour })

export const talk: readonly Item[] = [
  yesterday(item("event", "", { notice: { kind: "connected" } })),
  yesterday(item("event", "", { notice: { kind: "postQuantum" } })),
  yesterday(item("received", "Hi! Did the link work on the library computer?")),
  yesterday(item("sent", "It did. No account, no install, I am writing this in a browser tab.")),
  yesterday(item("sent", "Took ten seconds.")),
  item("received", "Lovely. Shall we meet at the usual place?"),
  item(
    "received",
    "I can bring the papers, but only after four. Tell me if that is too late for you, otherwise I'll be there.",
  ),
  item("sent", "Four is fine 👍"),
  item("event", "", { notice: { kind: "skipped", count: 2 } }),
  item("received", "مرحبا، كيف حالك؟"),
  item(
    "sent",
    "https://example.org/a/very/long/path/without/any/break/that/has/to/wrap/somewhere/in/the/middle?of=the&line=1",
  ),
  item("sent", "On my way", { status: "sent" }),
  item("sent", "Train is late", { status: "sending" }),
  item("sent", "Can you wait?", { status: "failed", problem: "NETWORK" }),
]

export const many: readonly Item[] = Array.from({ length: 180 }, (_, i) =>
  item(i % 3 ? "received" : "sent", `Line number ${i + 1}`, {
    chatId: "many",
    order: 10_000 + i,
    at: noon - (180 - i) * 60_000,
  }),
)

/** A picture of one red pixel. */
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="

/** A conversation with everything that a message can have besides its words. */
export const rich: readonly Item[] = [
  item("received", "Where were we?", { id: "q1" }),
  item("sent", "At the *plan* for Saturday", {
    quote: { itemId: "q1", author: "contact", text: "Where were we?", kind: "text" },
    reactions: [
      { emoji: "👍", count: 1, mine: false },
      { emoji: "🚀", count: 2, mine: true },
    ],
  }),
  item("received", "", {
    content: { kind: "image", image: pixel },
    file: { name: "map.png", size: 183_400, state: "offered" },
    quote: { author: "me", text: "", kind: "voice" },
  }),
  item("received", "This was about #something else#", { deleted: { by: "contact", at: noon } }),
  item("sent", "Gone", { text: "", deleted: { by: "me", at: noon } }),
  item("received", "Bring the tent", { edited: true, forwarded: true }),
  item("sent", "This will be gone soon", { disappears: { ttl: 3600, at: noon + 48 * hour } }),
  item("received", "https://example.org/tents", {
    content: {
      kind: "link",
      uri: "https://example.org/tents",
      title: "Tents for two",
      description: "Light ones, and heavy ones that last.",
      image: "",
    },
  }),
  item("received", "", {
    content: { kind: "voice", seconds: 65 },
    file: { name: "voice.m4a", size: 30_000, state: "offered" },
  }),
  item("received", "A poll", { content: { kind: "unknown", type: "poll" } }),
  item("sent", "I will", { edited: true }),
]

/** A conversation with all the markup there is. */
export const markup: readonly Item[] = [
  "This is *bold*, _italic_, ~gone~, and `a piece of code`. The door code is #1234 5678#, !1 red! !2 green! !3 blue! !4 yellow! !5 cyan! !6 magenta!",
  "See https://example.org/page, [the plan](https://plans.example.net/today), example.com or https://bank.example@evil.example/",
  "Write to robin@example.org or call +44 (0) 7777 777 777. @alice knows, /help too.",
  "Join https://smp6.simplex.im/g#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw or [me](simplex:/a#lrdvu2d8A1GumSmoKb2krQmtKhWXq-tyGpHuM7aMwsw?h=smp8.example.org)",
].flatMap(words => [
  item("received", words, { chatId: "alice", order: order + 500 }),
  item("sent", words, { chatId: "alice", order: order + 500 }),
])

const robin = { state: "open", displayName: "Robin", kept: true } as const

export const people: readonly Chat[] = [
  chat("alice", "Alice", { lastText: "Can you wait?", features }),
  chat("bob", "Bob", { status: "request", unread: 1, postQuantum: false, lastAt: noon - hour / 2 }),
  chat("many", "Reading group", {
    unread: 12,
    readUpTo: 10_162,
    features,
    lastText: "Line number 180",
    lastAt: noon - hour,
  }),
  chat("link", "", {
    status: "link",
    lastAt: noon - 2 * hour,
    postQuantum: false,
    link: { full: "simplex:/invitation#/?v=2-7" },
  }),
  chat("carol", "", { status: "connecting", lastAt: noon - 3 * hour }),
  chat("erin", "Erin", { status: "connecting", requested: true, postQuantum: false, lastAt: noon - 4 * hour }),
  chat("dave", "Dave (work)", { status: "failed", problem: "LINK_USED", lastAt: noon - 26 * hour }),
  chat("long", "Maximiliane von und zu Hohenlohe-Langenburg-Schillingsfürst", {
    lastText: "A last line that is longer than the list is wide, and then some",
    lastAt: noon - 50 * hour,
    unread: 1,
  }),
  chat("rtl", "سارة", { lastText: "نعم", lastAt: noon - 24 * 9 * hour }),
]

export const address = {
  short: "simplex:/a#jQEanY3RS9AP_CxTfN8ON7oKDNkqaABxeoddBnTxVbo?h=smp8.example.org",
  full: "simplex:/contact#/?v=2-7&smp=smp%3A%2F%2FEEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA%3D%40smp8.example.org",
}

const card = (patch: object) => ({
  kind: "chat" as const,
  card: {
    of: "contact" as const,
    link: address.short,
    host: "smp8.example.org",
    name: "Bob Builder",
    fullName: "",
    bio: "Fixes roofs, and sometimes fences.",
    ...patch,
  },
})

const other = address.short.replace("jQEan", "Bobby")

/** People who are sorted and passed on. */
const sorted: readonly Chat[] = [
  chat("alice", "Alice", { lastText: "Bob Builder", features, tags: [1], address: address.short, unread: 2 }),
  chat("mum", "Elisabeth", {
    alias: "Mum",
    lastText: "Call me",
    features,
    tags: [1, 2],
    markedUnread: true,
    settings: { muted: false, favorite: true },
    lastAt: noon - hour,
  }),
  chat("notes", "", { status: "notes", postQuantum: false, lastText: "milk, bread", lastAt: noon - 2 * hour }),
  chat("bob", "Bob", { status: "request", unread: 1, postQuantum: false, lastAt: noon - 3 * hour }),
  chat("link", "", {
    status: "link",
    alias: "For the plumber",
    postQuantum: false,
    lastAt: noon - 4 * hour,
    link: { full: "simplex:/invitation#/?v=2-7" },
  }),
  chat("gone", "Zoe", { status: "ended", endedBy: "contact", address: address.short, lastAt: noon - 30 * hour }),
  chat("kept", "Yannick", { archived: true, features, lastAt: noon - 40 * hour }),
]

const tags = [
  { id: 1, emoji: "🏡", name: "Family" },
  { id: 2, emoji: "", name: "Call back" },
]

const contact = { kind: "contact", supported: true, own: false } as const

export const scenes = {
  firstRun: { session: { state: "new" } },
  locked: { session: { state: "locked" } },
  elsewhere: { session: { state: "elsewhere" } },
  empty: { session: { state: "open", displayName: "Robin", kept: false } },
  chats: { session: robin, chats: people, items: [...talk, ...many] },
  trouble: {
    session: robin,
    chats: people.map(c => (c.id === "alice" ? { ...c, sync: "required", addressChange: "started" } : c)),
    items: talk,
  },
  rich: { session: robin, chats: people, items: rich },
  markup: { session: robin, chats: people, items: markup },
  invited: { session: { state: "new" }, planName: "Alice" },
  answering: { session: robin, chats: people, items: talk, planName: "Alice" },
  asked: { session: { state: "new" }, plan: contact },
  asking: { session: robin, chats: people, items: talk, plan: contact, planName: "Alice" },
  reachable: { session: robin, chats: people, items: talk, address },
  sorted: {
    session: robin,
    chats: sorted,
    address,
    profiles: [{ id: 1, displayName: "Robin", fullName: "", active: true, unread: 0, tags }],
    items: [
      item("received", "Do you know somebody for the roof?"),
      item("received", `Bob Builder\n${other}`, { content: card({ link: other }) }),
      item("sent", `Robin\n${address.short}\nthat is me`, {
        content: card({ name: "Robin", bio: "", of: "contact" }),
      }),
      item("received", "An old card", { content: { kind: "chat" } }),
    ],
    plan: contact,
    planName: "Bob",
  },
  group: { session: { state: "new" }, plan: { kind: "group", supported: false, own: false } },
} satisfies Record<string, Scene>

/** For scenes with another profile beside the one that is shown. */
export const two = [
  { id: 1, displayName: "Robin", fullName: "", active: true, unread: 0 },
  { id: 2, displayName: "Night Owl", fullName: "", active: false, unread: 3 },
] as const
