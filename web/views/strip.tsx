/** What will be sent with the message: its pictures in their order, to take out, move, or send unchanged. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { Menu, type Place } from "../parts/menu.tsx"
import { plainName } from "../parts/plain.ts"
import { size } from "../parts/time.tsx"
import { type Attached, applyAttached, attachedOf, largestFile, moved } from "../state/attached.ts"
import { text } from "../text.ts"

const Thumb = ({ one }: { readonly one: Attached }) => {
  const broken = useSignal(false)
  const onError = () => {
    broken.value = true
  }
  if (one.kind === "image" && one.url !== null && !broken.value)
    return <img src={one.url} alt="" draggable={false} onError={onError} />
  if (one.kind === "video" && one.url !== null && !broken.value)
    return (
      <>
        <video src={one.url} muted playsInline preload="metadata" tabIndex={-1} onError={onError} />
        <Icon name="play" />
      </>
    )
  return <Icon name={one.kind === "file" ? "file" : one.kind} />
}

type TileProps = {
  readonly one: Attached
  readonly label: string
  readonly onMenu: (place: Place, opener: HTMLElement) => void
  readonly onRemove: () => void
}

const Tile = ({ one, label, onMenu, onRemove }: TileProps) => {
  const name = plainName(one.file.name, text.content.file)
  const tooLarge = one.file.size > largestFile
  return (
    <>
      <button
        type="button"
        class="tile"
        data-kind={one.asFile ? "file" : one.kind}
        aria-label={label}
        aria-haspopup="menu"
        title={name}
        onClick={e => {
          const { left, top } = e.currentTarget.getBoundingClientRect()
          onMenu({ x: left, y: top }, e.currentTarget)
        }}
      >
        <Thumb one={one} />
        {(one.asFile || one.kind === "file" || tooLarge) && (
          <span class="tile-words" data-bad={tooLarge || undefined}>
            {tooLarge ? words.attaching.tooLarge : one.asFile ? text.content.file : name}
            {!tooLarge && <span>{size(one.file.size)}</span>}
          </span>
        )}
      </button>
      <button type="button" class="tile-remove" aria-label={words.attaching.removeOne(name)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </>
  )
}

type Open = { readonly id: number; readonly place: Place; readonly opener: HTMLElement }

export const Strip = ({ chatId, busy }: { readonly chatId: string; readonly busy: boolean }) => {
  const all = attachedOf(chatId)
  const open = useSignal<Open | null>(null)
  const dragged = useRef<number | null>(null)
  const change = (next: readonly Attached[]) => applyAttached(chatId, next)
  const remove = (id: number) => {
    change(all.filter(one => one.id !== id))
    document.querySelector<HTMLElement>(".composer textarea")?.focus()
  }
  const close = () => {
    const { opener } = open.value ?? {}
    open.value = null
    if (opener?.isConnected) opener.focus()
  }
  const chosen = all.findIndex(one => one.id === open.value?.id)
  const one = all[chosen]
  const entries = one
    ? [
        {
          key: "earlier",
          label: words.attaching.earlier,
          icon: "back" as const,
          off: chosen === 0,
          run: () => {
            change(moved(all, one.id, -1))
            close()
          },
        },
        {
          key: "later",
          label: words.attaching.later,
          icon: "forward" as const,
          off: chosen === all.length - 1,
          run: () => {
            change(moved(all, one.id, 1))
            close()
          },
        },
        ...(one.kind === "file"
          ? []
          : [
              {
                key: "as",
                label: one.asFile ? words.attaching.asShown : words.attaching.asFile,
                icon: one.asFile ? one.kind : ("file" as const),
                run: () => {
                  change(all.map(other => (other.id === one.id ? { ...one, asFile: !one.asFile } : other)))
                  close()
                },
              },
            ]),
        {
          key: "remove",
          label: words.attaching.remove,
          icon: "trash" as const,
          run: () => {
            close()
            remove(one.id)
          },
        },
      ]
    : []
  return (
    <>
      <ol class="strip" aria-label={words.attaching.list} aria-busy={busy}>
        {all.map((item, i) => (
          <li
            key={item.id}
            draggable
            onDragStart={e => {
              dragged.current = item.id
              e.dataTransfer?.setData("text/plain", "")
            }}
            onDragEnd={() => {
              dragged.current = null
            }}
            onDragOver={e => {
              const from = all.findIndex(other => other.id === dragged.current)
              if (from < 0) return
              e.preventDefault()
              if (from !== i) change(moved(all, all[from]?.id ?? 0, i - from))
            }}
          >
            <Tile
              one={item}
              label={words.attaching.one(plainName(item.file.name, text.content[item.kind]), i + 1, all.length)}
              onMenu={(place, opener) => {
                open.value = { id: item.id, place, opener }
              }}
              onRemove={() => remove(item.id)}
            />
          </li>
        ))}
      </ol>
      {busy && (
        <p class="hint strip-busy" role="status">
          <span class="spinner" aria-hidden="true" />
          {words.attaching.busy}
        </p>
      )}
      {open.value && one && (
        <Menu label={words.attaching.menu} entries={entries} place={open.value.place} onClose={close} />
      )}
    </>
  )
}
