/**
 * A body of messages: each is handled by itself, in order, all in one commit.
 *
 * Peer:  Simplex.Chat.Library.Subscriber, processDirectMessage on MSG.
 * Trust: chosen by the contact. What cannot be read becomes one line that says so.
 */
import type { ContactRow } from "../../store/chat.ts"
import type { Parsed } from "../body.ts"
import { isObject, type JsonObject } from "../json.ts"
import { type Line, notice } from "../line.ts"
import type { ChatMessage } from "../message.ts"
import { receiveProbe, receiveProbeCheck } from "../probes.ts"
import type { Transaction } from "../transaction.ts"
import { receiveGone, receiveInfo } from "./contact.ts"
import type { Receiving } from "./context.ts"
import { receiveCancel, receivePart } from "./file.ts"
import { receiveDelete, receiveNew, receiveReaction, receiveUpdate } from "./lines.ts"

export const receiveBody = (tx: Transaction, r: Receiving, parsed: readonly Parsed[]): void => {
  // One line for all that is unreadable in a body: 20,000 bad messages fit into one.
  const firstBad = parsed.find(p => p.type === "error")
  for (const p of parsed) {
    if (p.type === "message") receive(tx, r, p.message)
    else if (p === firstBad) tx.add(r.current().contactId, notice("malformed", r.at))
  }
}

const receive = (tx: Transaction, r: Receiving, message: ChatMessage): void => {
  rememberVersion(tx, r.current, message)
  const { event, msgId } = message
  if (event.type === "x.msg.new") receiveNew(tx, r, event.message, msgId)
  else if (event.type === "x.msg.update") receiveUpdate(tx, r, event.msgId, event.text)
  else if (event.type === "x.msg.del") receiveDelete(tx, r, event.msgId)
  else if (event.type === "x.msg.react" && event.reaction.type === "emoji")
    receiveReaction(tx, r, event.msgId, event.reaction, event.add)
  else if (event.type === "x.msg.file.descr") receivePart(tx, r, event.msgId, event.part)
  else if (event.type === "x.file.cancel") receiveCancel(tx, r, event.msgId)
  else if (event.type === "x.info") receiveInfo(tx, r, event.profile)
  else if (event.type === "x.direct.del") receiveGone(tx, r)
  else if (event.type === "x.info.probe") receiveProbe(tx, r, event.probe)
  else if (event.type === "x.info.probe.check") receiveProbeCheck(tx, r, event.probeHash)
  // We send no hashes, so it answers none of ours.
  else if (event.type === "x.info.probe.ok") return
  else keepUnknown(tx, r, message)
}

const rememberVersion = (tx: Transaction, current: () => ContactRow, { versions }: ChatMessage): void => {
  if (versions.max !== current().peerVersion) tx.contact({ ...current(), peerVersion: versions.max })
}

/** What the contact waits for an answer to is said, though nothing can be done about it here. Foreign text is cut. */
const askingLine = (event: string, params: JsonObject, at: number): Line | null => {
  if (event === "x.call.inv") return notice("called", at)
  if (event !== "x.grp.inv") return null
  const { groupInvitation } = params
  const profile = isObject(groupInvitation) ? groupInvitation.groupProfile : undefined
  const name = isObject(profile) ? profile.displayName : undefined
  return notice("invited", at, typeof name === "string" ? name.slice(0, 50) : "")
}

/** Events that we do not act on yet are kept, not shown: a later version of Unlisted may make something of them. */
const keepUnknown = (tx: Transaction, r: Receiving, message: ChatMessage): void => {
  const { event } = message
  const asks = event.type === "unknown" ? askingLine(event.event, event.params, r.at) : null
  if (asks !== null) tx.add(r.current().contactId, asks)
  tx.keep(r.current().contactId, event.type === "unknown" ? event.event : event.type, message, r.at)
}
