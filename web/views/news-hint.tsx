/** In the list, after an update and until it was seen once: that there is something new, and where it is told. */
import { changeSettings } from "../keeping.ts"
import { Icon } from "../parts/icon.tsx"
import { goTo } from "../state/route.ts"
import { isKept } from "../state/session.ts"
import { settings } from "../state/settings.ts"
import { text } from "../text.ts"
import { version } from "../version.ts"

/** Another version was in use before. */
const isTime = () => isKept.value && settings.value.seen !== "" && settings.value.seen !== version

export const NewsHint = () => {
  if (!isTime()) return null
  const words = text.update
  const seen = () => void changeSettings({ seen: version }).catch(() => {})
  return (
    <aside class="news-hint" aria-label={words.done}>
      <p class="news-hint-words">{words.done}</p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          seen()
          goTo({ at: "settings", section: "about" })
        }}
      >
        {words.news}
      </button>
      <button type="button" class="icon-button" aria-label={words.dismiss} title={words.dismiss} onClick={seen}>
        <Icon name="close" />
      </button>
    </aside>
  )
}
