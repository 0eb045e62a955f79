/**
 * One-definition binary codecs: a codec writes and reads, the order of fields in the source is the order on the wire.
 *
 *   word16, word32, int64   big-endian            bool    "T" / "F"
 *   short                   length (1 byte) bytes  large   length (2 bytes) bytes
 *   maybe(c)                "0" / "1" c            list(c) count (1 byte) c*
 *
 * Spec:  simplex-messaging.md, "SMP Transmission and transport block structure".
 * Peer:  Simplex.Messaging.Encoding.
 * Note:  the peer's writer lets lengths over 255 (or 65535) wrap; ours throws EncodeError.
 * Trust: readers take foreign bytes; only DecodeError escapes, nothing is allocated by a size that was not checked.
 */
import { EncodeError, Reader, Writer } from "./buffer.ts"
import { type Bytes, DecodeError, fromUtf8, utf8 } from "./bytes.ts"

export { DecodeError } from "./bytes.ts"

/** How a value is written and read. `write` throws EncodeError, `read` DecodeError. */
export type Codec<T> = {
  readonly write: (w: Writer, value: T) => void
  readonly read: (r: Reader) => T
}
// biome-ignore lint/suspicious/noExplicitAny: only an unconstrained parameter lets the value type be inferred
export type ValueOf<C> = C extends Codec<infer T> ? T : any extends C ? never : never

/** Throws EncodeError when the value does not fit its form. */
export const encode = <T>(codec: Codec<T>, value: T): Bytes => {
  const w = new Writer()
  codec.write(w, value)
  return w.finish()
}

/** Reads the whole input, as the peer's parseAll: leftover bytes are an error. */
export const decode = <T>(codec: Codec<T>, bytes: Uint8Array): T => {
  const r = new Reader(bytes as Bytes)
  const value = codec.read(r)
  if (r.left > 0) r.fail(`${r.left} bytes left over`)
  return value
}

// numbers

export const uint = (size: number): Codec<number> => ({
  write: (w, n) => w.uint(n, size),
  read: r => r.uint(size),
})
export const word8 = uint(1)
export const word16 = uint(2)
export const word32 = uint(4)

/** Signed 64-bit, whole range. */
export const int64: Codec<bigint> = {
  write: (w, n) => {
    if (BigInt.asIntN(64, n) !== n) throw new EncodeError("number does not fit int64")
    const u = BigInt.asUintN(64, n)
    w.uint(Number(u >> 32n), 4)
    w.uint(Number(u & 0xffffffffn), 4)
  },
  read: r => BigInt.asIntN(64, (BigInt(r.uint(4)) << 32n) | BigInt(r.uint(4))),
}

/** int64 that must be a non-negative safe integer: message ids, times in seconds. */
export const counter: Codec<number> = {
  write: (w, n) => int64.write(w, BigInt(n)),
  read: r => {
    const n = int64.read(r)
    if (n < 0n || n > BigInt(Number.MAX_SAFE_INTEGER)) r.fail("counter out of range")
    return Number(n)
  },
}

// bytes and text

/** Nothing on the wire. */
export const nothing: Codec<undefined> = {
  write: () => {},
  read: () => undefined,
}

/** All that is left. */
export const rest: Codec<Bytes> = {
  write: (w, b) => w.bytes(b),
  read: r => r.take(r.left),
}

/** The same, as a view of what is read: for megabytes that nobody changes meanwhile. */
export const restView: Codec<Bytes> = {
  write: rest.write,
  read: r => r.view(r.left),
}

/** What later versions may add: dropped on reading, nothing on writing. The spec's "ignoredPart". */
export const ignored: Codec<undefined> = {
  write: () => {},
  read: r => void r.take(r.left),
}

export const fixed = (size: number): Codec<Bytes> => ({
  write: (w, b) => {
    if (b.length !== size) throw new EncodeError(`${size} bytes wanted, ${b.length} given`)
    w.bytes(b)
  },
  read: r => r.take(size),
})

const prefixed = (lengthSize: number): Codec<Bytes> => ({
  write: (w, b) => {
    w.uint(b.length, lengthSize)
    w.bytes(b)
  },
  read: r => r.take(r.uint(lengthSize)),
})

/** The peer's ByteString: at most 255 bytes. */
export const short = prefixed(1)
/** The peer's Large: at most 65535 bytes. */
export const large = prefixed(2)

/** A `short` that must have exactly `size` bytes. */
export const shortOf = (size: number): Codec<Bytes> => ({
  write: (w, b) => {
    if (b.length !== size) throw new EncodeError(`${size} bytes wanted, ${b.length} given`)
    short.write(w, b)
  },
  read: r => {
    const b = short.read(r)
    return b.length === size ? b : r.fail(`${size} bytes wanted, ${b.length} found`)
  },
})

export const text: Codec<string> = map(
  short,
  b => fromUtf8(b),
  s => utf8(s),
)

/** Fixed ASCII that must come next. */
export const word = (w0: string): Codec<undefined> => ({
  write: w => {
    for (let i = 0; i < w0.length; i++) w.byte(w0.charCodeAt(i))
  },
  read: r => (r.skip(w0) ? undefined : r.fail("unexpected tag")),
})

export const space = word(" ")

// structure

/** Converts after reading and before writing; `to` may return a DecodeError to refuse the value at this offset. */
export function map<A, B>(codec: Codec<A>, to: (a: A) => B | DecodeError, from: (b: B) => A): Codec<B> {
  return {
    write: (w, b) => codec.write(w, from(b)),
    read: r => {
      const b = to(codec.read(r))
      return b instanceof DecodeError ? r.fail(b.message) : b
    },
  }
}

const letter = <T extends string | boolean>(letters: ReadonlyMap<string, T>): Codec<T> => ({
  write: (w, v) => {
    for (const [c, x] of letters) if (x === v) return w.byte(c.charCodeAt(0))
    throw new EncodeError("value has no letter")
  },
  read: r => {
    const v = letters.get(String.fromCharCode(r.byte()))
    return v === undefined ? r.fail("unknown letter") : v
  },
})

export const bool: Codec<boolean> = letter<boolean>(new Map([["T", true], ["F", false]])) // biome-ignore format: a table

/** One letter each, e.g. `letters({ M: "messaging", C: "contact" })`. */
export const letters = <const T extends string>(byLetter: Readonly<Record<string, T>>): Codec<T> =>
  letter<T>(new Map(Object.entries(byLetter)))

/** `0`, or `1` and the value. Absent is exactly `0`: any other letter is an error. */
export const maybe = <T>(codec: Codec<T>): Codec<T | null> => ({
  write: (w, v) => {
    w.byte(v === null ? 0x30 : 0x31)
    if (v !== null) codec.write(w, v)
  },
  read: r => {
    const tag = r.byte()
    return tag === 0x30 ? null : tag === 0x31 ? codec.read(r) : r.fail("neither 0 nor 1")
  },
})

export const list = <T>(codec: Codec<T>, least = 0): Codec<readonly T[]> => ({
  write: (w, items) => {
    if (items.length < least || items.length > 255) throw new EncodeError(`a list of ${items.length} items`)
    w.byte(items.length)
    for (const item of items) codec.write(w, item)
  },
  read: r => {
    const count = r.byte()
    if (count < least) r.fail("empty list")
    const items: T[] = []
    for (let i = 0; i < count; i++) items.push(codec.read(r))
    return items
  },
})

export const nonEmpty = <T>(codec: Codec<T>): Codec<readonly T[]> => list(codec, 1)

/** Every item until the input ends, without a count. */
export const many = <T>(codec: Codec<T>): Codec<readonly T[]> => ({
  write: (w, items) => {
    for (const item of items) codec.write(w, item)
  },
  read: r => {
    const items: T[] = []
    while (r.left > 0) items.push(codec.read(r))
    return items
  },
})

type Fields = Readonly<Record<string, Codec<never>>>
type Struct<F> = {
  readonly [K in keyof F as F[K] extends Codec<undefined> ? never : K]: ValueOf<F[K]>
}

/** Fields in source order. Fields of type undefined (`nothing`, `word`, `ignored`) are on the wire but not in the value. */
export const struct = <const F extends Readonly<Record<string, unknown>>>(fields: F): Codec<Struct<F>> => {
  const entries = Object.entries(fields as unknown as Fields)
  return {
    write: (w, value) => {
      for (const [name, codec] of entries) codec.write(w, (value as Record<string, never>)[name] as never)
    },
    read: r => {
      const value: Record<string, unknown> = {}
      for (const [name, codec] of entries) {
        const v: unknown = codec.read(r)
        if (v !== undefined) value[name] = v
      }
      return value as Struct<F>
    },
  }
}

type Cases = Readonly<Record<string, readonly [tag: string, codec: unknown]>>
type Variant<C extends Cases> = {
  [K in keyof C]: { readonly type: K } & (C[K][1] extends Codec<infer T> ? (T extends undefined ? unknown : T) : never)
}[keyof C]

/**
 * A tagged union: `variant({ HELLO: ["H", nothing], A_MSG: ["M", struct({...})] })`.
 * Tags are ASCII and tried longest first; an unknown tag is a DecodeError.
 */
export const variant = <const C extends Cases>(cases: C): Codec<Variant<C>> => {
  const entries = Object.entries(cases).map(([type, [tag, codec]]) => ({
    type,
    tag,
    codec: codec as Codec<unknown>,
  }))
  const byType = new Map(entries.map(e => [e.type, e]))
  const byLength = [...entries].sort((a, b) => b.tag.length - a.tag.length)
  return {
    write: (w, value) => {
      const e = byType.get((value as { type: string }).type)
      if (e === undefined) throw new EncodeError("unknown type")
      for (let i = 0; i < e.tag.length; i++) w.byte(e.tag.charCodeAt(i))
      e.codec.write(w, value)
    },
    read: r => {
      const e = byLength.find(x => r.skip(x.tag))
      if (e === undefined) return r.fail("unknown tag")
      return {
        type: e.type,
        ...(e.codec.read(r) as object | undefined),
      } as Variant<C>
    },
  }
}

/** A word that this version does not know. Tells a peer's newer message from a damaged one; both are DecodeErrors. */
export class UnknownWord extends DecodeError {
  override name = "UnknownWord"
}

type Words<C> = {
  [K in keyof C]: { readonly type: K } & (C[K] extends Codec<infer T> ? (T extends undefined ? unknown : T) : never)
}[keyof C]

/**
 * A tagged union whose tags are whole words: `words({ SUB: nothing, KEY: struct({ key: short }) })`.
 * The word ends at a space or at the end of the input; parameters, if the word has any, follow after one space.
 */
export const words = <const C extends Readonly<Record<string, unknown>>>(cases: C): Codec<Words<C>> => {
  const codecs = new Map(Object.entries(cases as Readonly<Record<string, Codec<unknown>>>))
  return {
    write: (w, value) => {
      const { type } = value as { type: string }
      const codec = codecs.get(type)
      if (codec === undefined) throw new EncodeError("unknown type")
      word(codec === nothing ? type : `${type} `).write(w, undefined)
      codec.write(w, value)
    },
    read: r => {
      const start = r.offset
      let type = ""
      while (r.left > 0 && r.peek() !== 0x20) type += String.fromCharCode(r.byte())
      const codec = codecs.get(type)
      if (codec === undefined) throw new UnknownWord("unknown word", start)
      if (codec !== nothing) space.read(r)
      return {
        type,
        ...(codec.read(r) as object | undefined),
      } as Words<C>
    },
  }
}

/** A codec that refers to itself or to one defined later. */
export const lazy = <T>(codec: () => Codec<T>): Codec<T> => ({
  write: (w, v) => codec().write(w, v),
  read: r => codec().read(r),
})
