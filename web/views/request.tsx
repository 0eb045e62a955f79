/** Somebody asks at our address. */
import type { Chat } from "../../worker/api.ts"
import { accept, reject } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { text } from "../text.ts"

export const Request = ({ chat, name }: { chat: Chat; name: string }) => {
  const action = useAction()
  return (
    <div class="panel-body">
      <section class="card request">
        <p class="request-lead">{text.request.asks(name)}</p>
        <p class="hint">{text.request.means}</p>
        <Problem code={action.problem.value} />
        <div class="buttons">
          <Button kind="primary" busy={action.busy.value} onClick={() => void action.run(() => accept(chat.id))}>
            {text.request.accept}
          </Button>
          <Button onClick={() => void action.run(() => accept(chat.id, true))}>{text.incognito.accept}</Button>
          <Button onClick={() => void action.run(() => reject(chat.id))}>{text.request.reject}</Button>
        </div>
      </section>
    </div>
  )
}
