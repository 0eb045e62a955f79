/** What a person can do with files. All of it rejects as the worker does. */
import type { Item } from "../worker/api.ts"
import { plainName, plainText } from "./parts/plain.ts"
import { share } from "./parts/share.ts"
import { apply } from "./state/apply.ts"
import type { Voice } from "./state/recording.ts"
import { text } from "./text.ts"
import { worker } from "./worker.ts"

/** Sends files one after another; the text goes with the first. */
export const attach = async (chatId: string, files: readonly File[], words = "", replyTo?: string, ttl?: number) => {
  const { toAttachment } = await import("./parts/attach.ts")
  const time = ttl === undefined ? {} : { ttl }
  for (const [i, file] of files.entries()) {
    const options = { ...time, ...(i === 0 && replyTo !== undefined ? { replyTo } : {}) }
    const item = await worker.sendFile(chatId, await toAttachment(file), i === 0 ? words : "", options)
    apply({ type: "sent", item })
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

export const saveFile = async (item: Item) => {
  const [content, { saveAs }] = await Promise.all([worker.fileContent(item.id), import("./parts/attach.ts")])
  saveAs(plainName(item.file?.name ?? "", text.content.file), content)
}

/** Types that a browser only decodes. */
const pictures: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
}

/** A picture that is here, as an address for an image; null when its name says that it is none. Give it back when done. */
export const pictureUrl = async (item: Item): Promise<string | null> => {
  const type = pictures[item.file?.name.split(".").at(-1)?.toLowerCase() ?? ""]
  if (type === undefined) return null
  return URL.createObjectURL(new Blob([await worker.fileContent(item.id)], { type }))
}

/** Hands a message to another app, with its file when that is here and the browser lets it pass. */
export const shareItem = async (item: Item): Promise<void> => {
  const words = item.text === "" ? {} : { text: plainText(item.text) }
  if (item.file?.state !== "here") return void (await share(words))
  const content = await worker.fileContent(item.id)
  const file = new File([content], plainName(item.file.name, text.content.file), { type: content.type })
  const whole = { ...words, files: [file] }
  await share(navigator.canShare?.(whole) ? whole : words)
}
