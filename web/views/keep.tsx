/** "Keep my chats" in a private session: it becomes a kept profile, with everything in it. */
import { useSignal } from "@preact/signals"
import { keepSession } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Form, Problem, SecretField } from "../parts/form.tsx"
import { text as words } from "../settings-text.ts"
import { text } from "../text.ts"

export const KeepSession = ({ onClose }: { onClose: () => void }) => {
  const first = useSignal("")
  const second = useSignal("")
  const different = useSignal(false)
  const action = useAction()
  const submit = () => {
    different.value = first.value !== second.value
    if (!different.value)
      void action.run(async () => {
        await keepSession(first.value)
        onClose()
      })
  }
  return (
    <Dialog heading={text.keep.heading} onClose={onClose}>
      <p>{words.private.keepLead}</p>
      <Form onSubmit={submit}>
        <SecretField
          label={text.keep.passphrase}
          value={first.value}
          onInput={v => {
            first.value = v
          }}
          hint={text.keep.hint}
          focus
          autoComplete="new-password"
          invalid={action.problem.value === "BAD_PASSPHRASE"}
        />
        <SecretField
          label={text.keep.repeat}
          value={second.value}
          onInput={v => {
            second.value = v
          }}
          autoComplete="new-password"
          invalid={different.value}
        />
        <Problem words={different.value ? text.keep.different : null} code={action.problem.value} />
        <Button kind="primary" submit busy={action.busy.value}>
          {text.keep.create}
        </Button>
      </Form>
    </Dialog>
  )
}
