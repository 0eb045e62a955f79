/**
 * Files on their way out, and to the disk. Loaded when something is attached or saved. Pictures and videos that this browser
 * cannot read go as files, as they are.
 */
import type { Attachment } from "../../worker/api.ts"
import { kindOfFile } from "../state/attached.ts"

/** What the worker is given. `asFile`: nothing is changed, nothing is shown. */
export const toAttachment = async (file: File, asFile = false): Promise<Attachment> => {
  const plain: Attachment = { name: file.name, content: file }
  const kind = kindOfFile(file)
  if (asFile || kind === "file") return plain
  try {
    return kind === "image"
      ? await (await import("../media/picture.ts")).pictureAttachment(file)
      : await (await import("../media/video.ts")).videoAttachment(file)
  } catch {
    return plain
  }
}

/** Lets the browser save a content under a name. It never opens it: the type says nothing. */
export const saveAs = (name: string, content: Blob) => {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
