/**
 * Chat messages: JSON events. The forms in which they travel are in body.ts.
 *
 *   message = {"v":versions,"msgId":id,"event":name,"params":{...}}      v absent: 1; msgId may be absent or null
 *
 * Spec:  simplex-chat docs/protocol/simplex-chat.md.
 * Peer:  Simplex.Chat.Protocol: AppMessageJson, ChatMsgEvent.
 * Note:  events that this version does not act on are kept as `unknown` with their parameters; names outside of `x.` are
 *        errors.
 * Note:  keys are written in the peer's order: v, msgId, event, params, and inside params by the alphabet.
 * Trust: chosen by the contact; only DecodeError escapes from readers.
 */
import { type Bytes, base64url, DecodeError, utf8 } from "../encoding/bytes.ts"
import { formatVersions, parseVersions, type VersionRange } from "../encoding/text.ts"
import type { Random } from "../platform.ts"
import {
  type Content,
  contentJson,
  type NewMessage,
  newMessageJson,
  type Profile,
  profileJson,
  type Reaction,
  reactionJson,
  readContent,
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
import { type DescriptionPart, descriptionPartJson, readDescriptionPart } from "./file-invitation.ts"
import {
  boolean,
  field,
  type Json,
  type JsonObject,
  object,
  opaque,
  optional,
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
