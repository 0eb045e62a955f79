/** A kept profile waits for its passphrase, is open in another tab, or its worker is gone. */
import { useSignal } from "@preact/signals"
import { useEffect, useMemo } from "preact/hooks"
import { unlock, useHere } from "../commands.ts"
import { destroy } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Button, Form, Problem, SecretField } from "../parts/form.tsx"
import { lazy } from "../parts/lazy.tsx"
import { arrival, isFile } from "../state/link.ts"
import { session } from "../state/session.ts"
import { text } from "../text.ts"
import { Gate } from "./enter.tsx"

/** Deleting what cannot be opened, or is no longer wanted. */
export const Delete = ({ words, means }: { words: string; means: string }) => {
  const asking = useSignal(false)
  return (
    <>
      <Button
        kind="quiet"
        onClick={() => {
          asking.value = true
        }}
      >
        {words}
      </Button>
      {asking.value && (
        <Ask
          heading={text.locked.deleteHeading}
          means={means}
          confirm={words}
          cancel={text.remove.cancel}
          danger
          run={destroy}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
    </>
  )
}

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - Date.now()) / 1000))

/** Counts down to the time when it may be tried again; to screen readers it is told once. */
const TooSoon = ({ until }: { until: number }) => {
  const first = useMemo(() => secondsTo(until), [until])
  const left = useSignal(first)
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = secondsTo(until)
    }, 500)
    return () => clearInterval(timer)
  }, [until, left])
  if (left.value === 0) return null
  return (
    <div class="problem">
      <p role="alert" class="unseen">
        {text.locked.again(first)}
      </p>
      <p aria-hidden="true">{text.locked.again(left.value)}</p>
    </div>
  )
}

const UpdateLine = lazy(async () => (await import("./update-line.tsx")).UpdateLine)
const PasskeyUnlock = lazy(async () => (await import("./unlock-passkey.tsx")).PasskeyUnlock)

/** What is behind this door. */
const lead = () => {
  const opened = arrival.value
  if (opened === null) return text.locked.lead
  return isFile(opened) ? text.locked.fileSent : text.locked.invited
}

export const Locked = () => {
  const passphrase = useSignal("")
  const action = useAction()
  const until = action.until.value
  const now = session.value
  const problem = action.problem.value ?? (now.state === "locked" ? now.problem : null)
  return (
    <Gate>
      <Form onSubmit={() => void action.run(() => unlock(passphrase.value))}>
        <h1>{text.locked.heading}</h1>
        <p class="lead">{lead()}</p>
        <SecretField
          label={text.keep.passphrase}
          value={passphrase.value}
          onInput={v => {
            passphrase.value = v
          }}
          invalid={action.problem.value === "WRONG_PASSPHRASE"}
          focus
        />
        {until === null ? <Problem code={problem ?? null} /> : <TooSoon key={until} until={until} />}
        <Button kind="primary" submit busy={action.busy.value}>
          {text.locked.unlock}
        </Button>
        <PasskeyUnlock />
        <details>
          <summary>{text.locked.forgotten}</summary>
          <p class="hint">{text.locked.forgottenMeans}</p>
          <Delete words={text.locked.delete} means={text.locked.deleteMeans} />
        </details>
        <UpdateLine />
      </Form>
    </Gate>
  )
}

export const Elsewhere = () => {
  const action = useAction()
  return (
    <Gate>
      <h1>{text.elsewhere.heading}</h1>
      <p class="lead">{text.elsewhere.lead}</p>
      <Problem code={action.problem.value} />
      <Button kind="primary" busy={action.busy.value} onClick={() => void action.run(useHere)}>
        {text.elsewhere.use}
      </Button>
    </Gate>
  )
}

export const Broken = () => (
  <Gate>
    <h1>{text.broken.heading}</h1>
    <p class="lead" role="alert">
      {text.broken.lead}
    </p>
    <Button kind="primary" onClick={() => location.reload()}>
      {text.broken.reload}
    </Button>
  </Gate>
)
