/** A picture or video of a message: its preview until it is here, blurred until it is wanted if that is set. */
import { useSignal } from "@preact/signals"
import { useMemo, useRef } from "preact/hooks"
import type { Item, ItemContent } from "../../worker/api.ts"
import { download } from "../files.ts"
import { text as words } from "../media-text.ts"
import { Icon } from "../parts/icon.tsx"
import { useNear } from "../parts/near.ts"
import { isPicture, pictureSize } from "../parts/picture.ts"
import { useShown } from "../parts/shown.ts"
import { duration } from "../parts/time.tsx"
import { isHere } from "../state/files.ts"
import { applyGallery, isCovered, uncover } from "../state/gallery.ts"
import { text } from "../text.ts"

type Props = { readonly item: Item; readonly content: ItemContent & { readonly kind: "image" | "video" } }

export const Media = ({ item, content }: Props) => {
  const button = useRef<HTMLButtonElement>(null)
  const near = useSignal(false)
  const broken = useSignal(false)
  const isVideo = content.kind === "video"
  const here = isHere(item)
  useNear(button, here && !isVideo, () => {
    near.value = true
  })
  const { url, problem } = useShown(item, near.value && here)
  const covered = isCovered(item.id)
  const preview = isPicture(content.image) ? content.image : null
  // The picture itself has the form of its preview.
  const room = useMemo(() => (preview === null ? null : pictureSize(preview)), [preview])
  const name = text.content[content.kind]
  const canDownload = item.direction === "received" && item.file?.state === "offered"
  // In the order in which one comes to it: uncovered, fetched, looked at.
  const step = covered ? "uncover" : canDownload ? "download" : here && !problem ? "open" : null
  const press = () => {
    if (step === "uncover") uncover(item.id)
    if (step === "download") void download(item.id).catch(() => {})
    if (step === "open") applyGallery(item.id)
  }
  const isBad = problem !== null || broken.value
  const shown = !isBad && url !== null ? url : preview
  return (
    <>
      <button
        ref={button}
        type="button"
        class="media"
        data-covered={covered || undefined}
        aria-disabled={step === null || undefined}
        aria-label={step ? words.media[step](name) : name}
        onClick={press}
      >
        {shown ? (
          <img
            class="picture"
            src={shown}
            width={room?.width}
            height={room?.height}
            alt={name}
            draggable={false}
            onError={() => {
              if (shown === url) broken.value = true
            }}
          />
        ) : (
          <span class="picture picture-none">
            <Icon name={content.kind} />
          </span>
        )}
        {isVideo && !covered && (
          <>
            <span class="media-play">
              <Icon name="play" />
            </span>
            <span class="media-length">{duration(content.seconds)}</span>
          </>
        )}
        {covered && (
          <span class="media-length">
            <Icon name="eye" />
          </span>
        )}
      </button>
      {isBad && <p class="hint media-problem">{words.media.problems[problem ?? "broken"]}</p>}
    </>
  )
}
