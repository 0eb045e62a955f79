/** Decoders of chat: bodies in all their forms, compressed frames, user data of links; and rows of our own store. */

import { batch, type Parsed, parseBody, parseOne } from "../../worker/chat/body.ts"
import {
  compressFrame,
  compressUserData,
  decompressFrame,
  decompressList,
  decompressUserData,
  maxDecompressed,
} from "../../worker/chat/compression.ts"
import { parseJson, writeJson } from "../../worker/chat/json.ts"
import { readContactLinkData, writeContactLinkData } from "../../worker/chat/linkdata.ts"
import { type ChatMessage, writeMessage } from "../../worker/chat/message.ts"
import { ascii, type Bytes, concat, DecodeError, utf8 } from "../../worker/encoding/bytes.ts"
import { encode, large } from "../../worker/encoding/codec.ts"
import type { Key, Write } from "../../worker/store/backend.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { put, type Rows } from "../../worker/store/schema.ts"
import { openStore, StoreError } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { createRng } from "./mutate.ts"
import { pool, some } from "./seeds.ts"
import { asJson, bytesTarget, Refused, type Target, textTarget } from "./target.ts"

const limit = 15_700

const bodies = (): readonly string[] =>
  pool().texts.filter(t => /^[{[]/.test(t) && t.includes('"event"') && t.length <= limit)

const compressed = (): readonly Bytes[] => pool().bytes.filter(b => b[0] === 0x58 && b.length > 4 && b.length <= limit)

const frames = async (): Promise<readonly Bytes[]> =>
  Promise.all([...some(bodies(), 20), "", "a".repeat(60_000)].map(t => compressFrame(utf8(t))))

const binaryBatch = (elements: readonly Bytes[]): Bytes =>
  concat(ascii("="), Uint8Array.of(elements.length), ...elements.map(e => encode(large, e)))

/** In every form that a body can have. */
const allForms = async (): Promise<readonly Bytes[]> => {
  const texts = some(
    bodies().filter(t => t.startsWith("{") && t.length < 2000),
    60,
  ).map(utf8)
  const list = (frame: Bytes): Bytes => concat(ascii("X"), Uint8Array.of(1), ascii("1"), encode(large, frame))
  return [
    ...texts,
    ...texts.slice(0, 20).map((t, i) => batch([t, ...texts.slice(0, i % 5)])),
    ...texts.slice(0, 10).map((t, i) => binaryBatch([t, ...texts.slice(0, i % 5), ascii("F12345"), ascii("/ab")])),
    ...compressed().slice(0, 30),
    ...(await frames()).map(list),
    list(await compressFrame(list(await compressFrame(texts[0] ?? ascii("{}"))))),
    ascii("F\u0004abcd12345"),
  ]
}

const written = (all: readonly Parsed[]): readonly ChatMessage[] =>
  all.flatMap(p => (p.type === "message" ? [p.message] : []))

const bad = (all: readonly Parsed[]): string | null =>
  all.every(p => p.type !== "error" || p.error instanceof DecodeError) ? null : "an error of another kind"

const readAll = async (body: Bytes): Promise<readonly Parsed[] | Refused> => {
  const all = await parseBody(body)
  if (bad(all) !== null) throw new TypeError("an error of another kind")
  return all.some(p => p.type !== "error") ? all : new Refused("error inside")
}

const readAgain = async (all: readonly Parsed[]): Promise<readonly Parsed[]> => {
  const messages: Parsed[] = []
  for (const m of written(all)) messages.push(...(await parseBody(writeMessage(m))))
  return messages
}

/** Everything that a body of this length may decompress to, as objects, with errors for what was bad. */
const bodyOutput = (n: number): number => 250 * (n + maxDecompressed)

// rows

const table = "items"
const key: Key = ["contact", 1]
const row: Rows["items"] = {
  contactId: "contact",
  order: 1,
  at: 1_700_000_000_000,
  direction: "received",
  text: "hello",
  status: "received",
} as unknown as Rows["items"]
const random = (n: number): Bytes => createRng(n).bytes(n)
const backend = memoryBackend()
const store = sessionKey(random).then(k => openStore(backend, k, random))
const sealedRow = async (): Promise<Bytes> => {
  await (await store).commit([put(table, row)])
  return (await backend.get(table, key)) ?? new Uint8Array(0)
}
let valid: Promise<Bytes> | undefined

export const chatTargets: readonly Target[] = [
  textTarget({
    name: "chat JSON",
    read: t => readAll(utf8(t)),
    again: readAgain,
    essence: all => asJson(written(all)),
    seeds: bodies,
    most: limit,
    output: bodyOutput,
  }),
  bytesTarget({
    name: "chat body",
    read: readAll,
    again: readAgain,
    essence: all => asJson(written(all)),
    seeds: allForms,
    most: limit,
    output: bodyOutput,
    share: 600,
  }),
  textTarget({
    name: "connection info",
    read: t => parseOne(utf8(t)),
    again: m => parseOne(writeMessage(m)),
    essence: asJson,
    seeds: () => bodies().filter(t => /x\.(info|contact)"/.test(t)),
    most: limit,
    output: bodyOutput,
  }),
  textTarget({
    name: "JSON",
    read: t => parseJson(utf8(t)),
    again: j => parseJson(utf8(writeJson(j))),
    essence: asJson,
    seeds: () => some(bodies(), 150),
    most: limit,
    output: bodyOutput,
  }),
  bytesTarget({
    name: "compressed list",
    read: b => decompressList(b),
    check: all =>
      all.reduce((n, t) => n + (t instanceof DecodeError ? 0 : t.length), 0) <= maxDecompressed
        ? null
        : "over the limit",
    seeds: () => compressed().map(b => b.slice(1)),
    most: limit,
    output: bodyOutput,
    share: 600,
  }),
  bytesTarget({
    name: "zstd frame",
    read: b => decompressFrame(b),
    check: b => (b.length <= maxDecompressed ? null : "over the limit"),
    again: async b => decompressFrame(await compressFrame(b)),
    seeds: frames,
    most: limit,
    output: () => maxDecompressed,
    share: 600,
  }),
  bytesTarget({
    name: "user data, maybe compressed",
    read: b => decompressUserData(b),
    again: async b => decompressUserData(await compressUserData(b)),
    seeds: async () => [utf8("{}"), ...(await frames()).map(f => concat(ascii("X"), f))],
    // what begins with an X and is none cannot be told apart
    essence: () => null,
    check: b => (b.length <= maxDecompressed ? null : "over the limit"),
    most: 13_800,
    output: () => maxDecompressed,
    share: 300,
  }),
  textTarget({
    name: "user data of an address",
    read: t => readContactLinkData(utf8(t)),
    again: d => readContactLinkData(writeContactLinkData(d)),
    essence: asJson,
    seeds: () => pool().texts.filter(t => t.startsWith('{"profile"') && t.length <= 20_000),
    output: bodyOutput,
  }),
  bytesTarget({
    name: "sealed row",
    read: async b => {
      const s = await store
      const write: Write = { table, key, sealed: b }
      await backend.write([write])
      return (await s.get(table, ...key)) ?? new Refused("absent")
    },
    errors: [StoreError],
    check: async (r, b) =>
      JSON.stringify(r) === JSON.stringify(row) && b.every((x, i) => x === b[i]) ? null : "a wrong row",
    seeds: async () => {
      valid ??= sealedRow()
      return [await valid]
    },
    most: 2000,
    share: 200,
  }),
]
