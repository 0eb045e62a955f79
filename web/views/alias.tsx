/** What we call somebody, or a link that nobody has used yet. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { setAlias } from "../people.ts"

const most = 100

export const Alias = ({ chat, onSaved }: { chat: Chat; onSaved?: () => void }) => {
  const now = chat.alias ?? ""
  const name = useSignal(now)
  const saved = useSignal(false)
  const action = useAction()
  const save = async () => {
    await setAlias(chat.id, name.value)
    name.value = name.value.trim()
    saved.value = true
    onSaved?.()
  }
  const isLink = chat.status === "link"
  return (
    <Form onSubmit={() => void action.run(save)}>
      <Field
        label={isLink ? text.alias.link : text.alias.contact}
        hint={isLink ? text.alias.linkMeans : text.alias.contactMeans}
        value={name.value}
        maxLength={most}
        focus={onSaved !== undefined}
        onInput={v => {
          name.value = v
          saved.value = false
        }}
      />
      <Problem code={action.problem.value} />
      <Button submit kind={onSaved ? "primary" : "second"} busy={action.busy.value}>
        {text.alias.save}
      </Button>
      <p class="hint copied" role="status">
        {saved.value ? text.alias.saved : ""}
      </p>
    </Form>
  )
}
