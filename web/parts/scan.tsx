/** The camera, looking for a QR code, with an image file as the other way. Loaded when first opened. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { text } from "../text.ts"
import { Dialog } from "./dialog.tsx"
import { Problem } from "./form.tsx"
import { Icon } from "./icon.tsx"
import { codeReader } from "./qr-decode.ts"

/** Between two looks at the camera picture: often enough to feel instant, and a phone stays cool. */
const pauseMs = 120

const pause = () => new Promise(resolve => setTimeout(resolve, pauseMs))

type Props = { readonly onFound: (text: string) => void; readonly onClose: () => void }

export const Scan = ({ onFound, onClose }: Props) => {
  const video = useRef<HTMLVideoElement>(null)
  const camera = useSignal<"starting" | "on" | "none">("starting")
  const problem = useSignal<string | null>(null)

  useEffect(() => {
    let open = true
    let stream: MediaStream | null = null
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const watch = async () => {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 1280 } },
      })
      const picture = video.current
      if (!open || !picture) return stop()
      picture.srcObject = stream
      await picture.play()
      camera.value = "on"
      const read = await codeReader()
      while (open) {
        const found = await read(picture, false)
        if (found && open) return onFound(found)
        await pause()
      }
    }
    watch().catch(() => {
      if (open) camera.value = "none"
      stop()
    })
    return () => {
      open = false
      stop()
    }
    // The camera starts once and stops with the dialog.
  }, [])

  const readFile = async (file: File | undefined) => {
    if (!file) return
    problem.value = null
    try {
      const picture = await createImageBitmap(file)
      const read = await codeReader()
      const found = await read(picture, true)
      picture.close()
      if (found) onFound(found)
      else problem.value = text.scan.notFound
    } catch {
      problem.value = text.scan.notFound
    }
  }

  return (
    <Dialog heading={text.scan.heading} onClose={onClose}>
      <div class="camera" data-state={camera.value}>
        <video ref={video} muted playsInline />
        <span class="camera-frame" aria-hidden="true" />
      </div>
      <p role="status" class="hint">
        {camera.value === "on" ? text.scan.lead : camera.value === "starting" ? text.scan.starting : text.scan.noCamera}
      </p>
      <Problem words={problem.value} />
      <label class="button second file">
        <Icon name="image" />
        {text.scan.image}
        <input
          type="file"
          accept="image/*"
          onChange={e => {
            const input = e.currentTarget
            void readFile(input.files?.[0]).finally(() => {
              input.value = "" // the same file may be chosen again
            })
          }}
        />
      </label>
    </Dialog>
  )
}
