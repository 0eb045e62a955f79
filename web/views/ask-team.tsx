/** In a list without chats: somebody to ask. Fetched when there is such a list. */
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { askTeam } from "../people.ts"

export const AskTeam = () => {
  const asking = useAction()
  return (
    <div class="ask-team">
      <Button kind="quiet" busy={asking.busy.value} onClick={() => void asking.run(askTeam)}>
        <Icon name="smile" />
        {text.team.open}
      </Button>
      <p class="hint">{text.team.lead}</p>
      <Problem code={asking.problem.value} />
    </div>
  )
}
