/**
 * Finding out that two contacts are one person: a probe goes by one connection, its hash by others of people who look the
 * same; whoever has both can answer with the probe, and so they know that the same app is at both ends.
 *
 *   x.info.probe        32 random bytes, by the connection of a new contact
 *   x.info.probe.check  SHA-256 of it, by the connection of each other who looks the same
 *   x.info.probe.ok     the probe itself, by the connection that the hash came by
 *
 * Peer:  Simplex.Chat.Library.Subscriber: probeMatchingContactsAndMembers, xInfoProbe, xInfoProbeCheck, probeMatch;
 *        Store.Groups: matchReceivedProbe, matchReceivedProbeHash; Types, profilesMatch; Commands, cleanupProbes.
 * Note:  the peer sends hashes to members of groups, and to contacts only when it knows the new one from a group. Without
 *        groups we send none, so that no x.info.probe.ok can be about a probe of ours.
 * Note:  who is incognito, or has this switched off, sends a probe that nobody will ever answer: silence would tell.
 * Trust: chosen by the contact. A hash fits only where the other end has seen the probe; names have to be the same too.
 */
import { sha256 } from "../crypto/hash.ts"
import { base64url, fromBase64url, fromUtf8 } from "../encoding/bytes.ts"
import type { Random } from "../platform.ts"
import type { ContactRow, ProbeRow } from "../store/chat.ts"
import { put, remove } from "../store/schema.ts"
import { chatVersions, type Event, newMsgId, writeMessage } from "./message.ts"
import type { Receiving } from "./receive/context.ts"
import { type ChatState, profileIdOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

/** Probes are forgotten after that. Peer: cleanupProbes. */
const lifetime = 14 * 24 * 60 * 60_000
/** What one contact can make us remember. */
const mostOfContact = 100

const hashOf = (probe: string): string => base64url(sha256(fromBase64url(probe)))

/** JSON text of a message that is no line, to be sent as soon as the contact can be written to. */
const toSay = (event: Event, random: Random): string =>
  fromUtf8(writeMessage({ versions: chatVersions, msgId: newMsgId(random), event }))

const withDue = (c: ContactRow, json: string): ContactRow => ({ ...c, due: [...(c.due ?? []), json] })

/** The row of a contact that has just connected: those whom we have invited or asked are sent a probe. */
export const probed = (c: ContactRow, random: Random): ContactRow => {
  const { initiated, ...rest } = c
  return initiated === true ? withDue(rest, toSay({ type: "x.info.probe", probe: base64url(random(32)) }, random)) : c
}

/** They look the same. Peer: profilesMatch, which does not look at the bio. */
const looksAs = (a: ContactRow, b: ContactRow): boolean =>
  a.profile !== undefined &&
  b.profile !== undefined &&
  a.profile.displayName === b.profile.displayName &&
  a.profile.fullName === b.profile.fullName &&
  a.profile.image === b.profile.image

const canMerge = (state: ChatState, c: ContactRow | undefined): c is ContactRow =>
  c !== undefined &&
  c.status === "connected" &&
  c.incognito === undefined &&
  c.closing === undefined &&
  c.mergeInto === undefined &&
  state.profiles.get(profileIdOf(c))?.keepsDuplicates !== true

const isOld = (row: ProbeRow, now: number): boolean => row.at < now - lifetime

/** Of the same profile, not too old, the first first. */
const known = (r: Receiving, is: (row: ProbeRow) => boolean): readonly ProbeRow[] => {
  const userId = profileIdOf(r.current())
  return [...r.state.probes.values()].filter(p => p.userId === userId && !isOld(p, r.clock.now()) && is(p))
}

const remember = (tx: Transaction, r: Receiving, fields: Pick<ProbeRow, "hash" | "probe">): void => {
  const { contactId } = r.current()
  const now = r.clock.now()
  for (const [id, row] of [...r.state.probes])
    if (isOld(row, now)) {
      r.state.probes.delete(id)
      tx.change(remove("probes", id))
    }
  const own = [...r.state.probes.values()].filter(p => p.contactId === contactId)
  if (own.length >= mostOfContact || own.some(p => p.hash === fields.hash && p.probe === fields.probe)) return
  const row: ProbeRow = {
    probeId: base64url(r.random(12)),
    userId: profileIdOf(r.current()),
    contactId,
    at: now,
    hash: fields.hash,
    ...(fields.probe === undefined ? {} : { probe: fields.probe }),
  }
  r.state.probes.set(row.probeId, row)
  tx.change(put("probes", row))
}

/** The hash came by `first`, the probe by `second`: the first is answered, and the younger goes into the older. */
const match = (tx: Transaction, r: Receiving, first: ContactRow, second: ContactRow, probe: string): void => {
  const { state } = r
  if (first.contactId === second.contactId || !canMerge(state, first) || !canMerge(state, second)) return
  if (!looksAs(first, second)) return
  tx.contact(withDue(first, toSay({ type: "x.info.probe.ok", probe }, r.random)))
  const isFirstOlder = first.createdAt <= second.createdAt
  const [into, from] = isFirstOlder ? [first, second] : [second, first]
  const now = state.contacts.get(from.contactId)
  if (now !== undefined) tx.quietly({ ...now, mergeInto: into.contactId })
  r.onMerge(from.contactId)
  r.onDue(first.contactId)
}

/** x.info.probe: `probe` is 32 bytes, base64url. */
export const receiveProbe = (tx: Transaction, r: Receiving, probe: string): void => {
  const second = r.current()
  if (!canMerge(r.state, second)) return
  const hash = hashOf(probe)
  const firsts = known(r, p => p.hash === hash && p.probe === undefined && p.contactId !== second.contactId)
  remember(tx, r, { hash, probe })
  const first = r.state.contacts.get(firsts[0]?.contactId ?? "")
  if (first !== undefined) match(tx, r, first, second, probe)
}

/** x.info.probe.check: `hash` is that of a probe, base64url. */
export const receiveProbeCheck = (tx: Transaction, r: Receiving, hash: string): void => {
  const first = r.current()
  if (!canMerge(r.state, first)) return
  const found = known(r, p => p.hash === hash && p.probe !== undefined && p.contactId !== first.contactId)[0]
  remember(tx, r, { hash })
  const second = r.state.contacts.get(found?.contactId ?? "")
  if (second !== undefined && found?.probe !== undefined) match(tx, r, first, second, found.probe)
}
