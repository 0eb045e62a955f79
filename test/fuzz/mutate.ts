/**
 * Seeded random numbers, and what they do to valid inputs: everything here follows from the seed alone, so that a case
 * can be made again from its number.
 */
import { type Bytes, concat, toBytes, utf8 } from "../../worker/encoding/bytes.ts"

export interface Rng {
  /** 0 to n - 1. */
  below(n: number): number
  /** True once in n times. */
  oneIn(n: number): boolean
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T
  bytes(n: number): Bytes
}

/** 32 bits of a text, for the seeds of cases (FNV-1a). */
export const hashOf = (text: string): number => {
  let h = 0x811c9dc5
  for (const b of utf8(text)) h = Math.imul(h ^ b, 0x01000193)
  return h >>> 0
}

/** Mulberry32. */
export const createRng = (seed: number): Rng => {
  let a = seed >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = (n: number): number => Math.floor((next() / 2 ** 32) * n)
  return {
    below,
    oneIn: n => below(n) === 0,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    bytes: n => Uint8Array.from({ length: n }, () => next()),
  }
}

/** The steps of one case: mostly few, so that what is behind the first check is reached too. */
const stepsOf = (rng: Rng): number => (rng.oneIn(3) ? 2 + rng.below(7) : 1)

/** A place in the input: anywhere, the beginning and the end more often than the rest. */
const placeIn = (rng: Rng, length: number): number => {
  const near = Math.min(length, 1 + rng.below(48))
  return rng.oneIn(3) ? rng.below(near + 1) : rng.oneIn(6) ? length - rng.below(near + 1) : rng.below(length + 1)
}

const lengthOf = (rng: Rng, most: number): number =>
  Math.min(most, rng.oneIn(4) ? rng.below(most + 1) : 1 + rng.below(16))

// bytes

const interesting = [0, 1, 2, 3, 0x0a, 0x1f, 0x20, 0x23, 0x2c, 0x30, 0x31, 0x7f, 0x80, 0xa0, 0xfe, 0xff]
const tags = [..."0123ACDEFGHIJKMNOPQRSTUVX_{[=,/>"].map(c => c.charCodeAt(0))
const chunks: readonly Bytes[] = [
  ...["ff", "ffff", "0000", "ffffffff", "00000000", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff"],
  ...["8200", "80", "83ffffff", "3080", "28b52ffd", "0001", "0100", "fffe", "c0af", "eda080"],
].map(h => Uint8Array.from(h.match(/../g) ?? [], x => Number.parseInt(x, 16)))
const words = [
  "QUOTA ",
  "ERR ",
  "PROXY PROTOCOL ",
  "MSG ",
  "ERR PROXY BROKER NETWORK ",
  "X",
  "IDS ",
  "NEW ",
  "ERR AUTH",
]

const cut = (b: Bytes, from: number, to: number): Bytes => concat(b.subarray(0, from), b.subarray(to))
const put = (b: Bytes, at: number, what: Uint8Array): Bytes => concat(b.subarray(0, at), what, b.subarray(at))

/** Reads the bytes at a place as a length and changes it, alone or together with the bytes that it counts. */
const editLength = (rng: Rng, b: Bytes): Bytes => {
  const size = rng.pick([1, 1, 2, 2, 4, 8])
  const at = placeIn(rng, Math.max(0, b.length - size))
  if (at + size > b.length) return b
  const left = b.length - at - size
  const now = b.subarray(at, at + size).reduce((n, x) => n * 256 + x, 0)
  const out = b.slice()
  const write = (n: number): void => {
    for (let i = 0; i < size; i++) out[at + size - 1 - i] = Math.floor(Math.max(0, n) / 256 ** i) % 256
  }
  if (now <= left && rng.oneIn(2)) {
    // consistent: what is after it stays in its place
    const end = at + size + now
    const grown = rng.oneIn(2) ? rng.below(now + 1) : Math.min(256 ** size - 1, now + lengthOf(rng, 300))
    write(grown)
    const body = concat(out.subarray(at + size, end), rng.bytes(Math.max(0, grown - now))).slice(0, grown)
    return concat(out.subarray(0, at + size), body, out.subarray(end))
  }
  write(rng.pick([0, 1, left, left - 1, left + 1, now - 1, now + 1, 256 ** size - 1, 2 ** (8 * size - 1), now * 2]))
  return out
}

const byteSteps: readonly ((rng: Rng, b: Bytes, other: () => Bytes) => Bytes)[] = [
  (rng, b) => {
    const out = b.slice()
    const at = placeIn(rng, b.length)
    if (at < b.length) out[at] = (out[at] ?? 0) ^ (1 << rng.below(8))
    return out
  },
  (rng, b) => {
    const out = b.slice()
    const at = placeIn(rng, b.length)
    if (at < b.length) out[at] = rng.oneIn(3) ? rng.below(256) : rng.pick([...interesting, ...tags])
    return out
  },
  (rng, b) => put(b, placeIn(rng, b.length), Uint8Array.of(rng.pick([...interesting, ...tags]))),
  (rng, b) => put(b, placeIn(rng, b.length), rng.oneIn(4) ? utf8(rng.pick(words)) : rng.pick(chunks)),
  (rng, b) => put(b, placeIn(rng, b.length), rng.bytes(lengthOf(rng, 400))),
  (rng, b) => {
    const at = placeIn(rng, b.length)
    return cut(b, at, at + lengthOf(rng, b.length - at))
  },
  (rng, b) => b.slice(0, placeIn(rng, b.length)),
  (rng, b) => {
    const at = placeIn(rng, b.length)
    return b.slice().fill(rng.pick([0, 0xff, 0x23]), at, at + lengthOf(rng, 64))
  },
  (rng, b) => {
    // a section, many times
    const at = placeIn(rng, b.length)
    const part = b.subarray(at, at + lengthOf(rng, b.length - at))
    const times = rng.oneIn(8) ? 2 + rng.below(300) : 1 + rng.below(4)
    return put(b, at, concat(...Array.from({ length: times }, () => part)))
  },
  (rng, b, other) => {
    const o = other()
    return concat(b.subarray(0, placeIn(rng, b.length)), o.subarray(placeIn(rng, o.length)))
  },
  (rng, b, other) => {
    const o = other()
    const from = placeIn(rng, o.length)
    return put(b, placeIn(rng, b.length), o.subarray(from, from + lengthOf(rng, o.length - from)))
  },
  editLength,
  editLength,
]

/** A valid input, changed in one to eight ways. */
export const mutateBytes = (rng: Rng, seeds: readonly Bytes[], most: number): Bytes => {
  let b = rng.pick(seeds)
  for (let left = stepsOf(rng); left > 0; left--) {
    b = rng.pick(byteSteps)(rng, b, () => rng.pick(seeds))
    if (b.length > most) b = b.slice(0, most)
  }
  return b.length > most ? b.slice(0, most) : b
}

// text

// biome-ignore format: a table
const numbers = [
  "0", "-1", "00", "1", "255", "256", "65535", "65536", "99999", "4294967296", "9007199254740993", "99999999999999999999", "1e999", "-0",
]
// biome-ignore format: a table
const tokens = [
  ...numbers,
  "\u0000", "\u00e9", "\u202e", "\ufeff", "\uffff", "\ud800", "\udc00", "😀", "e\u0301", "\u2028", "﷐", "\n", " ", "\t", "+",
  "%", "%2", "%zz", "%25", "%00", "%0A", "%20", "%FF", "%C3%28", "%ED%A0%80", "%2525", "%3D", "%26", "%3B", "%2F", "%23",
  "__proto__", "constructor", "toString", "hasOwnProperty", "length", '"__proto__":{"x":1},', '"constructor":null,', "null",
  "[", "]", "{", "}", '"', "\\", "\\u0000", "\\ud800", ",", ":", ";", "&", "=", "==", "#", "/", "//", "?", "@", "-", "_", ".",
  "simplex:", "https://", "http://", "smp://", "[::1]", "::ffff:1.2.3.4", "fe80::1%eth0", "a.onion", ".onion", "localhost",
  "&q=m", "&k=s", "&srv=a.onion", "?h=", "&p=0", "&c=", "&data=", "&smp=", "&e2e=", "&v=1-7", "v=2", "dh=", "/i#", "/a#", ")", "'",
]
const long = [
  "[",
  "{",
  '{"a":',
  "%",
  "%25",
  "9",
  "a",
  ".",
  ",",
  ":",
  "/",
  "=",
  "-",
  " ",
  ")",
  "!",
  "&",
  ";",
  "a=b&",
  "simplex:/",
  "😀",
]

const textSteps: readonly ((rng: Rng, t: string, other: () => string) => string)[] = [
  (rng, t) => {
    const at = placeIn(rng, t.length)
    return t.slice(0, at) + rng.pick(tokens) + t.slice(at)
  },
  (rng, t) => {
    const at = placeIn(rng, t.length)
    return t.slice(0, at) + rng.pick(tokens) + t.slice(at + 1 + rng.below(4))
  },
  (rng, t) => {
    const at = placeIn(rng, t.length)
    return t.slice(0, at) + String.fromCharCode(rng.below(rng.oneIn(4) ? 65536 : 128)) + t.slice(at + rng.below(2))
  },
  (rng, t) => {
    const at = placeIn(rng, t.length)
    return t.slice(0, at) + t.slice(at + lengthOf(rng, t.length - at))
  },
  (rng, t) => t.slice(0, placeIn(rng, t.length)),
  (rng, t) => {
    const at = placeIn(rng, t.length)
    const part = t.slice(at, at + lengthOf(rng, t.length - at))
    return t.slice(0, at) + part.repeat(rng.oneIn(8) ? 2 + rng.below(300) : 2) + t.slice(at)
  },
  (rng, t) => {
    const at = placeIn(rng, t.length)
    return t.slice(0, at) + rng.pick(long).repeat(rng.oneIn(10) ? 20_000 : 1 + rng.below(400)) + t.slice(at)
  },
  (rng, t, other) => {
    const o = other()
    return t.slice(0, placeIn(rng, t.length)) + o.slice(placeIn(rng, o.length))
  },
  (rng, t) => {
    // another number
    const runs = [...t.matchAll(/\d+/g)]
    const m = runs[rng.below(Math.max(1, runs.length))]
    return m === undefined ? t : t.slice(0, m.index) + rng.pick(numbers) + t.slice(m.index + m[0].length)
  },
  (rng, t) => {
    // percent-encoded once more, or once less
    const at = placeIn(rng, t.length)
    const end = at + lengthOf(rng, t.length - at)
    const part = t.slice(at, end)
    const changed = rng.oneIn(2)
      ? part.replace(/%([0-9A-Fa-f]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
      : [...utf8(part)].map(x => `%${x.toString(16).padStart(2, "0")}`).join("")
    return t.slice(0, at) + changed + t.slice(end)
  },
  (rng, t) => {
    // parts between separators in another order, missing or repeated
    const separator = rng.pick(["&", ";", ",", "/", "%26", "%2C", '","', "-"])
    const parts = t.split(separator)
    const from = rng.below(parts.length)
    const [part = ""] = rng.oneIn(2) ? parts.splice(from, 1) : [parts[from]]
    parts.splice(rng.below(parts.length + 1), 0, ...Array.from({ length: rng.below(3) }, () => part))
    return parts.join(separator)
  },
]

// JSON, by its structure

const odd: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    "",
    " ",
    "a",
    "\u0000",
    "__proto__",
    "AAAA",
    "A",
    "😀",
    "x.msg.new",
  ],
  ...[[], [[]], {}, { type: "text", text: "" }, { type: "member", memberId: "AAAA" }, [1, 2, 3], { type: "unknown" }],
]
const keys = ["__proto__", "constructor", "toString", "type", "text", "content", "msgId", "v", "", "params", "preview"]

const nested = (rng: Rng): unknown => {
  let json: unknown = rng.pick(odd)
  for (let depth = rng.pick([1, 3, 49, 50, 51, 60, 1000]); depth > 0; depth--)
    json = rng.oneIn(2) ? [json] : { a: json }
  return json
}

const withKey = (o: object, key: string, value: unknown): object =>
  // defineProperty: "__proto__" has to become a key like any other
  Object.defineProperty({ ...o }, key, { value, enumerable: true, configurable: true, writable: true })

const change = (rng: Rng, json: unknown, other: unknown): unknown => {
  if (typeof json !== "object" || json === null || rng.oneIn(12)) {
    if (typeof json === "string" && rng.oneIn(2)) return rng.pick(textSteps)(rng, json, () => json)
    return rng.oneIn(5) ? nested(rng) : rng.oneIn(3) ? other : rng.pick(odd)
  }
  const entries = Object.entries(json)
  if (Array.isArray(json)) {
    const at = rng.below(json.length + 1)
    if (rng.oneIn(3)) return [...json.slice(0, at), rng.pick(odd), ...json.slice(at)]
    return json.map((x, i) => (i === at ? change(rng, x, other) : x))
  }
  const [key, value] = entries[rng.below(Math.max(1, entries.length))] ?? ["a", null]
  if (rng.oneIn(8)) return withKey(json, rng.pick(keys), rng.oneIn(2) ? value : rng.pick(odd))
  if (rng.oneIn(10)) return Object.fromEntries(entries.filter(([k]) => k !== key))
  return withKey(json, key, change(rng, value, other))
}

/** Some JSON inside of other JSON, for splices of two messages. */
const anyPart = (rng: Rng, json: unknown): unknown => {
  let part = json
  for (let depth = rng.below(5); depth > 0 && typeof part === "object" && part !== null; depth--) {
    const values: unknown[] = Object.values(part)
    if (values.length > 0) part = rng.pick(values)
  }
  return part
}

const parsed = (t: string): unknown => {
  try {
    return t.startsWith("{") || t.startsWith("[") ? (JSON.parse(t) as unknown) : undefined
  } catch {
    return undefined
  }
}

const mutateJson = (rng: Rng, t: string, other: () => string): string => {
  const json = parsed(t)
  return json === undefined ? t : JSON.stringify(change(rng, json, anyPart(rng, parsed(other()) ?? null)))
}

/** A valid text, changed in one to eight ways; JSON mostly so that it remains JSON. */
export const mutateText = (rng: Rng, seeds: readonly string[], most: number): string => {
  let t = rng.pick(seeds)
  const isJson = (t.startsWith("{") || t.startsWith("[")) && !rng.oneIn(3)
  for (let left = stepsOf(rng); left > 0; left--) {
    t = (isJson ? mutateJson : rng.pick(textSteps))(rng, t, () => rng.pick(seeds))
    if (t.length > most) t = t.slice(0, most)
  }
  return t.length > most ? t.slice(0, most) : t
}

/** Every smaller input that is worth trying for a shorter reproducer, larger cuts first. */
export function* smaller<T extends Bytes | string>(input: T): Generator<T> {
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < input.length; at += size)
      yield (
        typeof input === "string" ? input.slice(0, at) + input.slice(at + size) : toBytes(cut(input, at, at + size))
      ) as T
}
