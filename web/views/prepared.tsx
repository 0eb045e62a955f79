/** Somebody's link was opened and nothing was sent yet: what they say, and the way to connect. */
import { useSignal } from "@preact/signals"
import { useId } from "preact/hooks"
import type { Chat } from "../../worker/api.ts"
import { compose } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Form, Problem } from "../parts/form.tsx"
import { connectPrepared } from "../people.ts"
import { composeOf, emptyCompose } from "../state/compose.ts"
import { text } from "../text.ts"
import { As } from "./as.tsx"

export const Prepared = ({ chat }: { chat: Chat }) => {
  const id = useId()
  const action = useAction()
  const incognito = useSignal(false)
  const message = composeOf(chat.id).text
  const connect = (isIncognito: boolean) => {
    incognito.value = isIncognito
    void action.run(async () => {
      const words = message.trim()
      await connectPrepared(chat.id, { incognito: isIncognito, ...(words !== "" && { message: words }) })
      compose(chat.id, emptyCompose)
    })
  }
  return (
    <div class="bar prepared">
      <Form onSubmit={() => connect(false)}>
        <p class="hint">{text.prepared.lead}</p>
        <As chat={chat} />
        <div class="field">
          <label for={id}>{text.prepared.message}</label>
          <textarea
            id={id}
            rows={2}
            dir="auto"
            autocomplete="off"
            value={message}
            onInput={e => compose(chat.id, { text: e.currentTarget.value })}
          />
        </div>
        <Problem code={action.problem.value} />
        <div class="buttons">
          <Button kind="primary" submit busy={action.busy.value && !incognito.value}>
            {text.prepared.connect}
          </Button>
          <Button busy={action.busy.value && incognito.value} onClick={() => connect(true)}>
            {text.incognito.connect}
          </Button>
        </div>
      </Form>
    </div>
  )
}
