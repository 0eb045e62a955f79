/** The camera of a computer: one press, one picture. Loaded when first opened. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { text as words } from "../media-text.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../text.ts"

type Props = { readonly onTaken: (picture: File) => void; readonly onClose: () => void }

const photoOf = (video: HTMLVideoElement): Promise<File | null> => {
  const canvas = document.createElement("canvas")
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext("2d")?.drawImage(video, 0, 0)
  return new Promise(resolve =>
    canvas.toBlob(b => resolve(b && new File([b], "photo.jpg", { type: "image/jpeg" })), "image/jpeg", 0.92),
  )
}

export const Camera = ({ onTaken, onClose }: Props) => {
  const video = useRef<HTMLVideoElement>(null)
  const state = useSignal<"starting" | "on" | "none">("starting")
  useEffect(() => {
    let open = true
    let stream: MediaStream | null = null
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, height: { ideal: 1080 } } })
      if (!open || !video.current) return stop()
      video.current.srcObject = stream
      await video.current.play()
      state.value = "on"
    }
    begin().catch(() => {
      if (open) state.value = "none"
      stop()
    })
    return () => {
      open = false
      stop()
    }
  }, [])
  const take = async () => {
    const picture = video.current && (await photoOf(video.current))
    if (!picture) return
    onTaken(picture)
    onClose()
  }
  return (
    <Dialog heading={words.attaching.camera} onClose={onClose}>
      <div class="photo" data-state={state.value}>
        <video ref={video} muted playsInline />
      </div>
      {state.value !== "on" && (
        <p role="status" class="hint">
          {state.value === "starting" ? text.scan.starting : words.attaching.noCamera}
        </p>
      )}
      {state.value === "on" && (
        <Button kind="primary" onClick={() => void take()}>
          <Icon name="camera" />
          {words.attaching.take}
        </Button>
      )}
    </Dialog>
  )
}
