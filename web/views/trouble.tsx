/** What did not get through, why, and what can be done about it: under the message that it is about. */
import type { Chat, FailureCode, Item } from "../../worker/api.ts"
import { fixConnection, retry } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon, type IconName } from "../parts/icon.tsx"
import { type Remedy, remediesOf } from "../state/remedy.ts"
import { goInto } from "../state/route.ts"
import { text } from "../text.ts"

const icons: Readonly<Record<Remedy, IconName>> = { retry: "retry", fix: "shield", network: "gear", servers: "gear" }

const reason = (problem: FailureCode): string => text.undelivered.problems[problem] ?? text.failures[problem]

type Props = { readonly item: Item; readonly chat: Chat }

const Remedies = ({ item, chat, problem }: Props & { problem: FailureCode }) => {
  const action = useAction()
  const does: Readonly<Record<Remedy, () => void>> = {
    retry: () => void action.run(() => retry(item.id)),
    fix: () => void action.run(() => fixConnection(chat.id)),
    network: () => goInto({ at: "settings", section: "network" }),
    servers: () => goInto({ at: "settings", section: "servers" }),
  }
  return (
    <>
      {remediesOf(problem, chat).map(remedy => (
        <Button key={remedy} kind="quiet" busy={action.busy.value} onClick={does[remedy]}>
          <Icon name={icons[remedy]} />
          {text.undelivered.remedies[remedy]}
        </Button>
      ))}
      <Problem code={action.problem.value} />
    </>
  )
}

const waitingWords = (problem: FailureCode): string =>
  problem === "QUOTA" ? text.undelivered.waiting : text.undelivered.waitingFor(reason(problem))

/** Nothing for a message with which all is well. */
export const Trouble = ({ item, chat }: Props) => {
  const { problem, unsent, status, direction } = item
  if (direction === "event") return null
  if (direction === "sent" && status === "failed") {
    const code = problem ?? "INTERNAL"
    return (
      <div class="failed">
        <span>{reason(code)}</span>
        <Remedies item={item} chat={chat} problem={code} />
      </div>
    )
  }
  if (unsent)
    return (
      <div class="failed">
        <span>{text.undelivered.changes[unsent.what](reason(unsent.problem))}</span>
        <Remedies item={item} chat={chat} problem={unsent.problem} />
      </div>
    )
  if (direction === "sent" && status === "sending" && problem)
    return (
      <p class="held">
        <Icon name="clock" />
        {waitingWords(problem)}
      </p>
    )
  return null
}
