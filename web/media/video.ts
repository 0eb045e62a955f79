/**
 * Videos on their way out: sent as they are, but for what the camera wrote about the place; with one of their pictures and their
 * length.
 *
 * Peer: ComposeView of the apps: processPickedMedia, getBitmapFromVideo; names `video_<date>.<extension>`.
 */
import type { Attachment } from "../../worker/api.ts"
import { withoutTelling } from "./boxes.ts"
import { stampedName } from "./name.ts"
import { previewOf } from "./picture.ts"
import { videoFrom } from "./show.ts"

/** Longer than any browser needs for the beginning of a local file. */
const patienceMs = 20_000
/** The first picture is often black. */
const lookAt = 0.5

/** Resolves with the next event of the name; rejects when the browser gives up, or says nothing. */
const next = (video: HTMLVideoElement, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TypeError("no video")), patienceMs)
    const settle = (then: () => void) => () => {
      clearTimeout(timer)
      then()
    }
    video.addEventListener(name, settle(resolve), { once: true })
    video.addEventListener(
      "error",
      settle(() => reject(new TypeError("no video"))),
      { once: true },
    )
  })

const goTo = async (video: HTMLVideoElement, at: number) => {
  const there = next(video, "seeked")
  video.currentTime = at
  await there
}

/** Some recorders write no length: the browser finds it at the end. */
const lengthOf = async (video: HTMLVideoElement): Promise<number> => {
  if (!Number.isFinite(video.duration)) await goTo(video, 1e7)
  return Number.isFinite(video.duration) ? video.duration : 0
}

type Look = { readonly image: string; readonly seconds: number }

const look = async (content: Blob): Promise<Look> => {
  const video = document.createElement("video")
  const address = URL.createObjectURL(content)
  try {
    video.muted = true
    video.playsInline = true
    video.preload = "auto"
    const ready = next(video, "loadeddata")
    video.src = address
    await ready
    const { videoWidth: width, videoHeight: height } = video
    if (width === 0) throw new TypeError("only sound")
    const seconds = await lengthOf(video)
    await goTo(video, Math.min(lookAt, seconds / 4))
    return { image: previewOf({ image: video, width, height }), seconds: Math.floor(seconds) }
  } finally {
    video.removeAttribute("src")
    video.load()
    URL.revokeObjectURL(address)
  }
}

/** Rejects when this browser cannot play it: then nobody knows what it shows. */
export const videoAttachment = async (file: File): Promise<Attachment> => {
  const video = await videoFrom(file)
  if (typeof video === "string") throw new TypeError("no video")
  const { image, seconds } = await look(video.blob)
  const extension = /\.(\w{2,4})$/.exec(file.name)?.[1]?.toLowerCase() ?? (video.type === "video/webm" ? "webm" : "mp4")
  const content = video.type === "video/mp4" ? await withoutTelling(file) : file
  return { name: stampedName("video", extension), content, as: { kind: "video", image, seconds } }
}
