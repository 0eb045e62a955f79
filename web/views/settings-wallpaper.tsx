/** What stands behind the conversations: a pattern, or a picture of one's own. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { changeSettings } from "../keeping.ts"
import { useChanges } from "../parts/action.ts"
import { Choice } from "../parts/choice.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { type Settings, settings, wallpapers } from "../state/settings.ts"
import { hasPicture } from "../state/wallpaper.ts"
import { chooseWallpaper, dropWallpaper } from "../wallpaper.ts"

const OwnPicture = ({ onRemove }: { readonly onRemove: () => void }) => {
  const bad = useSignal(false)
  const { look } = text
  const choose = async (file: File | undefined) => {
    if (!file) return
    bad.value = false
    await chooseWallpaper(file).catch(() => {
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

export const Wallpaper = () => {
  const { wallpaper } = settings.value
  const box = useRef<HTMLDivElement>(null)
  const saving = useChanges()
  const change = (to: Settings["wallpaper"]) =>
    saving.run(() => (wallpaper === "own" && to !== "own" ? dropWallpaper(to) : changeSettings({ wallpaper: to })))
  const remove = async () => {
    await change("none")
    // The button has gone.
    box.current?.querySelector<HTMLElement>("input:checked")?.focus()
  }
  return (
    <div class="own-look" ref={box}>
      <Choice
        legend={text.look.wallpaper}
        all={wallpapers}
        value={wallpaper}
        words={w => text.look.wallpapers[w]}
        onChange={w => void change(w)}
      />
      {wallpaper === "own" && <OwnPicture onRemove={() => void remove()} />}
      <Problem code={saving.problem.value} />
    </div>
  )
}
