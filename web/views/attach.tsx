/**
 * "Attach": pictures and videos, which are looked at before they are sent; the camera; or any file, which goes at once, as the
 * system's own window has asked already.
 */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { type Entry, Menu, type Place } from "../parts/menu.tsx"
import { attachMore } from "../state/attached.ts"
import { text } from "../text.ts"

const Camera = lazy(async () => (await import("./camera.tsx")).Camera)

/** A phone has a better camera than this page. */
const hasOwnCamera = () => matchMedia("(pointer: coarse)").matches

const filesOf = (input: HTMLInputElement): readonly File[] => {
  const files = [...(input.files ?? [])]
  input.value = "" // the same may be chosen again
  return files
}

type Props = { readonly chatId: string; readonly onFiles: (files: readonly File[]) => void }

export const AttachButton = ({ chatId, onFiles }: Props) => {
  const place = useSignal<Place | null>(null)
  const camera = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const [any, media, photo] = [
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
  ]
  const close = () => {
    place.value = null
    button.current?.focus()
  }
  const does = (run: () => void) => () => {
    close()
    run()
  }
  const toStrip = (input: HTMLInputElement) => {
    attachMore(chatId, filesOf(input))
    document.querySelector<HTMLElement>(".composer textarea")?.focus()
  }
  const entries: readonly Entry[] = [
    { key: "media", label: words.attaching.media, icon: "image", run: does(() => media.current?.click()) },
    {
      key: "camera",
      label: words.attaching.camera,
      icon: "camera",
      run: does(() => {
        if (hasOwnCamera()) photo.current?.click()
        else camera.value = true
      }),
    },
    { key: "file", label: words.attaching.file, icon: "file", run: does(() => any.current?.click()) },
  ]
  return (
    <>
      <input ref={any} type="file" multiple hidden tabIndex={-1} onChange={e => onFiles(filesOf(e.currentTarget))} />
      <input
        ref={media}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        accept="image/*,video/*"
        onChange={e => toStrip(e.currentTarget)}
      />
      <input
        ref={photo}
        type="file"
        hidden
        tabIndex={-1}
        accept="image/*"
        capture="environment"
        onChange={e => toStrip(e.currentTarget)}
      />
      <button
        ref={button}
        type="button"
        class="icon-button attach"
        aria-label={text.files.attach}
        title={text.files.attach}
        aria-haspopup="menu"
        aria-expanded={place.value !== null}
        onClick={e => {
          const { left, top } = e.currentTarget.getBoundingClientRect()
          place.value = place.value ? null : { x: left, y: top }
        }}
      >
        <Icon name="attach" />
      </button>
      {place.value && <Menu label={text.files.attach} entries={entries} place={place.value} onClose={close} />}
      {camera.value && (
        <Camera
          onTaken={file => attachMore(chatId, [file])}
          onClose={() => {
            camera.value = false
          }}
        />
      )}
    </>
  )
}
