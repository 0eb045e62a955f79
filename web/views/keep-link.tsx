/** The question when an unused link is left. Closing it keeps the link: nothing is lost by a slip. */
import { removeChat } from "../commands.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { applyFreshLink } from "../state/fresh-link.ts"

export const KeepLink = ({ chatId }: { chatId: string }) => {
  const action = useAction()
  const close = () => applyFreshLink(null)
  return (
    <Dialog heading={text.keepLink.heading} onClose={close}>
      <p>{text.keepLink.means}</p>
      <Problem code={action.problem.value} />
      <div class="buttons">
        <Button kind="primary" onClick={close}>
          {text.keepLink.keep}
        </Button>
        <Button busy={action.busy.value} onClick={() => void action.run(() => removeChat(chatId).then(close))}>
          {text.keepLink.delete}
        </Button>
      </div>
    </Dialog>
  )
}
