/**
 * JSON of chat messages: read with limits, taken apart field by field, written the way the peer does.
 *
 * Peer:  Data.Aeson with the options of Simplex.Messaging.Parsers: absent and null are the same for optional fields,
 *        unknown fields are ignored, keys of `params` are written in alphabetical order.
 * Note:  the peer refuses lone surrogates (they are not text) when reading; ours must not write them either.
 * Note:  objects from JSON.parse can have an own `__proto__`: fields are looked up with Object.hasOwn only, and never
 *        assigned to objects.
 * Trust: chosen by the contact; only DecodeError escapes, and it does not quote content.
 */
import { type Bytes, base64url, DecodeError, fromBase64url, fromUtf8 } from "../encoding/bytes.ts"

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** Messages are about ten levels deep; without a limit later steps that recurse could exhaust the stack. */
const maxDepth = 50

/** With the `u` flag only surrogates without their other half match. */
const loneSurrogate = /[\ud800-\udfff]/u

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

const check = (json: Json, depth: number): void => {
  if (typeof json === "string" && loneSurrogate.test(json)) throw new DecodeError("lone surrogate in JSON")
  if (typeof json !== "object" || json === null) return
  if (depth > maxDepth) throw new DecodeError("JSON too deep")
  for (const [key, value] of Object.entries(json)) {
    check(key, depth)
    check(value, depth + 1)
  }
}

/** Strict UTF-8 and JSON, at most 50 levels. Throws DecodeError. */
export const parseJson = (bytes: Bytes): Json => {
  const text = fromUtf8(bytes)
  let json: Json
  try {
    json = JSON.parse(text)
  } catch {
    throw new DecodeError("not JSON") // its own message would quote the content
  }
  check(json, 1)
  return json
}

const quoted = (text: string): string => JSON.stringify(text.replace(new RegExp(loneSurrogate, "gu"), "\ufffd"))

/** Without white space, keys in alphabetical order, lone surrogates replaced. */
export const writeJson = (json: Json): string => {
  if (typeof json === "string") return quoted(json)
  if (Array.isArray(json)) return `[${json.map(writeJson).join(",")}]`
  if (!isObject(json)) return JSON.stringify(json)
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, value]) => `${quoted(key)}:${writeJson(value)}`).join(",")}}`
}

/** The object without its null fields: what is absent is not written. */
export const present = (o: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(o).filter(([, value]) => value !== null))

// fields

/** Takes a value of one type out of JSON, or throws DecodeError. */
export type Read<T> = (json: Json) => T

/** These throw DecodeError, which does not quote what was sent. */
export const string: Read<string> = json => {
  if (typeof json !== "string") throw new DecodeError("not a string")
  return json
}

export const boolean: Read<boolean> = json => {
  if (typeof json !== "boolean") throw new DecodeError("not a boolean")
  return json
}

export const integer: Read<number> = json => {
  if (!Number.isSafeInteger(json)) throw new DecodeError("not an integer")
  return json as number
}

export const object: Read<JsonObject> = json => {
  if (!isObject(json)) throw new DecodeError("not an object")
  return json
}

/**
 * Ids of messages and members, probes and hashes: opaque bytes, here kept as their canonical text. The bytes of most look
 * like base64 themselves: that is how the peer makes them, and nobody decodes them a second time.
 */
export const opaque: Read<string> = json => {
  const bytes = fromBase64url(string(json))
  if (bytes.length === 0) throw new DecodeError("empty id")
  return base64url(bytes)
}

const lookUp = (o: JsonObject, key: string): Json | undefined => (Object.hasOwn(o, key) ? o[key] : undefined)

/** A field that must be there. Throws DecodeError that names the field. */
export const field = <T>(o: JsonObject, key: string, read: Read<T>): T => {
  const value = lookUp(o, key)
  if (value === undefined) throw new DecodeError(`no field ${key}`)
  try {
    return read(value)
  } catch (e) {
    throw e instanceof DecodeError ? new DecodeError(`${key}: ${e.message}`) : e
  }
}

/** A field that may be absent or null; when it is there it has to be right. */
export const optional = <T>(o: JsonObject, key: string, read: Read<T>): T | null =>
  (lookUp(o, key) ?? null) === null ? null : field(o, key, read)
