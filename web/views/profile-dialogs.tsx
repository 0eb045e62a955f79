/** Hiding a profile behind a password, showing it again, deleting it. */
import { useSignal } from "@preact/signals"
import type { FailureCode, ProfileInfo } from "../../worker/api.ts"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Check, Field, Form, Problem, SecretField } from "../parts/form.tsx"
import { plainName } from "../parts/plain.ts"
import { deleteProfile, hideProfile, unhideProfile } from "../people.ts"
import { profiles } from "../state/profiles.ts"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"

export type Doing = "hide" | "unhide" | "delete" | "muted"

type Props = {
  readonly profile: ProfileInfo
  /** What was typed to see a hidden one. */
  readonly password?: string
  readonly onClose: () => void
  readonly onDone: () => void
}

const nameOf = (profile: ProfileInfo) => plainName(profile.displayName, text.list.unnamed)

/** Failures that have other words where a password of a profile is meant. */
const problemWords = (code: FailureCode | null): string | null => {
  if (code === "WRONG_PASSPHRASE") return own.password.wrong
  return code === "LAST_PROFILE" ? own.hiding.last : null
}

const Hide = ({ profile, onClose, onDone }: Props) => {
  const [first, second] = [useSignal(""), useSignal("")]
  const wrong = useSignal<string | null>(null)
  const action = useAction()
  const hide = () => {
    const isEmpty = first.value.trim() === ""
    wrong.value = isEmpty ? own.hiding.empty : first.value === second.value ? null : own.hiding.different
    if (wrong.value !== null) return
    void action.run(async () => {
      await hideProfile(profile.id, first.value)
      onDone()
    })
  }
  return (
    <Dialog heading={own.hiding.heading(nameOf(profile))} onClose={onClose}>
      <Form onSubmit={hide}>
        <p>{own.hiding.lead}</p>
        <p>{own.hiding.back}</p>
        <SecretField
          label={own.hiding.password}
          value={first.value}
          onInput={v => {
            first.value = v
          }}
          autoComplete="off"
          focus
        />
        <SecretField
          label={own.hiding.repeat}
          value={second.value}
          onInput={v => {
            second.value = v
          }}
          autoComplete="off"
          invalid={wrong.value === own.hiding.different}
        />
        <p class="hint">{own.hiding.warning}</p>
        <Problem words={wrong.value ?? problemWords(action.problem.value)} code={action.problem.value} />
        <div class="buttons">
          <Button kind="primary" submit busy={action.busy.value}>
            {own.hiding.confirm}
          </Button>
          <Button onClick={onClose}>{text.remove.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** Asks for the password where it is not known yet. */
const usePassword = ({ password, profile }: Props) => {
  const typed = useSignal(password ?? "")
  const field =
    profile.hidden && password === undefined ? (
      <SecretField
        label={own.password.label}
        value={typed.value}
        onInput={v => {
          typed.value = v
        }}
        autoComplete="off"
        focus
      />
    ) : null
  return { typed, field }
}

/** As `Ask`, with the words of passwords. */
const useWrong = () => {
  const problem = useSignal<FailureCode | null>(null)
  const run = async (action: () => Promise<unknown>) => {
    problem.value = null
    try {
      await action()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      throw thrown
    }
  }
  return { problem, run }
}

const Unhide = (props: Props) => {
  const { profile, onClose, onDone } = props
  const { typed, field } = usePassword(props)
  const { problem, run } = useWrong()
  return (
    <Ask
      heading={own.unhiding.heading(nameOf(profile))}
      means={own.unhiding.means}
      confirm={own.unhiding.confirm}
      cancel={text.remove.cancel}
      problem={problemWords(problem.value)}
      run={() => run(() => unhideProfile(profile.id, typed.value).then(onDone))}
      onClose={onClose}
    >
      {field}
    </Ask>
  )
}

const Delete = (props: Props) => {
  const { profile, onClose, onDone } = props
  const { typed, field } = usePassword(props)
  const { problem, run } = useWrong()
  const queues = useSignal(true)
  const next = useSignal("")
  const isLast = !profiles.value.some(p => p.id !== profile.id && p.hidden === undefined)
  const remove = () =>
    deleteProfile(profile.id, {
      ...(profile.hidden && { password: typed.value }),
      ...(!queues.value && { keepQueues: true }),
      ...(isLast && { next: next.value }),
    }).then(onDone)
  return (
    <Ask
      heading={own.deleting.heading(nameOf(profile))}
      means={own.deleting.means}
      confirm={own.deleting.confirm}
      cancel={text.remove.cancel}
      danger
      problem={problemWords(problem.value)}
      run={() => run(remove)}
      onClose={onClose}
    >
      {field}
      <Check
        label={own.deleting.queues}
        means={own.deleting.queuesMeans}
        value={queues.value}
        onChange={on => {
          queues.value = on
        }}
      />
      {isLast && (
        <Field
          label={own.deleting.next}
          hint={own.deleting.nextMeans}
          value={next.value}
          onInput={v => {
            next.value = v
          }}
          maxLength={200}
          invalid={problem.value === "BAD_NAME"}
        />
      )}
    </Ask>
  )
}

const Muted = ({ profile, onClose }: Props) => (
  <Dialog heading={own.muting.heading(nameOf(profile))} onClose={onClose}>
    <p>{own.muting.means}</p>
    <Button kind="primary" onClick={onClose}>
      {own.muting.done}
    </Button>
  </Dialog>
)

export const ProfileDialog = ({ doing, ...props }: Props & { doing: Doing }) => {
  if (doing === "hide") return <Hide {...props} />
  if (doing === "unhide") return <Unhide {...props} />
  return doing === "delete" ? <Delete {...props} /> : <Muted {...props} />
}
