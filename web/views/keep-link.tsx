/**
 * In the list, the question when an unused link was left. It waits there and stands in the way of nothing: whoever goes on without
 * an answer keeps the link.
 */
import { removeChat } from "../commands.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Problem } from "../parts/form.tsx"
import { applyFreshLink, leftLink } from "../state/fresh-link.ts"

const Question = ({ chatId }: { chatId: string }) => {
  const action = useAction()
  const words = text.keepLink
  const close = () => applyFreshLink(null)
  return (
    <aside class="private" aria-label={words.heading}>
      <p>{words.heading}</p>
      <p class="hint">{words.means}</p>
      <Problem code={action.problem.value} />
      <div class="buttons">
        <button type="button" class="second" onClick={close}>
          {words.keep}
        </button>
        <button
          type="button"
          class="quiet"
          aria-disabled={action.busy.value || undefined}
          onClick={() => void action.run(() => removeChat(chatId).then(close))}
        >
          {words.delete}
        </button>
      </div>
    </aside>
  )
}

export const KeepLink = () => leftLink.value && <Question key={leftLink.value} chatId={leftLink.value} />
