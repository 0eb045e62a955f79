/** Chats that move to another browser by one link: on their way, the link itself, and where it was opened. */
import { useSignal } from "@preact/signals"
import { useId } from "preact/hooks"
import { cancelCarry, continueHere, destroy, endSession, importCarried } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Countdown } from "../parts/countdown.tsx"
import { Button, Form, Problem, SecretField } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Qr } from "../parts/qr.tsx"
import { text as words } from "../settings-text.ts"
import { applyIncoming, outgoing, progress } from "../state/carry.ts"
import { kiosk } from "../state/kiosk.ts"
import { session } from "../state/session.ts"
import { text } from "../text.ts"
import { Gate } from "./enter.tsx"

const Bar = ({ label }: { label: string }) => {
  const now = progress.value
  return now ? (
    <progress class="transfer" aria-label={label} max={now.total} value={now.done} />
  ) : (
    <progress class="transfer" aria-label={label} />
  )
}

/** They are being put on servers. */
export const Carrying = () => (
  <>
    <Countdown />
    <Gate>
      <h1>{words.carry.making}</h1>
      <p class="lead" role="status">
        {words.carry.makingLead}
      </p>
      <Bar label={words.carry.making} />
      <Button onClick={() => void cancelCarry().catch(() => {})}>{words.data.cancel}</Button>
    </Gate>
  </>
)

const Link = ({ link }: { link: string }) => {
  const id = useId()
  const copied = useSignal(false)
  const copy = async () => {
    copied.value = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    )
    const field = document.getElementById(id)
    if (!copied.value && field instanceof HTMLInputElement) field.select()
  }
  return (
    <>
      <Qr link={link} />
      <div class="field">
        <label for={id}>{words.carry.link}</label>
        <input
          id={id}
          class="link-text"
          type="text"
          dir="ltr"
          readOnly
          autocomplete="off"
          value={link}
          onFocus={e => e.currentTarget.select()}
        />
      </div>
      <Button onClick={() => void copy()}>
        <Icon name={copied.value ? "done" : "copy"} />
        {text.link.copy}
      </Button>
      <p class="hint" role="status">
        {copied.value ? text.link.copied : ""}
      </p>
    </>
  )
}

/** The link is there: it is opened elsewhere, and this copy ends, or everything stays as it was. */
export const Carried = ({ link, kept }: { link: string; kept: boolean }) => {
  const action = useAction()
  const asking = useSignal(false)
  return (
    <>
      <Countdown />
      <Gate>
        <h1>{words.carry.done}</h1>
        <p class="lead">{words.carry.doneLead}</p>
        <p class="warn">
          <Icon name="warning" />
          <span>{words.carry.secret}</span>
        </p>
        <Link link={link} />
        <Problem code={action.problem.value} />
        <Button
          kind="primary"
          busy={action.busy.value}
          onClick={() => {
            if (kept) asking.value = true
            else void action.run(endSession)
          }}
        >
          {kept ? words.carry.finish : text.exported.end}
        </Button>
        <p class="hint">{words.carry.finishMeans}</p>
        <Button busy={action.busy.value} onClick={() => void action.run(continueHere)}>
          {text.exported.goOn}
        </Button>
        <p class="hint">{words.carry.goOnMeans}</p>
        {asking.value && (
          <Ask
            heading={words.data.destroyHeading}
            means={words.carry.finishAsk}
            confirm={words.data.destroyConfirm}
            cancel={words.data.cancel}
            danger
            run={destroy}
            onClose={() => {
              asking.value = false
            }}
          />
        )}
      </Gate>
    </>
  )
}

/** Why the link cannot be used here; null when it can. */
const hindrance = (): string | null => {
  if (kiosk.value) return words.carry.kiosk
  return session.value.state === "new" ? null : words.carry.taken
}

/** The page was opened by such a link. */
export const CarryIn = ({ fragment }: { fragment: string }) => {
  const first = useSignal("")
  const second = useSignal("")
  const different = useSignal(false)
  const action = useAction()
  const busy = action.busy.value
  const submit = () => {
    different.value = first.value !== second.value
    if (!different.value) void action.run(() => importCarried(fragment, first.value))
  }
  const close = () => applyIncoming(null)
  const hindered = hindrance()
  if (hindered !== null && !busy)
    return (
      <Gate>
        <h1>{words.carry.hindered}</h1>
        <p class="lead">{hindered}</p>
        <Button kind="primary" onClick={close}>
          {text.invited.close}
        </Button>
      </Gate>
    )
  return (
    <Gate>
      <Form onSubmit={submit}>
        <h1>{words.carry.heading}</h1>
        <p class="lead">{words.carry.lead}</p>
        <SecretField
          label={text.keep.passphrase}
          value={first.value}
          onInput={v => {
            first.value = v
          }}
          hint={words.restore.newLead}
          autoComplete="new-password"
          focus
          invalid={action.problem.value === "BAD_PASSPHRASE"}
        />
        <SecretField
          label={text.keep.repeat}
          value={second.value}
          onInput={v => {
            second.value = v
          }}
          autoComplete="new-password"
          invalid={different.value}
        />
        <Problem words={different.value ? text.keep.different : null} code={action.problem.value} />
        {busy && <Bar label={words.carry.fetching} />}
        <p class="hint" role="status">
          {busy ? words.carry.fetching : ""}
        </p>
        <Button kind="primary" submit busy={busy}>
          {words.carry.bring}
        </Button>
        {busy ? (
          <Button kind="quiet" onClick={() => void cancelCarry().catch(() => {})}>
            {words.data.cancel}
          </Button>
        ) : (
          <Button kind="quiet" onClick={close}>
            {text.invited.notNow}
          </Button>
        )}
      </Form>
    </Gate>
  )
}

/** "Move to another browser", among the settings. */
export const CarryOut = ({ onStart }: { onStart: () => void }) => {
  const now = outgoing.value
  return (
    <section class="card">
      <h2>{words.carry.out}</h2>
      <p class="lead">{words.carry.outLead}</p>
      <p class="hint">{words.carry.outMeans}</p>
      <Problem code={now?.state === "failed" ? now.problem : null} />
      <Button onClick={onStart}>
        <Icon name="link" />
        {words.carry.make}
      </Button>
    </section>
  )
}
