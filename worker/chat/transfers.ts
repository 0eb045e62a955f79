/**
 * What becomes of files on their way: one event at a time, each with one commit of the file's row and its line.
 *
 * Peer: Simplex.Chat.Library.Subscriber, processAgentMsgSndFile, processAgentMsgRcvFile.
 */
import { descriptionParts, lifetime } from "../agent/filerow.ts"
import type { FileErrorCode, FileIncoming, Files } from "../agent/files.ts"
import type { ChatEvent, FileProblem } from "../api.ts"
import type { Clock } from "../platform.ts"
import type { ItemRow, OfferedFile } from "../store/chat.ts"
import type { Change } from "../store/schema.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { plainName } from "./files.ts"
import { parseItemId } from "./item.ts"
import type { Event } from "./message.ts"
import { latestItem, loadItem, profileIdOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

const problems: Partial<Readonly<Record<FileErrorCode, FileProblem>>> = {
  EXPIRED: "EXPIRED",
  AUTH: "GONE",
  NO_FILE: "GONE",
  BLOCKED: "BLOCKED",
  STORE: "NO_ROOM",
  BAD: "DAMAGED",
  SIZE: "DAMAGED",
  DIGEST: "DAMAGED",
  DECRYPT: "DAMAGED",
  REDIRECT: "DAMAGED",
  HOST: "FORBIDDEN",
  SOURCE: "DAMAGED",
}

/** Handles events until the files' jobs stop. */
export const runTransfers = async (ctx: ChatContext, files: Files, onBroken: (e: unknown) => void): Promise<void> => {
  for await (const incoming of files.incoming()) handle(ctx, files, incoming).catch(onBroken)
}

const handle = async (ctx: ChatContext, files: Files, incoming: FileIncoming): Promise<void> => {
  const { state } = ctx
  const at = parseItemId(files.get(incoming.fileId)?.ref ?? "")
  const item = at === null ? undefined : await loadItem(state, at.contactId, at.order)
  // Its line is gone: so is the file.
  if (item?.file === undefined)
    return incoming.commit(() =>
      change(ctx, tx => {
        for (const c of files.forget(incoming.fileId)) tx.change(c)
      }),
    )
  /** The row and its line, as `to` says then. Neither when it is not so any more: the line says already what is. */
  const both = (tx: Transaction, own: () => readonly Change[], to: () => Partial<OfferedFile>): void => {
    if (!incoming.isStill()) return
    for (const c of own()) tx.change(c)
    const now = latestItem(state, item.contactId, item.order, item)
    if (now?.file !== undefined) tx.item({ ...now, file: { ...now.file, ...to() } })
  }
  const { event } = incoming
  switch (event.type) {
    case "uploaded":
      return incoming.commit(own =>
        tellWhere(ctx, item, event.descriptions[0] ?? "", incoming.isStill, tx =>
          both(tx, own, () => {
            const until = ctx.clock.now() + lifetime
            return { state: "sent", until, ...(event.link === undefined ? {} : { link: event.link }) }
          }),
        ),
      )
    case "received":
      return incoming.commit(own =>
        change(ctx, tx =>
          both(tx, own, () => {
            const row = files.get(incoming.fileId)
            const name = row?.isNamedInside === true ? { name: plainName(row.name) } : {}
            return { state: "here", ...name, ...(row === undefined ? {} : { size: row.size }) }
          }),
        ),
      )
    case "unapproved":
      return incoming.commit(own =>
        change(ctx, tx => both(tx, own, () => ({ state: "unapproved", hosts: event.hosts }))),
      )
    case "failed":
      return incoming.commit(own =>
        change(ctx, tx => both(tx, own, () => ({ state: "failed", problem: problems[event.code] ?? "SERVER" }))),
      )
  }
}

/** The contact gets the description in parts, in the commit that says that the file is uploaded. */
const tellWhere = async (
  ctx: ChatContext,
  item: ItemRow,
  description: string,
  isStill: () => boolean,
  apply: (tx: Transaction) => void,
): Promise<void> => {
  const msgId = item.sharedMsgId
  const events = descriptionParts(description).map(
    (p): Event => ({
      type: "x.msg.file.descr",
      msgId: msgId ?? "",
      part: { text: p.text, partNo: p.no, isComplete: p.complete },
    }),
  )
  try {
    await ctx.outbox.inTurn(item.contactId, async turn => {
      if (isStill()) await turn.say(msgId === undefined ? [] : events, apply)
    })
  } catch (e) {
    // The contact is gone: nobody is to be told.
    if (!(e instanceof CommandError)) throw e
    await change(ctx, apply)
  }
}

/** Progress as the page is told: not more often than it can be seen. */
export const progressTeller = (
  state: ChatContext["state"],
  clock: Clock,
  emit: (event: ChatEvent) => void,
): ((fileId: string, done: number, total: number) => void) => {
  const last = new Map<string, number>()
  return (fileId, done, total) => {
    const now = clock.now()
    const ref = state.files.get(fileId)?.ref
    const contact = state.contacts.get(parseItemId(ref ?? "")?.contactId ?? "")
    if (done < total && now - (last.get(fileId) ?? 0) < 200) return
    last.set(fileId, now)
    if (done >= total) last.delete(fileId)
    if (ref === undefined || contact === undefined || profileIdOf(contact) !== state.active) return
    emit({ type: "fileProgress", itemId: ref, done, total })
  }
}
