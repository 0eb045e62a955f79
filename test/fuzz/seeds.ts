/**
 * Valid inputs: everything in test/vectors that a decoder accepts is a seed of it, whatever file and field it is from.
 * (A certificate among agent messages is no seed of the message decoder simply because it is refused there.)
 */
import { readdirSync, readFileSync } from "node:fs"
import { type Bytes, DecodeError, fromHex, fromUtf8, utf8 } from "../../worker/encoding/bytes.ts"
import { type Codec, decode } from "../../worker/encoding/codec.ts"
import { caught } from "../../worker/encoding/text.ts"

const folder = new URL("../vectors/", import.meta.url)

/** Longer ones are whole files and blocks, which repeat what shorter ones have. */
const longest = 20_000

const collect = (json: unknown, into: Set<string>): void => {
  if (typeof json === "string" && json.length <= 2 * longest) into.add(json)
  else if (typeof json === "object" && json !== null) for (const value of Object.values(json)) collect(value, into)
}

export type Pool = { readonly bytes: readonly Bytes[]; readonly texts: readonly string[] }

const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]+$/.test(text)

const readPool = (): Pool => {
  const strings = new Set<string>()
  for (const name of readdirSync(folder).filter(n => n.endsWith(".json")))
    collect(JSON.parse(readFileSync(new URL(name, folder), "utf8")), strings)
  const encoded = [...strings].filter(isHex).map(fromHex)
  const plain = [...strings].filter(s => !isHex(s))
  // chat bodies are text in some files and hex in others
  const decoded = encoded.filter(b => b[0] === 0x7b || b[0] === 0x5b).map(b => caught(() => fromUtf8(b)))
  return {
    bytes: [...encoded, ...plain.filter(t => t.length <= longest).map(utf8)],
    texts: [...plain, ...decoded.filter(t => typeof t === "string")],
  }
}

let known: Pool | undefined
/** Every string of the vectors, once: as bytes, and those that are no hex as text. */
export const pool = (): Pool => {
  known ??= readPool()
  return known
}

/** What the vectors have of one kind, to make of it what they do not have on its own. */
export const accepted = <T>(codec: Codec<T>): readonly T[] => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0 // most are refused, and the traces would take most of the time
  const all = pool().bytes.map(b => caught(() => decode(codec, b)))
  Error.stackTraceLimit = stackTraceLimit
  return all.filter((v): v is T => !(v instanceof DecodeError))
}

/** At most `count` of them, evenly chosen. */
export const some = <T>(from: readonly T[], count: number): readonly T[] =>
  from.filter((_, i) => Math.floor((i * count) / from.length) !== Math.floor(((i - 1) * count) / from.length))
