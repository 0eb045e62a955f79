/** "Privacy & lock": when the chats lock, and what opens them. */
import { useSignal } from "@preact/signals"
import { changePassphrase, changeSettings, setSelfDestruct } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { useChanges } from "../parts/changes.ts"
import { Choice, Switch } from "../parts/choice.tsx"
import { Button, Field, Form, Problem, SecretField } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { linkForms } from "../state/link.ts"
import { isKept } from "../state/session.ts"
import { blurs, lockTimes, type Settings, settings } from "../state/settings.ts"
import { text as common } from "../text.ts"

import { Passkeys } from "./settings-passkeys.tsx"

const { lock } = text

const Automatic = () => {
  const { lockAfter, lockHidden, blur, mediaBlur } = settings.value
  const saving = useChanges()
  const change = (patch: Partial<Settings>) => void saving.run(() => changeSettings(patch))
  return (
    <section class="card">
      {isKept.value ? (
        <>
          <h2>{lock.auto}</h2>
          <p class="lead">{lock.autoMeans}</p>
          <Choice
            legend={lock.after}
            all={lockTimes}
            value={lockAfter}
            words={lock.time}
            onChange={t => change({ lockAfter: t })}
          />
          <Choice
            legend={lock.hidden}
            all={lockTimes}
            value={lockHidden}
            words={lock.time}
            onChange={t => change({ lockHidden: t })}
          />
        </>
      ) : (
        <p class="lead">{lock.privateMeans}</p>
      )}
      <Switch label={lock.blur} hint={lock.blurMeans} on={blur} onChange={on => change({ blur: on })} />
      <Choice
        legend={lock.mediaBlur}
        all={blurs}
        value={mediaBlur}
        words={how => lock.mediaBlurs[how]}
        onChange={how => change({ mediaBlur: how })}
      />
      <p class="hint">{lock.mediaBlurMeans}</p>
      <Problem code={saving.problem.value} />
    </section>
  )
}

const Links = () => {
  const saving = useChanges()
  const { lock } = text
  const { linkForm } = settings.value
  return (
    <section class="card">
      <h2>{lock.links}</h2>
      <p class="lead">{lock.linksMeans}</p>
      <Choice
        legend={common.link.forms}
        all={linkForms}
        value={linkForm}
        words={f => common.link.form[f]}
        onChange={f => void saving.run(() => changeSettings({ linkForm: f }))}
      />
      <p class="hint">{common.link.formMeans[linkForm]}</p>
      <Problem code={saving.problem.value} />
    </section>
  )
}

const useText = () => {
  const value = useSignal("")
  const onInput = (next: string) => {
    value.value = next
  }
  return { value, field: { value: value.value, onInput } }
}

const Change = () => {
  const [old, next, repeat] = [useText(), useText(), useText()]
  const different = useSignal(false)
  const done = useSignal(false)
  const action = useAction()
  const submit = () => {
    done.value = false
    different.value = next.value.value !== repeat.value.value
    if (different.value) return
    void action.run(async () => {
      await changePassphrase(old.value.value, next.value.value)
      for (const one of [old, next, repeat]) one.value.value = ""
      done.value = true
    })
  }
  const problem = action.problem.value
  return (
    <section class="card">
      <h2>{lock.change}</h2>
      <p class="lead">{lock.changeLead}</p>
      <Form onSubmit={submit}>
        <SecretField label={lock.old} {...old.field} invalid={problem === "WRONG_PASSPHRASE"} />
        <SecretField
          label={lock.next}
          {...next.field}
          autoComplete="new-password"
          invalid={problem === "BAD_PASSPHRASE"}
        />
        <SecretField label={lock.repeat} {...repeat.field} autoComplete="new-password" invalid={different.value} />
        <Problem words={different.value ? lock.different : null} code={problem} />
        <p role="status" class="hint">
          {done.value ? lock.changed : ""}
        </p>
        <Button submit busy={action.busy.value}>
          {lock.change}
        </Button>
      </Form>
    </section>
  )
}

const Destruct = () => {
  const [opening, destroying, name] = [useText(), useText(), useText()]
  const done = useSignal<string | null>(null)
  const action = useAction()
  const set = (on: boolean) => {
    done.value = null
    void action.run(async () => {
      const twin = { passphrase: destroying.value.value, displayName: name.value.value.trim() }
      await setSelfDestruct(opening.value.value, on ? twin : null)
      for (const one of [opening, destroying, name]) one.value.value = ""
      done.value = on ? lock.destructDone : lock.destructRemoved
    })
  }
  const problem = action.problem.value
  return (
    <section class="card">
      <h2>{lock.destruct}</h2>
      <p class="lead">{lock.destructLead}</p>
      <Form onSubmit={() => set(true)}>
        <SecretField label={lock.old} {...opening.field} invalid={problem === "WRONG_PASSPHRASE"} />
        <SecretField
          label={lock.destructPassphrase}
          {...destroying.field}
          autoComplete="new-password"
          invalid={problem === "BAD_PASSPHRASE"}
        />
        <Field label={lock.destructName} {...name.field} maxLength={30} invalid={problem === "BAD_NAME"} />
        <Problem words={problem === "BAD_PASSPHRASE" ? lock.destructSame : null} code={problem} />
        <p role="status" class="hint">
          {done.value ?? ""}
        </p>
        <div class="buttons">
          <Button submit busy={action.busy.value}>
            {lock.destructSet}
          </Button>
          <Button kind="quiet" onClick={() => set(false)}>
            {lock.destructRemove}
          </Button>
        </div>
      </Form>
    </section>
  )
}

export const Lock = () => (
  <>
    <Automatic />
    <Links />
    {isKept.value && <Passkeys />}
    {isKept.value && <Change />}
    {isKept.value && <Destruct />}
  </>
)
