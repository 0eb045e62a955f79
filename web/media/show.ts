/**
 * Files of messages as something to look at or listen to. Loaded when there is something.
 *
 * Trust: files are strangers'. What one is, its bytes say; a browser gets it from a blob: address, under a type from a
 *        list (sniff.ts), and a picture only when its size is known to be bearable (dimensions.ts).
 */
import { effect } from "@preact/signals"
import type { Item } from "../../worker/api.ts"
import { isOpen } from "../state/session.ts"
import { worker } from "../worker.ts"
import { soundOf } from "./boxes.ts"
import { dimensionsOf, isShowable } from "./dimensions.ts"
import { headSize, pictureType, soundType, videoType } from "./sniff.ts"
import { peaksOfFile } from "./wave.ts"

/** Why it is not shown: it is none, or none that a browser decodes safely; or it is too large in pixels. */
export type ShowProblem = "kind" | "large"

export type Shown = { readonly blob: Blob; readonly type: string }

const bytesOf = async (blob: Blob, size: number): Promise<Uint8Array> =>
  new Uint8Array(await blob.slice(0, size).arrayBuffer())

/** The size of a JPEG stands behind what its camera wrote, previews included. */
const pictureHead = 512 * 1024

export const pictureFrom = async (content: Blob): Promise<Shown | ShowProblem> => {
  const head = await bytesOf(content, pictureHead)
  const type = pictureType(head)
  const dimensions = dimensionsOf(head)
  if (type === null || dimensions === null) return "kind"
  return isShowable(dimensions) ? { blob: new Blob([content], { type }), type } : "large"
}

export const videoFrom = async (content: Blob): Promise<Shown | ShowProblem> => {
  const type = videoType(await bytesOf(content, headSize))
  return type === null ? "kind" : { blob: new Blob([content], { type }), type }
}

const soundFrom = async (content: Blob): Promise<Blob | null> => {
  const type = soundType(await bytesOf(content, headSize))
  return type === null ? null : new Blob([content], { type })
}

/** Of a picture or video whose file is here. Rejects as the worker does. */
export const shownOf = async (item: Item): Promise<Shown | ShowProblem> => {
  const content = await worker.fileContent(item.id)
  return item.content?.kind === "video" ? videoFrom(content) : pictureFrom(content)
}

/** The sound of a voice message whose file is here; null: it is none. */
export const soundOfItem = async (item: Item): Promise<Blob | null> => soundFrom(await worker.fileContent(item.id))

/** Files and decoded sounds that are looked through for their picture: five minutes in any quality. */
const mostBytes = 8_000_000
const mostNumbers = 60_000_000

const known = new Map<string, readonly number[] | null>()
effect(() => {
  if (!isOpen.value) known.clear()
})

/** One after the other: decoding takes what there is of a phone. */
let last: Promise<unknown> = Promise.resolve()

const lookThrough = async (item: Item): Promise<readonly number[] | null> => {
  const sound = await soundOfItem(item)
  if (sound?.type !== "audio/mp4" || sound.size > mostBytes) return null
  const numbers = await soundOf(sound)
  return numbers === null || numbers > mostNumbers ? null : peaksOfFile(sound)
}

/** How loud a voice message is over its time (wave.ts); null when that cannot be told. Worked out once. */
export const peaksOfItem = async (item: Item): Promise<readonly number[] | null> => {
  const found = known.get(item.id)
  if (found !== undefined) return found
  const work = last.then(() => lookThrough(item)).catch(() => null)
  last = work
  const peaks = await work
  // When the chats were locked meanwhile, nothing of them stays.
  if (isOpen.peek()) known.set(item.id, peaks)
  return peaks
}
