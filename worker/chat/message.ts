/**
 * Chat messages: JSON events, and the forms in which one or many of them travel in a body.
 *
 *   message = {"v":versions,"msgId":id,"event":name,"params":{...}}      v absent: 1; msgId may be absent or null
 *   body    = "{" one message          | "[" array of messages        | "X" list of compressed bodies
 *           | "F" chunk of a file      | "=" count (1 byte) large*    each: a message, "F", "/" signed, ">" forwarded
 *
 * Spec:  simplex-chat docs/protocol/simplex-chat.md.
 * Peer:  Simplex.Chat.Protocol: parseChatMessages, AppMessageJson, ChatMsgEvent. "=" is newer than version 16.
 * Note:  every message of a body is read by itself, a bad one does not spoil the others. Events that this version does not
 *        act on are kept as `unknown` with their parameters; names outside of `x.` are errors.
 * Note:  keys are written in the peer's order: v, msgId, event, params, and inside params by the alphabet.
 * Trust: chosen by the contact; only DecodeError escapes from readers, sizes and depth are bounded.
 */
import { type Bytes, base64url, concat, DecodeError, utf8 } from "../encoding/bytes.ts"
import { EncodeError, large, Reader } from "../encoding/codec.ts"
import { caught, formatVersions, parseVersions, type VersionRange } from "../encoding/text.ts"
import type { Random } from "../platform.ts"
import { compressBody, decompressList, maxDecompressed } from "./compression.ts"
import {
  type Content,
  contentJson,
  type DescriptionPart,
  descriptionPartJson,
  type NewMessage,
  newMessageJson,
  type Profile,
  profileJson,
  type Reaction,
  reactionJson,
  readContent,
  readDescriptionPart,
  readNewMessage,
  readProfile,
  readReaction,
  readScope,
  readText,
  type Scope,
  scopeJson,
  type Text,
  textJson,
} from "./content.ts"
import {
  boolean,
  field,
  type Json,
  type JsonObject,
  object,
  opaque,
  optional,
  parseJson,
  present,
  string,
  writeJson,
} from "./json.ts"

/** Chat versions whose rules we follow. */
export const chatVersions: VersionRange = { min: 1, max: 16 }

/** Which message of which author an event is about; memberId and scope in groups only. */
type About = { readonly msgId: string; readonly memberId: string | null; readonly scope: Scope | null }

export type Event =
  | { readonly type: "x.msg.new"; readonly message: NewMessage }
  | { readonly type: "x.msg.update"; readonly msgId: string; readonly text: Text }
  | ({ readonly type: "x.msg.del" } & About)
  | ({ readonly type: "x.msg.react"; readonly reaction: Reaction; readonly add: boolean } & About)
  | { readonly type: "x.msg.file.descr"; readonly msgId: string; readonly part: DescriptionPart }
  | { readonly type: "x.file.cancel"; readonly msgId: string }
  | { readonly type: "x.info"; readonly profile: Profile }
  | {
      readonly type: "x.contact"
      readonly profile: Profile
      readonly contactReqId: string | null
      readonly welcomeMsgId: string | null
      readonly request: { readonly msgId: string; readonly content: Content } | null
    }
  | { readonly type: "x.info.probe"; readonly probe: string }
  | { readonly type: "x.info.probe.check"; readonly probeHash: string }
  | { readonly type: "x.info.probe.ok"; readonly probe: string }
  | { readonly type: "x.direct.del" }
  | { readonly type: "x.ok" }
  | { readonly type: "unknown"; readonly event: string; readonly params: JsonObject }

export type ChatMessage = {
  /** Versions that the sender speaks. */
  readonly versions: VersionRange
  /** Canonical base64url; what later messages refer to. */
  readonly msgId: string | null
  readonly event: Event
}

/** One element of a body. */
export type Parsed =
  | { readonly type: "message"; readonly message: ChatMessage }
  /** A chunk of a file, or a signed or forwarded message of a newer app: not acted on. */
  | { readonly type: "binary"; readonly bytes: Bytes }
  | { readonly type: "error"; readonly error: DecodeError }

// events

const readContact = (p: JsonObject): Event => {
  const msgId = optional(p, "msgId", opaque)
  const content = optional(p, "content", readContent)
  return {
    type: "x.contact",
    profile: field(p, "profile", readProfile),
    contactReqId: optional(p, "contactReqId", opaque),
    welcomeMsgId: optional(p, "welcomeMsgId", opaque),
    request: msgId === null || content === null ? null : { msgId, content },
  }
}

const readAbout = (p: JsonObject): About => ({
  msgId: field(p, "msgId", opaque),
  memberId: optional(p, "memberId", opaque),
  scope: optional(p, "scope", readScope),
})

const readers: ReadonlyMap<string, (params: JsonObject) => Event> = new Map<string, (p: JsonObject) => Event>([
  ["x.msg.new", p => ({ type: "x.msg.new", message: readNewMessage(p) })],
  ["x.msg.update", p => ({ type: "x.msg.update", msgId: field(p, "msgId", opaque), text: readText(p) })],
  ["x.msg.del", p => ({ type: "x.msg.del", ...readAbout(p) })],
  [
    "x.msg.react",
    p => ({
      type: "x.msg.react",
      ...readAbout(p),
      reaction: field(p, "reaction", readReaction),
      add: field(p, "add", boolean),
    }),
  ],
  [
    "x.msg.file.descr",
    p => ({
      type: "x.msg.file.descr",
      msgId: field(p, "msgId", opaque),
      part: field(p, "fileDescr", readDescriptionPart),
    }),
  ],
  ["x.file.cancel", p => ({ type: "x.file.cancel", msgId: field(p, "msgId", opaque) })],
  ["x.info", p => ({ type: "x.info", profile: field(p, "profile", readProfile) })],
  ["x.contact", readContact],
  ["x.info.probe", p => ({ type: "x.info.probe", probe: field(p, "probe", opaque) })],
  ["x.info.probe.check", p => ({ type: "x.info.probe.check", probeHash: field(p, "probeHash", opaque) })],
  ["x.info.probe.ok", p => ({ type: "x.info.probe.ok", probe: field(p, "probe", opaque) })],
  ["x.direct.del", () => ({ type: "x.direct.del" })],
  ["x.ok", () => ({ type: "x.ok" })],
])

const readEvent = (event: string, params: JsonObject): Event => {
  if (!event.startsWith("x.")) throw new DecodeError("unknown namespace of events")
  return readers.get(event)?.(params) ?? { type: "unknown", event, params }
}

const aboutJson = ({ msgId, memberId, scope }: About): JsonObject => ({ msgId, memberId, scope: scopeJson(scope) })

const paramsJson = (e: Event): JsonObject => {
  switch (e.type) {
    case "x.msg.new":
      return newMessageJson(e.message)
    case "x.msg.update":
      return { msgId: e.msgId, ...textJson(e.text) }
    case "x.msg.del":
      return aboutJson(e)
    case "x.msg.react":
      return { ...aboutJson(e), reaction: reactionJson(e.reaction), add: e.add }
    case "x.msg.file.descr":
      return { msgId: e.msgId, fileDescr: descriptionPartJson(e.part) }
    case "x.file.cancel":
      return { msgId: e.msgId }
    case "x.info":
      return { profile: profileJson(e.profile) }
    case "x.contact":
      return {
        profile: profileJson(e.profile),
        contactReqId: e.contactReqId,
        welcomeMsgId: e.welcomeMsgId,
        msgId: e.request?.msgId ?? null,
        content: e.request && contentJson(e.request.content),
      }
    case "x.info.probe":
    case "x.info.probe.ok":
      return { probe: e.probe }
    case "x.info.probe.check":
      return { probeHash: e.probeHash }
    case "x.direct.del":
    case "x.ok":
      return {}
    case "unknown":
      return e.params
  }
}

// messages

/** Reads the JSON of one message. Throws DecodeError. */
export const readMessage = (json: Json): ChatMessage => {
  const o = object(json)
  return {
    versions: optional(o, "v", v => parseVersions(string(v))) ?? { min: 1, max: 1 },
    msgId: optional(o, "msgId", opaque),
    event: readEvent(field(o, "event", string), field(o, "params", object)),
  }
}

/** JSON text of one message; the size is checked by `messageBody` and `infoBody`. */
export const writeMessage = ({ versions, msgId, event }: ChatMessage): Bytes => {
  const name = event.type === "unknown" ? event.event : event.type
  const params = event.type === "unknown" ? event.params : present(paramsJson(event))
  const id = msgId === null ? "" : `"msgId":${writeJson(msgId)},`
  return utf8(`{"v":"${formatVersions(versions)}",${id}"event":${writeJson(name)},"params":${writeJson(params)}}`)
}

/**
 * A new message id: base64 text of 12 random bytes, taken as bytes itself. As the peer makes them, so that ours do not
 * stand out.
 */
export const newMsgId = (random: Random): string => base64url(utf8(btoa(String.fromCharCode(...random(12)))))

// bodies

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
 * All messages of a body, in order; what cannot be read is there as an error (of an array, until there are 100). Asynchronous because the decompressor is
 * loaded when the first compressed body comes; rejects only if that fails.
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

/** User data of a contact's short link: `{"profile":...,"message":...,"business":...}`. */
export type ContactLinkData = {
  readonly profile: Profile
  /** What the owner of the address says to those who come. */
  readonly message: Content | null
  readonly isBusiness: boolean
}

/** Reads the (decompressed) user data of a contact's short link; of other links it has no profile: DecodeError. */
export const readContactLinkData = (json: Bytes): ContactLinkData => {
  const o = object(parseJson(json))
  return {
    profile: field(o, "profile", readProfile),
    message: optional(o, "message", readContent),
    isBusiness: optional(o, "business", boolean) ?? false,
  }
}

/** What the short link of a group tells, of its profile; as the group of a full link has no data there. */
export type GroupLinkData = {
  readonly displayName: string
  readonly fullName: string
  readonly shortDescr?: string
  readonly image?: string
  /** Its welcome message. */
  readonly description: string | null
}

/** Reads the (decompressed) user data of a group's short link, `{"groupProfile":...}`. Throws DecodeError. */
export const readGroupLinkData = (json: Bytes): GroupLinkData => {
  const o = field(object(parseJson(json)), "groupProfile", object)
  const shortDescr = optional(o, "shortDescr", string)
  const image = optional(o, "image", string)
  return {
    displayName: field(o, "displayName", string),
    fullName: field(o, "fullName", string),
    ...(shortDescr === null ? {} : { shortDescr }),
    ...(image === null ? {} : { image }),
    description: optional(o, "description", string),
  }
}

export const writeContactLinkData = (d: ContactLinkData): Bytes =>
  utf8(
    writeJson(
      present({
        profile: profileJson(d.profile),
        message: d.message && contentJson(d.message),
        business: d.isBusiness,
      }),
    ),
  )
