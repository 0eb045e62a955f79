/** The language, where somebody begins who may not read the present one. */
import { endonyms, language, languages } from "../state/language.ts"
import { chooseLanguage } from "../state/settings.ts"
import { text } from "../text.ts"

export const LanguageMenu = () => (
  <div class="language">
    <select
      aria-label={text.language}
      autocomplete="off"
      value={language.value}
      onChange={e => chooseLanguage(e.currentTarget.value)}
    >
      {languages.map(one => (
        <option key={one} value={one} lang={one}>
          {endonyms[one]}
        </option>
      ))}
    </select>
  </div>
)
