/** The part of a picture that stands for a person: a square, chosen by dragging, by keys or with the slider. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { squarePicture } from "../parts/picture.ts"
import { type Crop, describeCrop, middle, mostZoom, movedBy, withZoom, zoomOf } from "../state/crop.ts"
import { text } from "../text.ts"

/** Pixels of the drawing: twice what is shown, for sharp screens. */
const drawn = 576
/** Parts of the square by which a key moves it. */
const step = 0.05
const zoomStep = 1.1

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
}

type Props = {
  readonly image: ImageBitmap
  readonly onChoose: (picture: string) => void
  readonly onClose: () => void
}

export const CropDialog = ({ image, onChoose, onClose }: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const crop = useSignal<Crop>(middle(image))
  const action = useAction()
  const { x, y, side } = crop.value
  useEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context) return
    context.fillStyle = "#fff" // where it is transparent, as in what is made of it
    context.fillRect(0, 0, drawn, drawn)
    context.drawImage(image, x, y, side, side, 0, 0, drawn, drawn)
  }, [image, x, y, side])
  const move = (dx: number, dy: number) => {
    crop.value = movedBy(image, crop.value, dx, dy)
  }
  const zoom = (to: number) => {
    crop.value = withZoom(image, crop.value, to)
  }
  const now = zoomOf(image, crop.value)
  const [percent, left, top] = describeCrop(image, crop.value)
  const choose = () =>
    action.run(async () => {
      onChoose(squarePicture(image, crop.value))
    })
  return (
    <Dialog heading={own.crop.heading} onClose={onClose}>
      <div
        class="crop"
        role="application"
        aria-label={own.crop.label}
        aria-describedby="crop-means"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move what is shown
        tabIndex={0}
        onPointerDown={e => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={e => {
          if (e.buttons === 0) return
          const { width } = e.currentTarget.getBoundingClientRect()
          // The picture follows the finger: the square goes the other way.
          move(-e.movementX / width, -e.movementY / width)
        }}
        onWheel={e => {
          e.preventDefault()
          zoom(now * (e.deltaY < 0 ? zoomStep : 1 / zoomStep))
        }}
        onKeyDown={e => {
          const by = arrows[e.key]
          if (by) move(...by)
          else if (e.key === "+" || e.key === "=") zoom(now * zoomStep)
          else if (e.key === "-") zoom(now / zoomStep)
          else return
          e.preventDefault()
        }}
      >
        <canvas ref={canvas} width={drawn} height={drawn} />
      </div>
      <p class="hint" id="crop-means">
        {own.crop.means}
      </p>
      <p class="unseen" role="status">
        {own.crop.describe(percent, left, top)}
      </p>
      <div class="field">
        <label for="crop-size">{own.crop.size}</label>
        <input
          id="crop-size"
          type="range"
          min="1"
          max={mostZoom}
          step="0.05"
          autocomplete="off"
          value={now}
          onInput={e => zoom(Number(e.currentTarget.value))}
        />
      </div>
      <Problem words={action.problem.value ? text.profile.unreadable : null} />
      <div class="buttons">
        <Button kind="primary" onClick={() => void choose()}>
          {own.crop.use}
        </Button>
        <Button onClick={onClose}>{text.remove.cancel}</Button>
      </div>
    </Dialog>
  )
}
