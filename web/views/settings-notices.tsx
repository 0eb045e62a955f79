/** "Notifications": how much is told by the system, and the sound. The browser is asked only when somebody presses. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { changeSettings } from "../keeping.ts"
import { askPermission, permission } from "../notify.ts"
import { useChanges } from "../parts/changes.ts"
import { chime } from "../parts/chime.ts"
import { Choice, Switch } from "../parts/choice.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { type NoticeMode, noticeModes } from "../state/notices.ts"
import { isKept } from "../state/session.ts"
import { type Settings, settings } from "../state/settings.ts"

export const Notices = () => {
  const { notices: mode, sound, previews } = settings.value
  const words = text.notices
  const allowed = useSignal(permission())
  const saving = useChanges()
  const change = (patch: Partial<Settings>) => void saving.run(() => changeSettings(patch))
  const ask = async () => {
    allowed.value = await askPermission()
  }
  const choose = (next: NoticeMode) => {
    change({ notices: next })
    if (next !== "off") void ask()
  }
  useEffect(() => {
    // Changed in the browser's own settings while this is open.
    const look = () => {
      allowed.value = permission()
    }
    addEventListener("focus", look)
    return () => removeEventListener("focus", look)
  }, [])
  const isMissing = mode !== "off" && allowed.value !== "granted"
  return (
    <>
      <section class="card">
        <p class="lead">{isKept.value ? words.lead : `${words.lead} ${words.privateLead}`}</p>
        <Choice legend={words.show} all={noticeModes} value={mode} words={m => words.modes[m]} onChange={choose} />
        <p class="hint" aria-live="polite">
          {words.modesMean[mode]}
        </p>
        {isMissing && (
          <p class="warn" role="status">
            <Icon name="warning" />
            <span>
              {allowed.value === "denied"
                ? words.denied
                : allowed.value === "unsupported"
                  ? words.unsupported
                  : words.notAsked}
            </span>
          </p>
        )}
        {isMissing && allowed.value === "default" && <Button onClick={() => void ask()}>{words.ask}</Button>}
        <Switch label={words.sound} on={sound} hint={words.soundMeans} onChange={on => change({ sound: on })} />
        {sound && <Button onClick={() => void chime().catch(() => {})}>{words.soundTry}</Button>}
        <p class="hint">{words.muted}</p>
        <Problem code={saving.problem.value} />
      </section>
      <section class="card">
        <Switch
          label={words.previews}
          on={previews}
          hint={words.previewsMean}
          onChange={on => change({ previews: on })}
        />
      </section>
    </>
  )
}
