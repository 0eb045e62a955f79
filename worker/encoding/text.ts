/**
 * Textual forms inside links and JSON: version ranges, numbers, query parameters.
 *
 *   versionRange = min ["-" max]           "2-7", and "2" when both are equal
 *   query        = name "=" value *("&" name "=" value), all but A-Z a-z 0-9 - _ . ~ percent-encoded
 *
 * Spec:  agent-protocol.md, "Connection request".
 * Peer:  Simplex.Messaging.Encoding.String, Version, Agent.QueryString.
 * Note:  the peer's decimal numbers wrap at their type's size; ours are refused. As there, the first of repeated
 *        parameters counts, `;` separates like `&`, `+` is a space, a `%` without two hex digits stands for itself,
 *        and a query cannot hold a literal space or newline.
 * Trust: foreign text from pasted links and peers' messages; only DecodeError escapes.
 */

import { EncodeError } from "./buffer.ts"
import { type Bytes, DecodeError, fromBase64url, utf8 } from "./bytes.ts"
import { type Codec, word16 } from "./codec.ts"

/** Versions of a protocol that one side speaks, both ends included; `min <= max`. */
export type VersionRange = { readonly min: number; readonly max: number }

/** Binary form: two word16. A range with min above max is a DecodeError. */
export const versionRange: Codec<VersionRange> = {
  write: (w, v) => {
    if (v.min > v.max) throw new EncodeError("version range upside down")
    word16.write(w, v.min)
    word16.write(w, v.max)
  },
  read: r => {
    const min = word16.read(r)
    const max = word16.read(r)
    return min <= max ? { min, max } : r.fail("version range upside down")
  },
}

/** The newest version that both ranges have, or null. */
export const commonVersion = (a: VersionRange, b: VersionRange): number | null =>
  a.min <= b.max && b.min <= a.max ? Math.min(a.max, b.max) : null

/** The overlap of two ranges, or null. */
export const commonVersions = (a: VersionRange, b: VersionRange): VersionRange | null => {
  const both = { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) }
  return both.min <= both.max ? both : null
}

/** "2-7", or "2" for a range of one. */
export const formatVersions = (v: VersionRange): string => (v.min === v.max ? `${v.min}` : `${v.min}-${v.max}`)

/** Reads `formatVersions`; "2-2" is accepted too. Throws DecodeError. */
export const parseVersions = (text: string): VersionRange => {
  const m = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (m === null) throw new DecodeError("not a version range")
  const min = parseWord16(m[1] ?? "")
  const max = m[2] === undefined ? min : parseWord16(m[2])
  if (min > max) throw new DecodeError("version range upside down")
  return { min, max }
}

/** A decimal number up to 65535: versions and ports. Throws DecodeError. */
export const parseWord16 = (text: string): number => {
  const n = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(n <= 0xffff)) throw new DecodeError("not a number up to 65535")
  return n
}

/**
 * Ids, keys and hashes in base64url: at most 255 bytes, as they have in binary. What is read from a link has to fit where
 * it is stored. Throws DecodeError.
 */
export const idFromText = (text: string): Bytes => {
  const id = fromBase64url(text)
  if (id.length > 255) throw new DecodeError("id of more than 255 bytes")
  return id
}

const unreserved = /^[A-Za-z0-9\-_.~]$/

/** Percent-encodes UTF-8 bytes of everything but the unreserved characters, with upper-case hex as the peer does. */
export const percentEncode = (text: string): string => {
  let out = ""
  for (const byte of utf8(text)) {
    const c = String.fromCharCode(byte)
    out += unreserved.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
  }
  return out
}

/** Invalid UTF-8 becomes U+FFFD: only free text (`data`) may hold such characters, every other value then fails itself. */
const lossyUtf8 = new TextDecoder("utf-8", { ignoreBOM: true })

const percentDecode = (text: string): string => {
  // most parts of most queries; surrogates go the long way, since halves of pairs become U+FFFD there
  if (!/[%+\ud800-\udfff]/.test(text)) return text
  const from: Bytes = utf8(text)
  const to = new Uint8Array(from.length)
  let length = 0
  for (let i = 0; i < from.length; i++) {
    const c = from[i] ?? 0
    const hex = c === 0x25 ? String.fromCharCode(from[i + 1] ?? 0, from[i + 2] ?? 0) : ""
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      to[length++] = Number.parseInt(hex, 16)
      i += 2
    } else to[length++] = c === 0x2b ? 0x20 : c
  }
  return lossyUtf8.decode(to.subarray(0, length))
}

/** Decoded parameters by name. */
export type Query = ReadonlyMap<string, string>

/** `name=value&...`, both sides percent-encoded, in the given order. */
export const formatQuery = (parameters: readonly (readonly [name: string, value: string])[]): string =>
  parameters.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join("&")

/** Reads a query string (a leading `?` is dropped). Throws DecodeError on a literal space or newline. */
export const parseQuery = (text: string): Query => {
  if (/[ \n]/.test(text)) throw new DecodeError("space in a query")
  const query = new Map<string, string>()
  for (const part of text.replace(/^\?/, "").split(/[&;]/)) {
    if (part === "") continue
    const at = part.indexOf("=")
    const name = percentDecode(at < 0 ? part : part.slice(0, at))
    if (!query.has(name)) query.set(name, at < 0 ? "" : percentDecode(part.slice(at + 1)))
  }
  return query
}

/** A parameter that must be there. Throws DecodeError. */
export const requiredParameter = (query: Query, name: string): string => {
  const value = query.get(name)
  if (value === undefined) throw new DecodeError("a link parameter is missing")
  return value
}

/** Runs a parser inside a codec's `map`: its DecodeError becomes a value, anything else is thrown on. */
export const caught = <T>(parse: () => T): T | DecodeError => {
  try {
    return parse()
  } catch (e) {
    if (e instanceof DecodeError) return e
    throw e
  }
}
