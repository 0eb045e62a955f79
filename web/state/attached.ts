/** Files that are chosen for each chat and not sent yet: in memory only, gone when the chats are locked. */
import { signal } from "@preact/signals"

export type Attached = {
  readonly id: number
  readonly file: File
  readonly kind: "image" | "video" | "file"
  /** To look at it before it is sent; null for other files. */
  readonly url: string | null
  /** It goes as it is, also what is written into a picture. */
  readonly asFile: boolean
}

/** Pictures and videos as browsers name them. Whether they are any, their bytes say later. */
export const kindOfFile = ({ type }: File): Attached["kind"] => {
  if (/^image\/(?:png|jpeg|webp|gif|avif|bmp)$/.test(type)) return "image"
  return /^video\/(?:mp4|webm|quicktime|x-m4v|3gpp|x-matroska)$/.test(type) ? "video" : "file"
}

/** Bytes: the servers' limit for everybody. */
export const largestFile = 1_073_741_824

const byChat = signal<ReadonlyMap<string, readonly Attached[]>>(new Map())
const none: readonly Attached[] = []
let last = 0

export const attachedOf = (chatId: string): readonly Attached[] => byChat.value.get(chatId) ?? none

const letGo = (all: readonly Attached[]) => {
  for (const { url } of all) if (url !== null) URL.revokeObjectURL(url)
}

export const applyAttached = (chatId: string, now: readonly Attached[]) => {
  letGo((byChat.peek().get(chatId) ?? none).filter(one => !now.some(other => other.id === one.id)))
  byChat.value = new Map(byChat.peek()).set(chatId, now)
}

export const attachMore = (chatId: string, files: readonly File[]) => {
  const more = files.map((file): Attached => {
    const kind = kindOfFile(file)
    const url = kind === "file" ? null : URL.createObjectURL(file)
    return { id: ++last, file, kind, url, asFile: false }
  })
  applyAttached(chatId, [...attachedOf(chatId), ...more])
}

/** `all` with one in another place: `by` places later, or earlier. */
export const moved = (all: readonly Attached[], id: number, by: number): readonly Attached[] => {
  const from = all.findIndex(one => one.id === id)
  const one = all[from]
  if (!one) return all
  const rest = all.filter(other => other !== one)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, from + by)), 0, one)
}

export const forgetAttached = () => {
  for (const all of byChat.peek().values()) letGo(all)
  byChat.value = new Map()
}
