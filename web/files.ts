/** What a person can do with files. All of it rejects as the worker does. */
import type { Item } from "../worker/api.ts"
import { changeArrival, dismissArrival } from "./commands.ts"
import { plainText, savedName } from "./parts/plain.ts"
import { share } from "./parts/share.ts"
import { openNotes } from "./people.ts"
import { apply } from "./state/apply.ts"
import { isHere } from "./state/files.ts"
import { arrival } from "./state/link.ts"
import type { Voice } from "./state/recording.ts"
import { text } from "./text.ts"
import { codeOf, worker } from "./worker.ts"

type Chosen = { readonly file: File; readonly asFile?: boolean }

/**
 * Sends files one after another, as the apps do: the text goes with the last, and the first answers. `onSent` follows each
 * that is stored; when one cannot be sent, those after it are not either.
 */
export const attach = async (
  chatId: string,
  files: readonly Chosen[],
  words = "",
  about: { readonly replyTo?: string; readonly ttl?: number } = {},
  onSent: (index: number) => void = () => {},
) => {
  const { toAttachment } = await import("./parts/attach.ts")
  const { replyTo: _, ...later } = about
  for (const [i, { file, asFile }] of files.entries()) {
    const attachment = await toAttachment(file, asFile)
    const item = await worker.sendFile(chatId, attachment, i === files.length - 1 ? words : "", i === 0 ? about : later)
    apply({ type: "sent", item })
    onSent(i)
  }
}

/** Sends a voice message. Its name says when, in no time zone, as those of the apps do. */
export const sendVoice = async (
  chatId: string,
  { sound, seconds }: Voice,
  options: { readonly replyTo?: string; readonly ttl?: number } = {},
) => {
  const { stampedName } = await import("./media/name.ts")
  const file = {
    name: stampedName("voice", "m4a"),
    content: sound,
    as: { kind: "voice", seconds: Math.floor(seconds) },
  } as const
  const item = await worker.sendFile(chatId, file, "", options)
  apply({ type: "sent", item })
}

export const download = (itemId: string, approved = false) => worker.download(itemId, approved)
export const cancelFile = (itemId: string) => worker.cancelFile(itemId)

/** "Download" on an opened link to a file, after `enter` for those who are nobody here yet. Failures are left in the arrival. */
export const downloadArrival = async (enter?: () => Promise<void>) => {
  const now = arrival.peek()
  if (!now || now.busy) return
  changeArrival(now.link, { busy: true, problem: null })
  try {
    await enter?.()
    await worker.downloadLink(now.link)
    await openNotes()
    dismissArrival()
  } catch (thrown) {
    changeArrival(now.link, { busy: false, problem: codeOf(thrown) })
  }
}

/** The file's line with its link is in the notes. */
export const sendByLink = async (file: File) => {
  await worker.sendByLink({ name: file.name, content: file })
  await openNotes()
}

export const saveFile = async (item: Item) => {
  const [content, { saveAs }] = await Promise.all([worker.fileContent(item.id), import("./parts/attach.ts")])
  saveAs(savedName(item.file?.name ?? "", text.content.file), content)
}

/** What other apps take: a type that its bytes have. */
const typeOf = async (item: Item, content: Blob): Promise<string> => {
  const { pictureFrom, videoFrom } = await import("./media/show.ts")
  const shown = item.content?.kind === "video" ? await videoFrom(content) : await pictureFrom(content)
  return typeof shown === "string" ? "application/octet-stream" : shown.type
}

/** Hands a message to another app, with its file when that is here and the browser lets it pass. */
export const shareItem = async (item: Item): Promise<void> => {
  const words = item.text === "" ? {} : { text: plainText(item.text) }
  if (!item.file || !isHere(item)) return void (await share(words))
  const content = await worker.fileContent(item.id)
  const type = await typeOf(item, content)
  const file = new File([content], savedName(item.file.name, text.content.file), { type })
  const whole = { ...words, files: [file] }
  await share(navigator.canShare?.(whole) ? whole : words)
}
