/**
 * Files by a link: their lines are in the notes, so that progress, saving and deleting are as everywhere.
 *
 * Peer:  Simplex.Chat.Library.Commands: APIUploadStandaloneFile, APIDownloadStandaloneFile. There such a file is in no chat.
 * Trust: the link is from anybody. Nothing is asked of any server before `downloadLink`, and of those that nobody chose
 *        only after one more question.
 */
import { isTooLarge, type LinkedFile, readFileLink } from "../agent/filelink.ts"
import { byLink } from "../agent/filerow.ts"
import type { Chat, Item, LinkPlan, ProfileCommands } from "../api.ts"
import { DecodeError } from "../encoding/bytes.ts"
import type { FileRow } from "../store/files.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { blobContent, keepFile, plainName } from "./files.ts"
import { itemId } from "./item.ts"
import { toRowContent } from "./kind.ts"
import { planOf } from "./plan.ts"

type Commands = Pick<ProfileCommands, "downloadLink" | "sendByLink">

/** What a pasted link to a file says. Throws CommandError BAD_LINK, LINK_UNSUPPORTED for those to anything else. */
export const linkedFile = (text: string): LinkedFile => {
  const { plan, canonical } = planOf(text)
  if (plan.kind !== "file") throw new CommandError("LINK_UNSUPPORTED")
  try {
    return readFileLink(canonical)
  } catch (e) {
    throw e instanceof DecodeError ? new CommandError("BAD_LINK") : e
  }
}

/** The plan of such a link. Throws as linkedFile. */
export const filePlan = (text: string): LinkPlan => {
  const { name, size, hosts } = linkedFile(text)
  return { ...planOf(text).plan, file: { ...(name === null ? {} : { name }), size, hosts } }
}

/** See ProfileCommands. `notes` gives the chat for lines of files without a contact. */
export const fileLinkCommands = (ctx: ChatContext, notes: () => Promise<Chat>): Commands => {
  const { state, clock, random } = ctx
  const { files } = state
  const content = toRowContent({ type: "file", text: "" })

  /** A line in the notes with a file of this row. */
  const add = async (direction: "sent" | "received", row: FileRow): Promise<Item> => {
    const { id } = await notes()
    const now = clock.now()
    const { fileId, name, size } = row
    const file = { fileId, name, size, state: direction === "sent" ? ("sending" as const) : ("wanted" as const) }
    const status = direction === "sent" ? ("sent" as const) : ("received" as const)
    let item: Item | null = null
    await change(ctx, tx => {
      const line = { ...content, at: now, createdAt: now, direction, status, local: true as const, file }
      item = tx.add(id, line, added => tx.change(files.set({ ...row, ref: itemId(added) })))
      // Whoever has asked for it knows of it.
      const c = findContact(ctx, id)
      if (direction === "received") tx.contact({ ...c, unread: Math.max(0, c.unread - 1), readUpTo: c.nextOrder - 1 })
    })
    if (item === null) throw new CommandError("NOT_FOUND")
    return item
  }

  return {
    downloadLink: async text => {
      const linked = linkedFile(text)
      if (isTooLarge(linked)) throw new CommandError("FILE_TOO_LARGE")
      return add("received", {
        fileId: files.newId(),
        userId: state.active,
        createdAt: clock.now(),
        name: plainName(linked.name ?? ""),
        size: linked.size,
        state: "wanted",
        description: { text: linked.description, no: 1, complete: true },
        isNamedInside: true,
      })
    },

    sendByLink: async ({ name, content: blob }) => {
      const file = { name: plainName(name), size: blob.size, content: blobContent(blob) }
      const kept = await keepFile(ctx, state.active, file)
      try {
        return await add("sent", byLink(kept, random))
      } catch (e) {
        await files.drop(kept.fileId)
        throw e
      }
    },
  }
}
