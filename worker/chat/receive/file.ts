/**
 * Files that a contact offers: where they are comes in parts, before or after the person wants them.
 *
 * Peer:  Simplex.Chat.Library.Subscriber: processFileInvitation', messageFileDescription, xFileCancel.
 * Trust: chosen by the contact. A part that is not the next is left out, a name is text and never a path.
 */
import { lifetime, withPart } from "../../agent/filerow.ts"
import type { FileSettings, FileState } from "../../api.ts"
import { DecodeError } from "../../encoding/bytes.ts"
import type { ItemRow, OfferedFile } from "../../store/chat.ts"
import type { FileRow } from "../../store/files.ts"
import type { Content } from "../content.ts"
import type { DescriptionPart, FileInvitation } from "../file-invitation.ts"
import { itemId } from "../item.ts"
import { toOfferedFile } from "../kind.ts"
import { type ChatState, profileIdOf } from "../state.ts"
import type { Transaction } from "../transaction.ts"
import type { Receiving } from "./context.ts"

/** Up to these sizes media come by themselves, as in the apps, if that is set. */
const ownAccord = {
  image: { most: 522_240, setting: "images" },
  voice: { most: 522_240, setting: "voice" },
  video: { most: 1_047_552, setting: "videos" },
} as const

/** Whether the file of this content is downloaded without being asked for. */
export const comesByItself = (content: Content, size: number, settings: FileSettings): boolean => {
  const rule = content.type === "image" || content.type === "voice" || content.type === "video" ? content.type : null
  return rule !== null && settings[ownAccord[rule].setting] && size <= ownAccord[rule].most
}

/** The file of a new message: what its line keeps, and what is stored with it. */
export const offeredFile = (
  r: Receiving,
  invitation: FileInvitation,
  content: Content,
): { readonly file: OfferedFile; readonly store: (tx: Transaction, row: ItemRow) => void } => {
  const { description, size, name } = invitation
  if (description === null) return { file: toOfferedFile(invitation, null, "unsupported"), store: () => undefined }
  const { files } = r.state
  const fileId = files.newId()
  const state = comesByItself(content, size, r.state.fileSettings) ? "wanted" : "offered"
  const { text, partNo: no, isComplete: complete } = description
  const row: FileRow = {
    fileId,
    userId: profileIdOf(r.current()),
    createdAt: r.clock.now(),
    name,
    size,
    state,
    description: { text, no, complete },
  }
  return {
    file: toOfferedFile(invitation, fileId, state),
    store: (tx, line) => tx.change(files.set({ ...row, ref: itemId(line) })),
  }
}

/** x.msg.file.descr: one more part of where a file is. One that is not the next is left out. */
export const receivePart = (tx: Transaction, r: Receiving, msgId: string, part: DescriptionPart): void => {
  const { files } = r.state
  const line = r.loaded.find("received", msgId)
  const row = files.get(line?.file?.fileId ?? "")
  if (line?.file === undefined || row === undefined || row.state === "here" || row.state === "cancelled") return
  try {
    const next = withPart(row, { text: part.text, no: part.partNo, complete: part.isComplete })
    if (next === null) return
    tx.change(files.set(next))
    // Uploaded just before this was said.
    if (next.description?.complete === true) tx.item({ ...line, file: { ...line.file, until: r.at + lifetime } })
  } catch (e) {
    // Longer than any description: the file will never be complete.
    if (!(e instanceof DecodeError)) throw e
  }
}

/** On the way, or to be fetched: what has arrived, or is known not to come, is neither. */
const underWay: ReadonlySet<FileState | undefined> = new Set(["sending", "offered", "wanted", "unapproved", "failed"])

/** The line when its message is deleted but stays as a mark: its file does not go on. Peer: Library.Internal, cancelFilesInProgress. */
export const withoutTransfer = (tx: Transaction, { files }: Pick<ChatState, "files">, line: ItemRow): ItemRow => {
  const { file } = line
  const row = files.get(file?.fileId ?? "")
  if (file === undefined || row === undefined || !underWay.has(file.state)) return line
  if (line.direction === "received") tx.change(files.set({ ...row, state: "cancelled" }))
  else for (const c of files.forget(row.fileId, true)) tx.change(c)
  const { hosts: _, problem: __, ...left } = file
  return { ...line, file: { ...left, state: "cancelled" } }
}

/** Its sender takes it back; what is here already stays. */
export const receiveCancel = (tx: Transaction, r: Receiving, msgId: string): void => {
  const { files } = r.state
  const line = r.loaded.find("received", msgId)
  const row = files.get(line?.file?.fileId ?? "")
  if (line?.file === undefined || row === undefined || row.state === "here") return
  tx.change(files.set({ ...row, state: "cancelled" }))
  tx.item({ ...line, file: { ...line.file, state: "cancelled" } })
}
