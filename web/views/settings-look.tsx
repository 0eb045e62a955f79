/** "Appearance": only how it looks to oneself. */
import { changeSettings } from "../keeping.ts"
import { useChanges } from "../parts/changes.ts"
import { Choice, Switch } from "../parts/choice.tsx"
import { Problem, Select } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { endonyms, type LanguageChoice, languageChoices } from "../state/language.ts"
import { isKept } from "../state/session.ts"
import { accents, corners, faces, type Settings, settings, sizes, themes } from "../state/settings.ts"
import { Example, Wallpaper } from "./settings-wallpaper.tsx"

/** Each by its own name. */
const languageName = (choice: LanguageChoice) => (choice === "browser" ? text.look.languageBrowser : endonyms[choice])

export const Look = () => {
  const { language, theme, accent, size, hue, keys, corners: shape, tail, faces: face, wallpaper } = settings.value
  const saving = useChanges()
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
      {accent === "own" && (
        <div class="field hue">
          <label for="hue">{look.hue}</label>
          <input
            id="hue"
            type="range"
            autocomplete="off"
            min={0}
            max={359}
            value={hue}
            aria-describedby="hue-hint"
            onChange={e => change({ hue: e.currentTarget.valueAsNumber })}
          />
          <p class="hint" id="hue-hint">
            {look.hueMeans}
          </p>
        </div>
      )}
      <Choice
        legend={look.size}
        all={sizes}
        value={size}
        words={s => look.sizes[s]}
        onChange={s => change({ size: s })}
      />
      <Choice
        legend={look.corners}
        all={corners}
        value={shape}
        words={c => look.corner[c]}
        onChange={c => change({ corners: c })}
      />
      <Switch label={look.tail} on={tail} onChange={on => change({ tail: on })} />
      <Choice
        legend={look.faces}
        all={faces}
        value={face}
        words={f => look.face[f]}
        onChange={f => change({ faces: f })}
      />
      <Wallpaper place="all" name={wallpaper} />
      <Example />
      <Switch label={look.keys} on={keys} hint={look.keysMean} onChange={on => change({ keys: on })} />
      <Problem code={saving.problem.value} />
    </section>
  )
}
