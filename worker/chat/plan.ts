/**
 * What a link is: by its text alone, and by what we have already. Nothing is sent here and no profile is needed.
 *
 * Peer:  Simplex.Chat.Library.Commands, connectPlan; Simplex.Chat.Controller, ConnectionPlan.
 * Note:  the peer compares whole texts. We compare what names the other end: of a full link the queue, of a short one its
 *        key. So the same link is known in every form, also when its maker's newer app writes it with other versions.
 */
import { type Classified, classify } from "../agent/classify.ts"
import type { ConnectionLink } from "../agent/link.ts"
import type { LinkPlan, OwnLink } from "../api.ts"
import { sha256 } from "../crypto/hash.ts"
import { base64urlUnpadded, DecodeError, hex, utf8 } from "../encoding/bytes.ts"
import type { ContactRow } from "../store/chat.ts"
import { CommandError } from "./error.ts"

/** Throws CommandError BAD_LINK when the text has no link, or a damaged one. */
export const planOf = (
  text: string,
): { readonly plan: LinkPlan; readonly canonical: string; readonly link: Classified["link"] } => {
  try {
    const { kind, link, text: canonical } = classify(text)
    return {
      plan: { kind, supported: kind === "invitation" || kind === "contact" || kind === "file", own: false },
      canonical,
      link,
    }
  } catch (e) {
    throw e instanceof DecodeError ? new CommandError("BAD_LINK") : e
  }
}

const hashed = (text: string): string => hex(sha256(utf8(text)))

const nameOf = (link: ConnectionLink): string => {
  if (link.form === "short") return `short ${base64urlUnpadded(link.linkKey)}`
  const [queue] = link.queues
  return `queue ${queue?.server.hosts[0]?.toLowerCase()} ${base64urlUnpadded(queue?.senderId ?? new Uint8Array(0))}`
}

/** Names of a link, SHA-256 in hex: two texts of one link share one. The second kind is what older versions have stored. */
export const linkIds = (text: string): readonly string[] => {
  try {
    const { link, text: canonical } = classify(text)
    return link === null ? [] : [hashed(nameOf(link)), hashed(canonical)]
  } catch (e) {
    if (e instanceof DecodeError) return []
    throw e
  }
}

/** Names of both forms. */
export const ownLinkIds = (link: OwnLink | undefined): readonly string[] =>
  link === undefined ? [] : [link.full, ...(link.short === undefined ? [] : [link.short])].flatMap(linkIds)

/** A group of ours, or one that we are in. */
export type KnownGroup = { readonly chatId: string; readonly linkIds: readonly string[]; readonly own: boolean }

/** What we have, of one profile. */
export type Known = {
  readonly contacts: readonly ContactRow[]
  /** Of the profile's address. */
  readonly address: readonly string[]
  readonly groups: readonly KnownGroup[]
}

export type Relation = Pick<LinkPlan, "own" | "known" | "connecting" | "viaAddress" | "name">

const isGone = (c: ContactRow): boolean => c.status === "ended"

/** Peer: getContactWithoutConnViaShortAddress. One that is being told that it was deleted still has it. */
const hasNoConnection = (c: ContactRow): boolean =>
  c.status === "failed" || (c.status === "ended" && c.closing === undefined)

/** Those who are contacts before those who may become one, then the newest: a link may have been used more than once. */
const better = (a: ContactRow, b: ContactRow): number =>
  Number(b.status === "connected") - Number(a.status === "connected") || b.createdAt - a.createdAt

const stateOf = (c: ContactRow): Pick<LinkPlan, "connecting"> => {
  if (c.status !== "connecting") return {}
  // Whoever has a chat for it waits there; one that was asked for by its link alone may be asked again.
  return { connecting: c.requested === true && c.prepared === undefined ? "repeat" : "wait" }
}

/** What we have to do with a link of these names, or null: nothing yet. */
export const relationOf = (ids: readonly string[], known: Known): Relation | null => {
  const isIt = (other: readonly string[]): boolean => other.some(id => ids.includes(id))
  if (isIt(known.address)) return { own: true }
  const group = known.groups.find(g => isIt(g.linkIds))
  if (group !== undefined) return { own: group.own, known: group.chatId }
  const named = (c: ContactRow) => (c.profile === undefined ? {} : { name: c.profile.displayName })
  const [contact] = known.contacts.filter(c => !isGone(c) && isIt(c.linkHashes)).sort(better)
  if (contact !== undefined)
    return { own: contact.status === "link", known: contact.contactId, ...named(contact), ...stateOf(contact) }
  const without = known.contacts.find(
    c => hasNoConnection(c) && c.profile?.contactLink !== undefined && isIt(linkIds(c.profile.contactLink)),
  )
  return without === undefined ? null : { own: false, known: without.contactId, viaAddress: true, ...named(without) }
}
