/** "Restore a backup": a file, what opens it, and the passphrase under which it goes on here. */
import { useSignal } from "@preact/signals"
import { importBackup } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Choice } from "../parts/choice.tsx"
import { Button, Field, Form, Problem, SecretField } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text as settingsText } from "../settings-text.ts"
import { text } from "../text.ts"

const { restore } = settingsText

const ways = ["passphrase", "key"] as const

export const Restore = ({ onBack }: { onBack: () => void }) => {
  const file = useSignal<File | null>(null)
  const way = useSignal<(typeof ways)[number]>("passphrase")
  const secret = useSignal("")
  const first = useSignal("")
  const second = useSignal("")
  const wrong = useSignal<string | null>(null)
  const action = useAction()
  const submit = () => {
    const chosen = file.value
    wrong.value = !chosen ? restore.none : first.value !== second.value ? text.keep.different : null
    if (!chosen || wrong.value) return
    const by = way.value === "key" ? { identity: secret.value } : { passphrase: secret.value }
    void action.run(() => importBackup(chosen, by, first.value))
  }
  const problem = action.problem.value
  const isClosed = problem === "WRONG_PASSPHRASE"
  const closed = way.value === "key" ? restore.wrongKey : restore.wrongPassphrase
  const onSecret = (v: string) => {
    secret.value = v
  }
  return (
    <Form onSubmit={submit}>
      <h1>{restore.heading}</h1>
      <p class="lead">{restore.lead}</p>
      <label class="button second file">
        <Icon name="file" />
        {file.value ? restore.chosen(file.value.name) : restore.file}
        <input
          type="file"
          accept=".age"
          aria-label={restore.file}
          onChange={e => {
            file.value = e.currentTarget.files?.[0] ?? null
          }}
        />
      </label>
      <Choice
        legend={restore.by}
        all={ways}
        value={way.value}
        words={w => restore[w]}
        onChange={w => {
          way.value = w
          secret.value = ""
        }}
      />
      {way.value === "key" ? (
        <Field label={restore.key} value={secret.value} onInput={onSecret} invalid={isClosed} />
      ) : (
        <SecretField label={restore.passphrase} value={secret.value} onInput={onSecret} invalid={isClosed} />
      )}
      <p class="hint">{restore.newLead}</p>
      <SecretField
        label={text.keep.passphrase}
        value={first.value}
        onInput={v => {
          first.value = v
        }}
        autoComplete="new-password"
        invalid={problem === "BAD_PASSPHRASE"}
      />
      <SecretField
        label={text.keep.repeat}
        value={second.value}
        onInput={v => {
          second.value = v
        }}
        autoComplete="new-password"
        invalid={wrong.value === text.keep.different}
      />
      <Problem words={wrong.value ?? (isClosed ? closed : null)} code={problem} />
      <Button kind="primary" submit busy={action.busy.value}>
        {restore.restore}
      </Button>
      <Button kind="quiet" onClick={onBack}>
        {text.welcome.back}
      </Button>
    </Form>
  )
}
