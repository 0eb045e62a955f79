/**
 * A picture or video that fills the screen, and those before and after it. Arrows, Home and End go through them, plus, minus
 * and a double click change the size, Escape closes; a finger swipes. Older and newer ones are asked of the worker
 * when the first or the last is reached.
 */
import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Item } from "../../worker/api.ts"
import { saveFile, shareItem } from "../files.ts"
import { mediaBeside } from "../media/beside.ts"
import { text as words } from "../media-text.ts"
import { useAction } from "../parts/action.ts"
import { Problem } from "../parts/form.tsx"
import { Icon, type IconName } from "../parts/icon.tsx"
import { useShown } from "../parts/shown.ts"
import { dayAndTime } from "../parts/time.tsx"
import { applyGallery, inOrder, isLookedAt, uncover } from "../state/gallery.ts"
import { maySave } from "../state/kiosk.ts"
import type { Conversation } from "../state/messages.ts"
import { text } from "../text.ts"

/** Pixels that a finger moves sideways. */
const swipe = 50
const zooms = [1, 1.5, 2, 3, 4] as const

type ToolProps = {
  readonly icon: IconName
  readonly label: string
  readonly off?: boolean
  readonly onClick: () => void
}

const Tool = ({ icon, label, off, onClick }: ToolProps) => (
  <button
    type="button"
    class="icon-button"
    aria-label={label}
    title={label}
    aria-disabled={off || undefined}
    onClick={off ? undefined : onClick}
  >
    <Icon name={icon} />
  </button>
)

type StageProps = { readonly item: Item; readonly zoom: number; readonly onZoom: () => void }

const Stage = ({ item, zoom, onZoom }: StageProps) => {
  const { url, problem } = useShown(item, true)
  const broken = useSignal(false)
  const image = useRef<HTMLImageElement>(null)
  const isVideo = item.content?.kind === "video"
  useEffect(() => {
    const picture = image.current
    // Not a style of the page, which the policy forbids, but of this element.
    if (picture) {
      picture.style.maxInlineSize = picture.style.maxBlockSize = `${zoom * 100}%`
      picture.style.inlineSize = zoom > 1 ? `${zoom * 100}%` : "auto"
    }
  }, [zoom, url])
  const onError = () => {
    broken.value = true
  }
  if (problem !== null || broken.value)
    return (
      <p class="gallery-problem" role="alert">
        {broken.value && isVideo ? words.media.unplayable : words.media.problems[problem ?? "broken"]}
      </p>
    )
  if (url === null) return <span class="spinner" aria-hidden="true" />
  return isVideo ? (
    // biome-ignore lint/a11y/useMediaCaption: what people send has none
    <video class="gallery-video" src={url} controls autoPlay playsInline onError={onError} />
  ) : (
    <img
      ref={image}
      class="gallery-picture"
      src={url}
      alt={text.content.image}
      draggable={false}
      onDblClick={onZoom}
      onError={onError}
    />
  )
}

type Props = { readonly itemId: string; readonly conversation: Conversation }

type Side = "older" | "newer"

/** Those on one side of what is loaded, as far as somebody has gone. */
const useBeside = (conversation: Conversation, side: Side, wanted: boolean): readonly Item[] => {
  const { chatId, items, beside, hasOlder, hasNewer } = conversation
  const found = useSignal<readonly Item[]>([])
  const from = useRef<number | null | undefined>(undefined)
  const isMore = side === "older" ? hasOlder : hasNewer
  useEffect(() => {
    const order = from.current === undefined ? items.at(side === "older" ? 0 : -1)?.order : from.current
    if (!wanted || !isMore || order === undefined || order === null) return
    mediaBeside(chatId, side, order).then(
      more => {
        // Newer ones may still come.
        from.current = more.next ?? (side === "newer" ? (more.items.at(-1)?.order ?? order) : null)
        found.value = [...found.peek(), ...more.items]
      },
      // Asked for again when somebody comes here again.
      () => {},
    )
  }, [wanted, isMore])
  // What has happened to them since.
  return found.value.flatMap(item => {
    const now = beside.get(item.id)
    return now === undefined ? [item] : (now ?? [])
  })
}

export const Gallery = ({ itemId, conversation }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const zoom = useSignal<number>(1)
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null)
  const action = useAction()
  const ends = useSignal({ first: false, last: false })
  const older = useBeside(conversation, "older", ends.value.first)
  const newer = useBeside(conversation, "newer", ends.value.last)
  const list = inOrder([...older, ...newer, ...conversation.items]).filter(isLookedAt)
  const at = list.findIndex(item => item.id === itemId)
  const item = list[at]
  useEffect(() => {
    ends.value = { first: at <= 0, last: at >= list.length - 1 }
  }, [at, list.length])
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  const close = () => applyGallery(null)
  // Deleted, or disappeared, while it was looked at.
  useEffect(() => {
    if (!item) close()
  }, [item === undefined])

  const go = (to: number) => {
    const next = list[Math.max(0, Math.min(list.length - 1, to))]
    if (!next || next.id === itemId) return
    zoom.value = 1
    uncover(next.id)
    applyGallery(next.id)
  }
  const zoomBy = (by: number) => {
    const now = zooms.findIndex(z => z >= zoom.value)
    zoom.value = zooms[Math.max(0, Math.min(zooms.length - 1, now + by))] ?? 1
  }
  const toggleZoom = () => {
    zoom.value = zoom.value > 1 ? 1 : 2
  }
  const forward = () => (document.documentElement.dir === "rtl" ? -1 : 1)
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(at + forward()),
    ArrowLeft: () => go(at - forward()),
    Home: () => go(0),
    End: () => go(list.length - 1),
    "+": () => zoomBy(1),
    "=": () => zoomBy(1),
    "-": () => zoomBy(-1),
    "0": () => {
      zoom.value = 1
    },
  }
  const run = (what: () => Promise<unknown>) => void action.run(what)
  const isVideo = item?.content?.kind === "video"
  return (
    <dialog
      ref={dialog}
      class="gallery"
      aria-label={words.media.gallery}
      onClose={close}
      onKeyDown={e => {
        const key = keys[e.key]
        // A video has keys of its own; enlarged, arrows move over the picture.
        const isTaken = e.target instanceof HTMLVideoElement || (zoom.value > 1 && e.key.startsWith("Arrow"))
        if (!key || isTaken || e.ctrlKey || e.metaKey || e.altKey) return
        e.preventDefault()
        key()
      }}
      onPointerDown={e => {
        from.current =
          e.pointerType === "touch" && e.isPrimary && zoom.value === 1 ? { x: e.clientX, y: e.clientY } : null
      }}
      onPointerUp={e => {
        const { x, y } = from.current ?? { x: e.clientX, y: e.clientY }
        from.current = null
        const [dx, dy] = [e.clientX - x, e.clientY - y]
        if (Math.abs(dx) > swipe && Math.abs(dx) > Math.abs(dy)) go(at + (dx < 0 ? forward() : -forward()))
      }}
    >
      <header class="gallery-head">
        <p class="gallery-words" role="status">
          {item && words.media.place(at + 1, list.length)}
          {item && <span class="gallery-time">{dayAndTime(item.at)}</span>}
        </p>
        {!isVideo && (
          <Tool
            icon={zoom.value > 1 ? "smaller" : "larger"}
            label={zoom.value > 1 ? words.media.smaller : words.media.larger}
            onClick={toggleZoom}
          />
        )}
        {item && maySave.value && "canShare" in navigator && (
          <Tool icon="share" label={words.media.share} onClick={() => run(() => shareItem(item))} />
        )}
        {item && maySave.value && (
          <Tool icon="save" label={text.files.save} onClick={() => run(() => saveFile(item))} />
        )}
        <Tool icon="close" label={words.media.close} onClick={close} />
      </header>
      <div class="gallery-stage" data-zoomed={zoom.value > 1 || undefined}>
        {item && <Stage key={item.id} item={item} zoom={zoom.value} onZoom={toggleZoom} />}
      </div>
      <div class="gallery-nav">
        <Tool icon="back" label={words.media.earlier} off={at <= 0} onClick={() => go(at - 1)} />
        <Tool icon="next" label={words.media.later} off={at >= list.length - 1} onClick={() => go(at + 1)} />
      </div>
      <Problem code={action.problem.value} />
    </dialog>
  )
}
