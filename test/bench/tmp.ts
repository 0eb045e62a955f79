import { openProfile } from "../../worker/profile.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { fillStore, spread } from "../support/many.ts"
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const clock = { now: () => Date.now(), after: (ms: number, run: () => void) => { const t = setTimeout(run, ms); return () => clearTimeout(t) } }
const backend = memoryBackend()
const key = await sessionKey(random)
const store = openStore(backend, key, random)
const t = async <T>(name: string, f: () => Promise<T>): Promise<T> => { const s = performance.now(); const r = await f(); console.log(name, Math.round(performance.now() - s)); return r }
const messages = spread(1000, 100_000, 10_000)
console.log(messages.slice(0, 6), messages.reduce((a, b) => a + b, 0), messages.length)
await t("fill", () => fillStore(store, { seed: "1", messages, until: Date.now(), unread: 3000 }))
console.log(process.memoryUsage().rss >> 20)
const broken = (e: unknown) => console.log("broken", e)
const platform = { connect: () => Promise.reject(new Error("x")), clock, random, kem: loadKem, servers: () => [] } as any
const p = await t("open", () => openProfile(platform, { store, disk: memoryDisk() }, () => undefined, broken))
const chats = await t("chats", () => p.chat.commands.chats())
console.log(chats.length)
const id = chats[0]!.id
await t("items", () => p.chat.commands.items(id))
await t("items around", () => p.chat.commands.items(id, { around: 5000 }))
await t("items", () => p.chat.commands.items(id))
await t("search rare", () => p.chat.commands.search("harbour mountain concert library", { limit: 30 }))
await t("search common", () => p.chat.commands.search("the", { limit: 30 }))
await t("search none", () => p.chat.commands.search("zzzz", { limit: 30 }))
await t("markRead", () => p.chat.commands.markRead(id))
p.close()
process.exit(0)
