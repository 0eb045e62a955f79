/** What a target is: one decoder, the errors it declares, and what has to hold for what it accepts. */
import { isDeepStrictEqual } from "node:util"
import { type Bytes, DecodeError } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode } from "../../worker/encoding/codec.ts"
import type { Rng } from "./mutate.ts"

export type Input = Bytes | string

/** Refused without an error being thrown. */
export class Refused {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}

// biome-ignore lint/suspicious/noExplicitAny: errors have constructors of any kind
type ErrorClass = abstract new (...args: any[]) => Error

export type Definition<I extends Input, V> = {
  readonly name: string
  readonly kind: I extends string ? "text" : "bytes"
  /** Takes the input apart. Returns `Refused` or throws one of `errors` when it is none. */
  readonly read: (input: I) => V | Refused | Promise<V | Refused>
  readonly errors?: readonly ErrorClass[]
  /** Writes what was read and reads it again. */
  readonly again?: (value: V) => unknown
  /** What has to be equal of a value and the one that was read again; all of it unless given. */
  readonly essence?: (value: V) => unknown
  /** Anything else that must hold; the text says what does not. */
  readonly check?: (value: V, input: I) => string | null | Promise<string | null>
  /** Valid inputs; without it all of the vectors that `read` accepts. */
  readonly seeds?: () => readonly I[] | Promise<readonly I[]>
  readonly mutate?: (rng: Rng, seeds: readonly I[], most: number) => I
  /** Longest input that can come: what fits a block, or what somebody may paste. */
  readonly most?: number
  /** Bytes that a value read from `length` bytes may hold. */
  readonly output?: (length: number) => number
  /** Cases of a thousand of an ordinary target, as they take so much longer. */
  readonly share?: number
}

export type Target = Definition<Input, unknown> & { readonly kind: "text" | "bytes" }

/** The one cast: inputs and values of a target only ever go back to the same target. */
export const bytesTarget = <V>(d: Omit<Definition<Bytes, V>, "kind">): Target =>
  ({ ...d, kind: "bytes" }) as unknown as Target
export const textTarget = <V>(d: Omit<Definition<string, V>, "kind">): Target =>
  ({ ...d, kind: "text" }) as unknown as Target

/** A codec: only DecodeError, and what it reads it writes and reads again. */
export const codecTarget = <V>(
  name: string,
  codec: Codec<V>,
  more: Partial<Omit<Definition<Bytes, V>, "kind">> = {},
): Target => bytesTarget<V>({ name, read: b => decode(codec, b), again: v => decode(codec, encode(codec, v)), ...more })

export const errorsOf = (t: Target): readonly ErrorClass[] => t.errors ?? [DecodeError]

/** As JSON makes no difference between 0 and -0, nor between null and what is too large for a number. */
export const asJson = (value: unknown): unknown => {
  if (typeof value === "number") return value === 0 ? 0 : Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(asJson)
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, asJson(v)]))
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asJson(v)]))
}

export const isSame = isDeepStrictEqual

/** About how many bytes a value holds on to. */
export const sizeOf = (value: unknown): number => {
  if (typeof value === "string") return 2 * value.length
  if (value instanceof Uint8Array) return value.length
  if (typeof value !== "object" || value === null) return 8
  let size = 16
  if (value instanceof Map) for (const [k, v] of value) size += sizeOf(k) + sizeOf(v)
  else for (const v of Object.values(value)) size += 8 + sizeOf(v)
  return size
}
