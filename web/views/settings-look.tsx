/** "Appearance": only how it looks to oneself. */
import { changeSettings } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Choice } from "../parts/choice.tsx"
import { Problem } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { endonyms, type LanguageChoice, languageChoices } from "../state/language.ts"
import { isKept } from "../state/session.ts"
import { accents, type Settings, settings, sizes, themes } from "../state/settings.ts"

/** Each language by its own name, and said as such by screen readers. */
const LanguageName = ({ choice }: { choice: LanguageChoice }) =>
  choice === "browser" ? <span>{text.look.languageBrowser}</span> : <bdi lang={choice}>{endonyms[choice]}</bdi>

export const Look = () => {
  const { language, theme, accent, size } = settings.value
  const saving = useAction()
  const change = (patch: Partial<Settings>) => void saving.run(() => changeSettings(patch))
  const { look } = text
  return (
    <section class="card">
      <p class="lead">{isKept.value ? look.lead : look.privateLead}</p>
      <Choice
        legend={look.language}
        all={languageChoices}
        value={language}
        words={l => <LanguageName choice={l} />}
        onChange={l => change({ language: l })}
      />
      <Choice
        legend={look.theme}
        all={themes}
        value={theme}
        words={t => look.themes[t]}
        onChange={t => change({ theme: t })}
      />
      <Choice
        legend={look.accent}
        all={accents}
        value={accent}
        words={a => (
          <span class="colour" data-accent={a}>
            {look.accents[a]}
          </span>
        )}
        onChange={a => change({ accent: a })}
      />
      <Choice
        legend={look.size}
        all={sizes}
        value={size}
        words={s => look.sizes[s]}
        onChange={s => change({ size: s })}
      />
      <Problem code={saving.problem.value} />
    </section>
  )
}
