/**
 * What chat messages are made of: profiles, contents, quotes, reactions. Files are in file-invitation.ts.
 *
 * Spec:  simplex-chat docs/protocol/simplex-chat.md and simplex-chat.schema.json, both behind the code.
 * Peer:  Simplex.Chat.Protocol: MsgContent, MsgContainer, MsgRef, MsgReaction, MsgScope, LinkPreview; Simplex.Chat.Types:
 *        Profile.
 * Note:  unknown kinds of content and reactions are kept with their JSON, so that a newer app's messages show as what
 *        they say they are. Unknown fields are dropped.
 * Note:  links inside (contactLink, chatLink, fileConnReq) are kept as text and read only when used, while the peer
 *        refuses a whole message for a bad one.
 * Trust: chosen by the contact; only DecodeError escapes. Images and texts are not checked further: never HTML.
 */
import { DecodeError } from "../encoding/bytes.ts"
import { caught } from "../encoding/text.ts"
import { type FileInvitation, fileInvitationJson, readFileInvitation } from "./file-invitation.ts"
import {
  boolean,
  field,
  integer,
  isObject,
  type Json,
  type JsonObject,
  object,
  opaque,
  optional,
  present,
  type Read,
  string,
} from "./json.ts"

// profile

export type Profile = {
  readonly displayName: string
  /** "" in most profiles; always written, the peer refuses a profile without it. */
  readonly fullName: string
  readonly shortDescr: string | null
  /** A data: URI. */
  readonly image: string | null
  readonly contactLink: string | null
  readonly preferences: JsonObject | null
  readonly peerType: "human" | "bot" | null
}

/** One that says nothing but its name. */
export const newProfile = (displayName: string): Profile => ({
  displayName,
  fullName: "",
  shortDescr: null,
  image: null,
  contactLink: null,
  preferences: null,
  peerType: null,
})

/** Any string; kinds that we do not know become null. */
const peerType: Read<Profile["peerType"]> = json => {
  const type = string(json)
  return type === "human" || type === "bot" ? type : null
}

/** Throws DecodeError; what it does not know is left out. */
export const readProfile: Read<Profile> = json => {
  const o = object(json)
  return {
    displayName: field(o, "displayName", string),
    fullName: field(o, "fullName", string),
    shortDescr: optional(o, "shortDescr", string),
    image: optional(o, "image", string),
    contactLink: optional(o, "contactLink", string),
    preferences: optional(o, "preferences", object),
    peerType: optional(o, "peerType", peerType),
  }
}

/** As it is written: what is null is left out. */
export const profileJson = (p: Profile): JsonObject => present(p)

// content

export type LinkPreview = {
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly image: string
  readonly content: JsonObject | null
}

export type Content =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "link"; readonly text: string; readonly preview: LinkPreview }
  | { readonly type: "image"; readonly text: string; readonly image: string }
  /** Seconds. */
  | { readonly type: "video"; readonly text: string; readonly image: string; readonly duration: number }
  | { readonly type: "voice"; readonly text: string; readonly duration: number }
  | { readonly type: "file"; readonly text: string }
  /** A reason that this version does not know is possible. */
  | { readonly type: "report"; readonly text: string; readonly reason: string }
  | { readonly type: "chat"; readonly text: string; readonly chatLink: JsonObject }
  | { readonly type: "unknown"; readonly tag: string; readonly text: string | null; readonly json: JsonObject }

const readPreview: Read<LinkPreview> = json => {
  const o = object(json)
  const content = optional(o, "content", object)
  if (content !== null) field(content, "type", string)
  return {
    uri: field(o, "uri", string),
    title: field(o, "title", string),
    description: field(o, "description", string),
    image: field(o, "image", string),
    content,
  }
}

/** Throws DecodeError; a content of a type that we do not know is `unknown` with all that it has. */
export const readContent: Read<Content> = json => {
  const o = object(json)
  const type = field(o, "type", string)
  const text = () => field(o, "text", string)
  const image = () => field(o, "image", string)
  const duration = () => field(o, "duration", integer)
  switch (type) {
    case "text":
    case "file":
      return { type, text: text() }
    case "link":
      return { type, text: text(), preview: field(o, "preview", readPreview) }
    case "image":
      return { type, text: text(), image: image() }
    case "video":
      return { type, text: text(), image: image(), duration: duration() }
    case "voice":
      return { type, text: text(), duration: duration() }
    case "report":
      return { type, text: text(), reason: field(o, "reason", string) }
    case "chat":
      return { type, text: text(), chatLink: field(o, "chatLink", object) }
    default:
      return { type: "unknown", tag: type, text: optional(o, "text", string), json: o }
  }
}

/** As it is written; what we do not know as it came. */
export const contentJson = (c: Content): JsonObject =>
  c.type === "unknown" ? c.json : c.type === "link" ? { ...c, preview: present(c.preview) } : c

// references to messages

/** Instants as the peer writes them, ISO 8601 with up to 12 decimals of a second; kept as text. */
const instant: Read<string> = json => {
  const text = string(json)
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(text))
    throw new DecodeError("not a time")
  return text
}

export type MessageRef = {
  readonly msgId: string | null
  readonly sentAt: string
  /** Whether the one who quotes has sent the quoted message. */
  readonly sent: boolean
  /** In groups, its author. */
  readonly memberId: string | null
}

const readMessageRef: Read<MessageRef> = json => {
  const o = object(json)
  return {
    msgId: optional(o, "msgId", opaque),
    sentAt: field(o, "sentAt", instant),
    sent: field(o, "sent", boolean),
    memberId: optional(o, "memberId", opaque),
  }
}

export type Quote = { readonly ref: MessageRef; readonly content: Content }

const readQuote: Read<Quote> = json => {
  const o = object(json)
  return { ref: field(o, "msgRef", readMessageRef), content: field(o, "content", readContent) }
}

/** A side conversation of a group: the one of this member with the moderators. */
export type Scope = { readonly memberId: string }

/** Throws DecodeError for another scope than that of a member. */
export const readScope: Read<Scope> = json => {
  const o = object(json)
  if (field(o, "type", string) !== "member") throw new DecodeError("unknown scope")
  return { memberId: field(o, "memberId", opaque) }
}

export const scopeJson = (s: Scope | null): Json => s && { type: "member", ...s }

/** Members by the name under which the text mentions them. */
export type Mentions = ReadonlyMap<string, string>

/** Throws DecodeError. */
export const readMentions: Read<Mentions> = json =>
  new Map(Object.entries(object(json)).map(([name, m]) => [name, field(object(m), "memberId", opaque)]))

export const mentionsJson = (mentions: Mentions): Json =>
  mentions.size === 0 ? null : Object.fromEntries([...mentions].map(([name, memberId]) => [name, { memberId }]))

// messages and reactions

/** What a message or its edited form says. */
export type Text = {
  readonly content: Content
  readonly mentions: Mentions
  /** Seconds after which it disappears. */
  readonly ttl: number | null
  /** Being typed: updates will follow. */
  readonly live: boolean
  readonly scope: Scope | null
}

/** Words alone. */
export const newText = (content: Content): Text => ({
  content,
  mentions: new Map(),
  ttl: null,
  live: false,
  scope: null,
})

/** Of x.msg.new and x.msg.update. Throws DecodeError. */
export const readText = (o: JsonObject): Text => ({
  content: field(o, "content", readContent),
  mentions: optional(o, "mentions", readMentions) ?? new Map(),
  ttl: optional(o, "ttl", integer),
  live: optional(o, "live", boolean) ?? false,
  scope: optional(o, "scope", readScope),
})

/** Fields of x.msg.new and x.msg.update. */
export const textJson = (t: Text): JsonObject =>
  present({
    content: contentJson(t.content),
    mentions: mentionsJson(t.mentions),
    ttl: t.ttl,
    live: t.live || null,
    scope: scopeJson(t.scope),
  })

export type NewMessage = Text & {
  readonly file: FileInvitation | null
  /** At most one of these three is given. */
  readonly quote: Quote | null
  readonly parent: MessageRef | null
  readonly isForwarded: boolean
}

/** A message that is no answer, has no file, and is not forwarded. */
export const newMessage = (content: Content): NewMessage => ({
  ...newText(content),
  file: null,
  quote: null,
  parent: null,
  isForwarded: false,
})

/** As the peer, takes a message with a quote that it cannot read for one without. */
const lenient = <T>(o: JsonObject, key: string, read: Read<T>): T | null => {
  const value = caught(() => field(o, key, read))
  return value instanceof DecodeError ? null : value
}

/** `forward` may grow into an object that says from where. */
const forwarded: Read<boolean> = json => json === true || isObject(json)

/** Params of x.msg.new. Throws DecodeError; a quote that cannot be read is none, as at the peer. */
export const readNewMessage = (o: JsonObject): NewMessage => {
  const quote = lenient(o, "quote", readQuote)
  const parent = quote === null ? lenient(o, "parent", readMessageRef) : null
  const isForwarded = quote === null && parent === null && (lenient(o, "forward", forwarded) ?? false)
  return { ...readText(o), file: optional(o, "file", readFileInvitation), quote, parent, isForwarded }
}

/** Params of x.msg.new. */
export const newMessageJson = (m: NewMessage): JsonObject =>
  present({
    ...textJson(m),
    file: m.file && fileInvitationJson(m.file),
    quote: m.quote && { msgRef: present(m.quote.ref), content: contentJson(m.quote.content) },
    parent: m.parent && present(m.parent),
    forward: m.isForwarded || null,
  })

/** The reactions that apps offer; the heart is U+2764 alone. */
export const emojis = ["👍", "👎", "😀", "😂", "😢", "\u2764", "🚀", "✅"] as const

export type Reaction =
  | { readonly type: "emoji"; readonly emoji: string }
  | { readonly type: "unknown"; readonly tag: string; readonly json: JsonObject }

/** Throws DecodeError; one of a type or emoji that we do not know is `unknown`. */
export const readReaction: Read<Reaction> = json => {
  const o = object(json)
  const tag = field(o, "type", string)
  const emoji = tag === "emoji" ? lenient(o, "emoji", string) : null
  return emoji !== null && emojis.some(e => e === emoji) ? { type: "emoji", emoji } : { type: "unknown", tag, json: o }
}

export const reactionJson = (r: Reaction): JsonObject => (r.type === "unknown" ? r.json : r)
