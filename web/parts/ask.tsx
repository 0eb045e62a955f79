/** A question before something that cannot be taken back. */
import type { ComponentChildren } from "preact"
import { useAction } from "./action.ts"
import { Dialog } from "./dialog.tsx"
import { Button, Problem } from "./form.tsx"

type Props = {
  readonly heading: ComponentChildren
  readonly means: string
  readonly confirm: string
  readonly cancel: string
  readonly danger?: boolean
  /** Other words for what went wrong. */
  readonly problem?: string | null
  /** What can be chosen with the answer. */
  readonly children?: ComponentChildren
  /** What happens then; the question closes when it is done. */
  readonly run: () => Promise<unknown>
  readonly onClose: () => void
}

export const Ask = ({ heading, means, confirm, cancel, danger, problem, children, run, onClose }: Props) => {
  const action = useAction()
  const onConfirm = async () => {
    await run()
    onClose()
  }
  return (
    <Dialog heading={heading} onClose={onClose}>
      <p>{means}</p>
      {children}
      <Problem words={problem ?? null} code={action.problem.value} />
      <div class="buttons">
        <Button
          kind={danger ? "danger" : "primary"}
          busy={action.busy.value}
          onClick={() => void action.run(onConfirm)}
        >
          {confirm}
        </Button>
        <Button onClick={onClose}>{cancel}</Button>
      </div>
    </Dialog>
  )
}
