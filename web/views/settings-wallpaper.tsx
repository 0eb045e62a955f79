/** What stands behind the messages of one chat, of a profile, or of all: a pattern, or a picture of one's own. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { useChanges } from "../parts/changes.ts"
import { Choice } from "../parts/choice.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { wallpapers } from "../state/settings.ts"
import { hasPicture, type WallpaperName, type WallpaperPlace, wallpaperName } from "../state/wallpaper.ts"
import { choosePicture, chooseWallpaper } from "../wallpaper.ts"

type PictureProps = { readonly place: WallpaperPlace; readonly onRemove: () => void }

const OwnPicture = ({ place, onRemove }: PictureProps) => {
  const bad = useSignal(false)
  const { look } = text
  const choose = async (file: File | undefined) => {
    if (!file) return
    bad.value = false
    await choosePicture(place, file).catch(() => {
      bad.value = true
    })
  }
  return (
    <div class="own-picture">
      <div class="buttons">
        <label class="button second file">
          <Icon name="image" />
          {look.picture}
          <input
            type="file"
            accept="image/*"
            aria-describedby="picture-means"
            onChange={e => {
              const input = e.currentTarget
              void choose(input.files?.[0]).finally(() => {
                input.value = "" // the same file may be chosen again
              })
            }}
          />
        </label>
        {hasPicture.value && <Button onClick={onRemove}>{look.pictureGone}</Button>}
      </div>
      <p class="hint" id="picture-means">
        {look.pictureMeans}
      </p>
      <Problem words={bad.value ? look.pictureBad : null} />
    </div>
  )
}

/** As a value of the choice: what is chosen for more than this. */
const wider = "wider"

type Props = {
  readonly place: WallpaperPlace
  /** Undefined: nothing is chosen here. */
  readonly name: WallpaperName | undefined
  /** What that means. */
  readonly widerWords?: string
}

export const Wallpaper = ({ place, name, widerWords }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const saving = useChanges()
  const change = (to: WallpaperName | typeof wider) =>
    saving.run(() => chooseWallpaper(place, to === wider ? null : to))
  const remove = async () => {
    await change(widerWords === undefined ? "none" : wider)
    // The button has gone.
    box.current?.querySelector<HTMLElement>("input:checked")?.focus()
  }
  return (
    <div class="own-look" ref={box}>
      <Choice
        legend={text.look.wallpaper}
        all={widerWords === undefined ? wallpapers : [wider, ...wallpapers]}
        value={name ?? wider}
        words={w => (
          <span class="pattern" data-wallpaper={w}>
            {w === wider ? widerWords : text.look.wallpapers[w]}
          </span>
        )}
        onChange={w => void change(w)}
      />
      {name === "own" && <OwnPicture place={place} onRemove={() => void remove()} />}
      <Problem code={saving.problem.value} />
    </div>
  )
}

/** What was chosen, at once. */
export const Example = () => (
  <figure class="example" aria-label={text.look.example}>
    {(["received", "sent"] as const).map(direction => (
      <div key={direction} class="line" data-direction={direction} data-last>
        <p class="bubble">{direction === "sent" ? text.look.exampleMine : text.look.exampleTheirs}</p>
      </div>
    ))}
  </figure>
)

type ChosenProps = { readonly chatId: string | null; readonly chosen: string | undefined }

/** Of one chat, or (null) of all chats of the active profile. */
export const ChosenWallpaper = ({ chatId, chosen }: ChosenProps) => {
  const { forChat, forProfile } = text.look
  const words = chatId === null ? forProfile : forChat
  return (
    <section class="card">
      <Wallpaper place={{ chatId }} name={wallpaperName(chosen)} widerWords={words.wider} />
      <Example />
      <p class="hint">{words.means}</p>
    </section>
  )
}
