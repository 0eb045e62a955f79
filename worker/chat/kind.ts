/**
 * Kinds of content as rows keep them and as the page sees them.
 *
 * Peer:  Simplex.Chat.Protocol, msgContentText.
 * Trust: rows have what the contact wrote: read again with the same limits.
 */
import type { FileState, ItemContent, ItemQuote } from "../api.ts"
import { utf8 } from "../encoding/bytes.ts"
import type { ItemRow, OfferedFile, QuoteRow } from "../store/chat.ts"
import { readCard } from "./card.ts"
import { type Content, contentJson, readContent } from "./content.ts"
import type { FileInvitation } from "./file-invitation.ts"
import { parseJson, writeJson } from "./json.ts"

/** Content of a line. Throws DecodeError only for a row that we did not write. */
export const contentOf = ({ text, content }: Pick<ItemRow, "text" | "content">): Content =>
  content === undefined ? { type: "text", text } : readContent(parseJson(utf8(content)))

/** As a row keeps it: text apart, the rest as JSON text. */
export const toRowContent = (c: Content): Pick<ItemRow, "text" | "content"> => ({
  text: c.text ?? "",
  ...(c.type === "text" ? {} : { content: writeJson(contentJson(c)) }),
})

/** What can be said of it in a line of text. Durations and reasons are worded by the page. */
export const contentText = (c: Content): string => c.text ?? ""

/** What a line is besides its text, for the page; null for text alone. */
export const toItemContent = (c: Content): ItemContent | null => {
  switch (c.type) {
    case "text":
      return null
    case "link": {
      const { uri, title, description, image } = c.preview
      return { kind: "link", uri, title, description, image }
    }
    case "image":
      return { kind: "image", image: c.image }
    case "video":
      return { kind: "video", image: c.image, seconds: c.duration }
    case "voice":
      return { kind: "voice", seconds: c.duration }
    case "file":
      return { kind: c.type }
    case "chat": {
      const card = readCard(c.chatLink)
      return { kind: c.type, ...(card === null ? {} : { card }) }
    }
    case "report":
      return { kind: "report", reason: c.reason }
    case "unknown":
      return { kind: "unknown", type: c.tag }
  }
}

/** The quote of a line; `itemIdOf` names the quoted line. */
export const toItemQuote = (
  row: Pick<ItemRow, "direction"> & { readonly quote: QuoteRow },
  itemIdOf: (order: number) => string,
): ItemQuote => {
  const { sent, content: json, order } = row.quote
  const content = contentOf({ text: "", content: json })
  const seen = toItemContent(content)
  return {
    ...(order === undefined ? {} : { itemId: itemIdOf(order) }),
    // `sent` is from the view of the one who quotes.
    author: (row.direction === "sent") === sent ? "me" : "contact",
    text: contentText(content),
    kind: seen?.kind ?? "text",
    ...(seen !== null && "image" in seen ? { image: seen.image } : {}),
  }
}

/** What a row keeps of an offered file; `fileId` where it can be downloaded. */
export const toOfferedFile = (f: FileInvitation, fileId: string | null, state: FileState): OfferedFile => ({
  name: f.name,
  size: f.size,
  state,
  ...(fileId === null ? {} : { fileId }),
  ...(f.digest === null ? {} : { digest: f.digest }),
})
