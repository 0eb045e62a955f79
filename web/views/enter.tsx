/** The ways in: first run, an invitation opened by somebody who is nobody here yet, and the making of a kept profile. */
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { connectArrival, createProfile, startPrivate } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Field, Form, Problem, SecretField } from "../parts/form.tsx"
import { Logo } from "../parts/icon.tsx"
import { LanguageMenu } from "../parts/language.tsx"
import { lazy } from "../parts/lazy.tsx"
import { plainName } from "../parts/plain.ts"
import { kiosk } from "../state/kiosk.ts"
import { type Arrival, isAddress } from "../state/link.ts"
import { conditions, session } from "../state/session.ts"
import { text } from "../text.ts"
import { AppLink } from "./deadend.tsx"

/** One centred column: the frame of every screen before the chats. */
export const Gate = ({ children }: { children: ComponentChildren }) => (
  <main class="gate">
    <div class="card">
      <div class="brand">
        <Logo />
        <span>{text.product}</span>
      </div>
      {children}
    </div>
    {session.value.state === "new" && <LanguageMenu />}
  </main>
)

type KeepProps = {
  readonly name: string
  readonly onName: (name: string) => void
  readonly onBack: () => void
  /** Makes the profile; rejects with a Failure unless `problem` tells about it. */
  readonly create: (passphrase: string) => Promise<unknown>
  readonly problem?: ComponentChildren
}

const Keep = ({ name, onName, onBack, create, problem }: KeepProps) => {
  const first = useSignal("")
  const second = useSignal("")
  const different = useSignal(false)
  const action = useAction()
  const submit = () => {
    different.value = first.value !== second.value
    if (!different.value) void action.run(() => create(first.value))
  }
  return (
    <Form onSubmit={submit}>
      <h1>{text.keep.heading}</h1>
      <p class="lead">{text.keep.lead}</p>
      <Field label={text.welcome.name} value={name} onInput={onName} focus={name === ""} maxLength={200} />
      <SecretField
        label={text.keep.passphrase}
        value={first.value}
        onInput={v => {
          first.value = v
        }}
        hint={text.keep.hint}
        focus={name !== ""}
        autoComplete="new-password"
      />
      <SecretField
        label={text.keep.repeat}
        value={second.value}
        onInput={v => {
          second.value = v
        }}
        invalid={different.value}
        autoComplete="new-password"
      />
      <Problem words={different.value ? text.keep.different : null} code={action.problem.value} />
      {problem}
      <Button kind="primary" submit busy={action.busy.value}>
        {text.keep.create}
      </Button>
      <Button kind="quiet" onClick={onBack}>
        {text.welcome.back}
      </Button>
    </Form>
  )
}

type WayProps = { readonly children: ComponentChildren; readonly means: string }

/** A button with the one sentence that says what it means. */
const Way = ({ children, means }: WayProps) => (
  <div class="way">
    {children}
    <p class="hint">{means}</p>
  </div>
)

/** Whose servers are used, and that starting accepts their conditions. */
const Conditions = () =>
  conditions.value === null ? null : (
    <p class="hint">
      {text.welcome.servers}{" "}
      <a href={conditions.value} target="_blank" rel="noopener noreferrer">
        {text.welcome.conditions}
      </a>
    </p>
  )

const KioskNote = () => (kiosk.value ? <p class="warn">{text.kiosk.lead(kiosk.value.idle)}</p> : null)

const Restore = lazy(async () => (await import("./restore.tsx")).Restore)

/** Who may not keep anything here is told, and not offered it. */
const KeepWay = ({ onKeep }: { onKeep: () => void }) =>
  kiosk.value ? null : (
    <Way means={text.welcome.keepMeans}>
      <Button onClick={onKeep}>{text.welcome.keep}</Button>
    </Way>
  )

/** First run. Asks one thing. */
export const FirstRun = () => {
  const name = useSignal("")
  const keeping = useSignal(false)
  const restoring = useSignal(false)
  const action = useAction()
  const setName = (value: string) => {
    name.value = value
  }
  if (keeping.value)
    return (
      <Gate>
        <Keep
          name={name.value}
          onName={setName}
          create={passphrase => createProfile(name.value, passphrase)}
          onBack={() => {
            keeping.value = false
          }}
        />
      </Gate>
    )
  if (restoring.value)
    return (
      <Gate>
        <Restore
          onBack={() => {
            restoring.value = false
          }}
        />
      </Gate>
    )
  return (
    <Gate>
      <Form onSubmit={() => void action.run(() => startPrivate(name.value))}>
        <h1>{text.welcome.heading}</h1>
        <p class="lead">{text.welcome.lead}</p>
        <KioskNote />
        <Field
          label={text.welcome.name}
          value={name.value}
          onInput={setName}
          placeholder={text.welcome.namePlaceholder}
          invalid={action.problem.value === "BAD_NAME"}
          focus
          maxLength={200}
        />
        <Problem code={action.problem.value} />
        <Way means={kiosk.value ? text.kiosk.startMeans : text.welcome.startMeans}>
          <Button kind="primary" submit busy={action.busy.value}>
            {text.welcome.start}
          </Button>
        </Way>
        <KeepWay
          onKeep={() => {
            keeping.value = true
          }}
        />
        {!kiosk.value && (
          <Button
            kind="quiet"
            onClick={() => {
              restoring.value = true
            }}
          >
            {text.welcome.restore}
          </Button>
        )}
        <Conditions />
      </Form>
    </Gate>
  )
}

const Picture = lazy(async () => (await import("./told.tsx")).Picture)
const Told = lazy(async () => (await import("./told.tsx")).Told)
const FileArrival = lazy(async () => (await import("./file-link.tsx")).FileArrival)

/** A link to a file was opened and nobody is here yet: nobody is told a name, so none is asked for. */
export const FileSent = ({ arrival }: { arrival: Arrival }) => (
  <Gate>
    <FileArrival arrival={arrival} enter={() => startPrivate(text.files.link.guest)} />
    <KioskNote />
    <Conditions />
  </Gate>
)

/** An invitation was opened and nobody is here yet: a name, and one button that connects. */
export const Invited = ({ arrival }: { arrival: Arrival }) => {
  const name = useSignal("")
  const keeping = useSignal(false)
  const setName = (value: string) => {
    name.value = value
  }
  const inviter = arrival.plan?.name === undefined ? undefined : plainName(arrival.plan.name, "")
  const words = isAddress(arrival) ? text.asking : text.invited
  const told = arrival.plan?.name === undefined ? null : arrival.plan
  if (keeping.value)
    return (
      <Gate>
        <Keep
          name={name.value}
          onName={setName}
          create={passphrase => connectArrival(() => createProfile(name.value, passphrase))}
          problem={<Problem code={arrival.problem} />}
          onBack={() => {
            keeping.value = false
          }}
        />
      </Gate>
    )
  return (
    <Gate>
      <Form onSubmit={() => void connectArrival(() => startPrivate(name.value))}>
        {told && <Picture plan={told} />}
        <h1 aria-live="polite">{words.heading(inviter)}</h1>
        {told && <Told plan={told} />}
        <p class="lead">{words.leadNew}</p>
        <KioskNote />
        <Field
          label={text.welcome.name}
          value={name.value}
          onInput={setName}
          placeholder={text.welcome.namePlaceholder}
          invalid={arrival.problem === "BAD_NAME"}
          focus
          maxLength={200}
        />
        <Problem code={arrival.problem} />
        <Way means={kiosk.value ? text.kiosk.startMeans : words.connectMeans}>
          <Button kind="primary" submit busy={arrival.busy}>
            {text.invited.connect}
          </Button>
        </Way>
        <KeepWay
          onKeep={() => {
            keeping.value = true
          }}
        />
        <Conditions />
        <AppLink link={arrival.link} />
      </Form>
    </Gate>
  )
}
