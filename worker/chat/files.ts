/**
 * Commands about files: attach, download, cancel, read.
 *
 * Peer: Simplex.Chat.Library.Commands: SendMessages with a file (xftpSndFileTransfer), ReceiveFile, CancelFile.
 * Note: the content is sealed on this device before anything is said, so that a crash loses nothing of it.
 */
import { largestFile, uploading } from "../agent/filerow.ts"
import type { Attachment, Item, ProfileCommands } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { ItemRow, OfferedFile } from "../store/chat.ts"
import { DiskFull } from "../store/disk.ts"
import type { FileRow } from "../store/files.ts"
import { sealedContent } from "../store/sealed-file.ts"
import type { Content } from "./content.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { itemId } from "./item.ts"
import { toRowContent } from "./kind.ts"
import { canBeWrittenTo, findItem, quoteFor, type Said, sendLine } from "./saying.ts"
import { latestItem, profileIdOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "sendFile" | "download" | "cancelFile" | "fileContent">

/** A data: URI in a message, as the apps' budget. */
const longestPreview = 14_000
const longestName = 255

const contentFor = ({ as }: Attachment, text: string): Content => {
  if (as === undefined) return { type: "file", text }
  if (as.kind === "voice") return { type: "voice", text, duration: as.seconds }
  if (as.image.length > longestPreview) throw new CommandError("TOO_LARGE")
  return as.kind === "image"
    ? { type: "image", text, image: as.image }
    : { type: "video", text, image: as.image, duration: as.seconds }
}

/** Without the path that some browsers give, and what no file system takes. */
export const plainName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? "").replace(/\p{Cc}/gu, "").slice(0, longestName) || "file"

/** A Blob, piece by piece. */
export async function* blobContent(content: Blob): AsyncGenerator<Bytes> {
  const reader = content.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value as Bytes
  }
}

/** Bytes that are in memory until the browser takes them: it puts large blobs on the disk. */
const blobStep = 16 * 1024 * 1024

const blobOf = async (content: AsyncIterable<Bytes>): Promise<Blob> => {
  const taken: Blob[] = []
  let pieces: BlobPart[] = []
  let size = 0
  for await (const piece of content) {
    pieces.push(piece as BlobPart)
    size += piece.length
    if (size < blobStep) continue
    taken.push(new Blob(pieces))
    pieces = []
    size = 0
  }
  return new Blob([...taken, ...pieces])
}

const noRoom = (e: unknown): never => {
  throw e instanceof DiskFull ? new CommandError("NO_ROOM") : e
}

/** A file that goes with a line: its content is read once. */
export type GoingFile = { readonly name: string; readonly size: number; readonly content: AsyncIterable<Bytes> }

/** Seals a copy of the file on this device. Rejects CommandError TOO_LARGE, NO_ROOM. */
export const keepFile = (ctx: ChatContext, userId: number, { name, size, content }: GoingFile): Promise<FileRow> => {
  if (size > largestFile) throw new CommandError("FILE_TOO_LARGE")
  return ctx.state.files.keep(content, { name, userId, size }).catch(noRoom)
}

/** Stores a line with a copy of the file, and begins to upload it. Rejects CommandError NO_ROOM and as sendLine. */
export const sendWithFile = async (
  ctx: ChatContext,
  chatId: string,
  said: Said,
  going: GoingFile,
  ttl?: number,
): Promise<Item> => {
  const { files } = ctx.state
  const kept = await keepFile(ctx, profileIdOf(findContact(ctx, chatId)), going)
  const { fileId, name, size } = kept
  try {
    const contact = findContact(ctx, chatId)
    const isLocal = contact.status === "notes"
    const file: OfferedFile = { name, size, fileId, state: isLocal ? "here" : "sending" }
    return await sendLine(ctx, contact, { ...said, file }, ttl, (tx, row) => {
      const known = { ...kept, ref: itemId(row) }
      tx.change(files.set(isLocal ? known : uploading(known, 1, ctx.random)))
    })
  } catch (e) {
    await files.drop(fileId)
    throw e
  }
}

/** See ProfileCommands. */
export const fileCommands = (ctx: ChatContext): Commands => {
  const { state } = ctx
  const { files } = state

  /** The item with its file's row. Rejects CommandError NOT_FOUND. */
  const found = async (id: string): Promise<{ item: ItemRow; offered: OfferedFile; file: FileRow }> => {
    const item = await findItem(ctx, id)
    const file = files.get(item.file?.fileId ?? "")
    if (item.file === undefined || file === undefined) throw new CommandError("NOT_FOUND")
    return { item, offered: item.file, file }
  }

  const changeFile = (item: ItemRow, to: Partial<OfferedFile>, row: (file: FileRow) => FileRow): Promise<void> =>
    change(ctx, tx => {
      const now = latestItem(state, item.contactId, item.order, item)
      const file = files.get(item.file?.fileId ?? "")
      // It may have come in this moment.
      if (now?.file === undefined || file === undefined || file.state === "here") return
      tx.change(files.set(row(file)))
      const { hosts: _, problem: __, ...offered } = now.file
      tx.item({ ...now, file: { ...offered, ...to } })
    })

  /** A file by a link: nobody has been told of it. */
  const giveUp = (item: ItemRow): Promise<void> =>
    change(ctx, tx => {
      const now = latestItem(state, item.contactId, item.order, item)
      if (now?.file === undefined) return
      for (const c of files.forget(now.file.fileId ?? "", true)) tx.change(c)
      tx.item({ ...now, file: { ...now.file, state: "cancelled" } })
    })

  return {
    sendFile: async (chatId, attached, text = "", options = {}) => {
      if (!canBeWrittenTo(findContact(ctx, chatId))) throw new CommandError("NOT_FOUND")
      const content = contentFor(attached, text)
      const quote = options.replyTo === undefined ? {} : { quote: await quoteFor(ctx, chatId, options.replyTo) }
      const said = { ...toRowContent(content), text, ...quote }
      const { size } = attached.content
      const file = { name: plainName(attached.name), size, content: blobContent(attached.content) }
      return sendWithFile(ctx, chatId, said, file, options.ttl)
    },

    download: async (id, approved = false) => {
      const { item, file } = await found(id)
      if (item.direction !== "received" || file.state === "cancelled") throw new CommandError("NOT_FOUND")
      if (file.state === "here" || (file.state === "unapproved" && !approved)) return
      await changeFile(item, { state: "wanted" }, ({ problem: _, ...row }) => ({
        ...row,
        state: "wanted",
        ...(approved ? { approved } : {}),
      }))
    },

    cancelFile: async id => {
      const { item, offered, file } = await found(id)
      if (item.direction === "received") {
        if (file.state !== "wanted" && file.state !== "unapproved") return
        return changeFile(item, { state: "offered" }, row => ({ ...row, state: "offered" }))
      }
      if (offered.state !== "sending") throw new CommandError("NOT_FOUND")
      if (item.local === true) return giveUp(item)
      if (item.sharedMsgId === undefined) throw new CommandError("NOT_FOUND")
      const { sharedMsgId } = item
      await ctx.outbox.inTurn(item.contactId, turn =>
        turn.say([{ type: "x.file.cancel", msgId: sharedMsgId }], tx => {
          const now = latestItem(state, item.contactId, item.order, item)
          if (now?.file === undefined) return
          for (const c of files.forget(now.file.fileId ?? "", true)) tx.change(c)
          tx.item({ ...now, file: { ...now.file, state: "cancelled" } })
        }),
      )
    },

    fileContent: async id => {
      const { offered, file } = await found(id)
      if (file.contentKey === undefined) throw new CommandError("NOT_FOUND")
      const reader = files.read(offered.fileId ?? "")
      return blobOf(sealedContent(reader, reader.size))
    },
  }
}
