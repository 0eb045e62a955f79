/** A voice message. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import type { Item, ItemContent } from "../../worker/api.ts"
import { peaksOfItem, soundOfItem } from "../media/show.ts"
import { useNear } from "../parts/near.ts"
import { Sound } from "../parts/sound.tsx"
import { isHere } from "../state/files.ts"

type Props = { readonly item: Item; readonly content: ItemContent & { readonly kind: "voice" } }

export const Voice = ({ item, content }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const peaks = useSignal<readonly number[] | null>(null)
  const here = isHere(item)
  useNear(box, here, () => {
    void peaksOfItem(item).then(found => {
      peaks.value = found
    })
  })
  const source = { key: item.id, chatId: item.chatId, seconds: content.seconds, load: () => soundOfItem(item) }
  return (
    <div ref={box}>
      <Sound source={source} peaks={peaks.value} isHere={here} />
    </div>
  )
}
