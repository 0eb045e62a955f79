import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { text } from "../text.ts"

/** A QR code of a link. The encoder is fetched when it is first needed. */
export const Qr = ({ link }: { link: string }) => {
  const image = useSignal<{ link: string; source: string | null } | null>(null)
  useEffect(() => {
    let wanted = true
    const draw = async () => {
      const { qrImage } = await import("./qr-encode.ts")
      return qrImage(link)
    }
    draw().then(
      source => {
        if (wanted) image.value = { link, source }
      },
      () => {
        if (wanted) image.value = { link, source: null }
      },
    )
    return () => {
      wanted = false
    }
  }, [link, image])
  const now = image.value?.link === link ? image.value : null
  if (now?.source === null) return <p class="hint">{text.link.qrFailed}</p>
  return <div class="qr">{now?.source && <img src={now.source} alt={text.link.qr} />}</div>
}
