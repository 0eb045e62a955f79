/**
 * Forwarding: what somebody said, to somebody else, who is told that it was forwarded and not by whom it was said.
 *
 * Peer: Simplex.Chat.Library.Commands, APIForwardChatItems (prepareForward, forwardContent).
 * Note: a file goes along as a copy that is uploaded anew, so that its recipients need nothing of the first sender. One that
 *       is not here does not, as with the peer: of voice, video and files their text is left.
 */
import type { Item, ProfileCommands } from "../api.ts"
import type { ItemRow } from "../store/chat.ts"
import { sealedContent } from "../store/sealed-file.ts"
import { type ChatContext, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { type GoingFile, plainName, sendWithFile } from "./files.ts"
import { isMessage } from "./item-kind.ts"
import { toRowContent } from "./kind.ts"
import { contentNow } from "./outgoing.ts"
import { canBeWrittenTo, findItem, type Said, sendLine } from "./saying.ts"

type Commands = Pick<ProfileCommands, "forward">

const mostForwarded = 100

/** What goes on, or null: nothing of events, of what is deleted, and of a file without text that is not here. */
export const forwarded = (row: ItemRow, hasFile = false): Said | null => {
  if (!isMessage(row) || row.deleted !== undefined) return null
  const content = contentNow(row)
  if (hasFile) return { ...toRowContent(content), text: row.text, forwarded: true }
  const needsFile = row.file !== undefined && content.type !== "image" && content.type !== "link"
  if (!needsFile) return { ...toRowContent(content), text: row.text, forwarded: true }
  return row.text === "" ? null : { text: row.text, forwarded: true }
}

/** See ProfileCommands. */
export const forwardCommands = (ctx: ChatContext): Commands => {
  const { files } = ctx.state
  /** Its file, if the content is here. */
  const fileOf = ({ file }: ItemRow): GoingFile | null => {
    const known = files.get(file?.fileId ?? "")
    if (file === undefined || known?.contentKey === undefined) return null
    const reader = files.read(known.fileId)
    return { name: plainName(file.name), size: reader.size, content: sealedContent(reader, reader.size) }
  }

  /** For "Info" only. The notes have no name: the page words it. */
  const sourceOf = ({ contactId, order }: ItemRow): Pick<ItemRow, "forwardedFrom"> => ({
    forwardedFrom: { contactId, order, name: ctx.state.contacts.get(contactId)?.profile?.displayName ?? "" },
  })

  const forward: Commands["forward"] = async (itemIds, toChatId) => {
    const contact = findContact(ctx, toChatId)
    if (!canBeWrittenTo(contact)) throw new CommandError("NOT_FOUND")
    if (itemIds.length > mostForwarded) throw new CommandError("NOT_ALLOWED")
    const rows = await Promise.all(itemIds.map(id => findItem(ctx, id)))
    const items: Item[] = []
    for (const row of rows.toSorted((a, b) => a.order - b.order)) {
      const file = fileOf(row)
      const content = forwarded(row, file !== null)
      if (content === null) continue
      const said = { ...content, ...sourceOf(row) }
      items.push(
        file === null
          ? await sendLine(ctx, findContact(ctx, toChatId), said)
          : await sendWithFile(ctx, toChatId, said, file),
      )
    }
    return items
  }
  return { forward }
}
