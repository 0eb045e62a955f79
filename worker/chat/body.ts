/**
 * Bodies: the forms in which one or many messages travel, and how large they may be.
 *
 *   body    = "{" one message          | "[" array of messages        | "X" list of compressed bodies
 *           | "F" chunk of a file      | "=" count (1 byte) large*    each: a message, "F", "/" signed, ">" forwarded
 *
 * Peer:  Simplex.Chat.Protocol: parseChatMessages, compressedBatchMsgBody_; Simplex.Chat.Messages.Batch. "=" is newer than
 *        version 16.
 * Note:  every message of a body is read by itself, a bad one does not spoil the others.
 * Trust: chosen by the contact; only DecodeError escapes from readers, sizes and depth are bounded.
 */

import { EncodeError, Reader } from "../encoding/buffer.ts"
import { type Bytes, concat, DecodeError, utf8 } from "../encoding/bytes.ts"
import { large } from "../encoding/codec.ts"
import { caught } from "../encoding/text.ts"
import { compressBody, decompressList, maxDecompressed } from "./compression.ts"
import { type Json, parseJson } from "./json.ts"
import { type ChatMessage, readMessage } from "./message.ts"

/** One element of a body. */
export type Parsed =
  | { readonly type: "message"; readonly message: ChatMessage }
  /** A chunk of a file, or a signed or forwarded message of a newer app: not acted on. */
  | { readonly type: "binary"; readonly bytes: Bytes }
  | { readonly type: "error"; readonly error: DecodeError }

/** `X` in `X` is possible, there is no need for more. */
const maxNesting = 3

const parsed = (read: () => Json): Parsed => {
  const message = caught(() => readMessage(read()))
  return message instanceof DecodeError ? { type: "error", error: message } : { type: "message", message }
}

const failed = (message: string): Parsed => ({ type: "error", error: new DecodeError(message) })

/** What is left of the limits of one body, however deep its parts are. */
type Budget = { left: number; bad: number }

/** Bad messages in arrays, after which the rest is not read: 30,000 of them fit into a body and would take a second. */
const maxBad = 100

const readArray = (body: Bytes, budget: Budget): readonly Parsed[] => {
  const json = caught(() => parseJson(body))
  if (json instanceof DecodeError) return [{ type: "error", error: json }]
  if (!Array.isArray(json)) return [failed("not an array")]
  const all: Parsed[] = []
  for (const element of json as readonly Json[]) {
    if (budget.bad === 0) break
    const p = parsed(() => element)
    if (p.type === "error") budget.bad--
    all.push(p)
  }
  return all
}

/** A chunk names the message by a non-empty id after an empty one, then has its number; its content is not ours to use. */
const readBinary = (body: Bytes): Parsed =>
  body.length < 2 ? failed("cut binary message") : { type: "binary", bytes: body }

const readBinaryBatch = (body: Bytes): readonly Parsed[] => {
  const elements = caught(() => {
    const r = new Reader(body)
    r.skip("=")
    const found = Array.from({ length: r.byte() }, () => large.read(r))
    return r.left > 0 ? r.fail("bytes after the batch") : found
  })
  if (elements instanceof DecodeError) return [{ type: "error", error: elements }]
  return elements.map(element => {
    const start = String.fromCharCode(element[0] ?? 0)
    if (start === "{") return parsed(() => parseJson(element))
    return "F/>".includes(start) ? readBinary(element) : failed("unknown element of a batch")
  })
}

const readCompressed = async (body: Bytes, budget: Budget, depth: number): Promise<readonly Parsed[]> => {
  if (depth > maxNesting) return [failed("compressed too often")]
  try {
    const texts = await decompressList(body.slice(1), budget.left)
    const all: Parsed[] = []
    for (const text of texts) {
      if (text instanceof DecodeError) all.push({ type: "error", error: text })
      else {
        budget.left -= text.length
        all.push(...(await readBody(text, budget, depth)))
      }
    }
    return all
  } catch (error) {
    if (error instanceof DecodeError) return [{ type: "error", error }]
    throw error
  }
}

const readBody = async (body: Bytes, budget: Budget, depth: number): Promise<readonly Parsed[]> => {
  switch (String.fromCharCode(body[0] ?? 0)) {
    case "{":
      return [parsed(() => parseJson(body))]
    case "[":
      return readArray(body, budget)
    case "X":
      return readCompressed(body, budget, depth + 1)
    case "=":
      return readBinaryBatch(body)
    case "F":
      return [readBinary(body)]
    default:
      return [failed(body.length === 0 ? "empty body" : "unknown form of body")]
  }
}

/**
 * All messages of a body, in order; what cannot be read is there as an error (of an array, until there are 100).
 * Asynchronous because the decompressor is loaded when the first compressed body comes; rejects only if that fails.
 */
export const parseBody = (body: Bytes): Promise<readonly Parsed[]> =>
  readBody(body, { left: maxDecompressed, bad: maxBad }, 0)

/** The one message of a body, as in connection info. Rejects with DecodeError when there are more or it is bad. */
export const parseOne = async (body: Bytes): Promise<ChatMessage> => {
  const [first, ...others] = await parseBody(body)
  if (first === undefined || others.length > 0) throw new DecodeError("not one message")
  if (first.type === "message") return first.message
  throw first.type === "error" ? first.error : new DecodeError("binary message")
}

/** Bytes of a body at most; those of the second kind when the connection supports PQ, whose headers take more space. */
export const limits = { message: 15602, pqMessage: 13380, info: 14694, pqInfo: 10968 } as const

/** The message does not fit, even compressed where that is allowed. */
export class TooLarge extends EncodeError {
  override name = "TooLarge"
}

const fitting = async (json: Bytes, pq: boolean, limit: number, pqLimit: number): Promise<Bytes> => {
  // the peer does not compress what is over the first limit either: it would not fit where it is stored or forwarded
  if (json.length > limit) throw new TooLarge(`message of ${json.length} bytes`)
  if (!pq || json.length <= pqLimit) return json
  const body = await compressBody(json)
  if (body.length > pqLimit) throw new TooLarge(`message of ${body.length} bytes`)
  return body
}

/** JSON as the body of a message; compressed when PQ makes that necessary. Rejects with TooLarge. */
export const messageBody = (json: Bytes, pq: boolean): Promise<Bytes> =>
  fitting(json, pq, limits.message, limits.pqMessage)

/** JSON as connection info; compressed when PQ makes that necessary. Rejects with TooLarge. */
export const infoBody = (json: Bytes, pq: boolean): Promise<Bytes> => fitting(json, pq, limits.info, limits.pqInfo)

/** Several messages as one body, uncompressed: for recipients from chat version 9 on. */
export const batch = (messages: readonly Bytes[]): Bytes =>
  concat(utf8("["), ...messages.flatMap((m, i) => (i === 0 ? [m] : [utf8(","), m])), utf8("]"))
