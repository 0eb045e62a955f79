/** "Appearance": only how it looks to oneself. */
import { changeSettings } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Choice, Switch } from "../parts/choice.tsx"
import { Problem, Select } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { endonyms, type LanguageChoice, languageChoices } from "../state/language.ts"
import { isKept } from "../state/session.ts"
import { accents, type Settings, settings, sizes, themes } from "../state/settings.ts"

/** Each by its own name. */
const languageName = (choice: LanguageChoice) => (choice === "browser" ? text.look.languageBrowser : endonyms[choice])

export const Look = () => {
  const { language, theme, accent, size, keys } = settings.value
  const saving = useAction()
  const change = (patch: Partial<Settings>) => void saving.run(() => changeSettings(patch))
  const { look } = text
  return (
    <section class="card">
      <p class="lead">{isKept.value ? look.lead : look.privateLead}</p>
      <Select
        label={look.language}
        value={language}
        options={languageChoices.map(choice => [choice, languageName(choice)] as const)}
        onChange={l => change({ language: l as LanguageChoice })}
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
      <Switch label={look.keys} on={keys} hint={look.keysMean} onChange={on => change({ keys: on })} />
      <Problem code={saving.problem.value} />
    </section>
  )
}
