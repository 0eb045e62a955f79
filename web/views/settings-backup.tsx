/** "Backup": everything in one encrypted file. The session goes on to the screen that says so, see unlock.tsx. */
import { useSignal } from "@preact/signals"
import { carry, exportBackup, newBackupKey } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Choice } from "../parts/choice.tsx"
import { Button, Form, Problem, SecretField } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { plainName } from "../parts/plain.ts"
import { text } from "../settings-text.ts"
import { profiles } from "../state/profiles.ts"
import { CarryOut } from "./carry.tsx"

const { backup } = text

/** Says what goes on, as it takes a while and nothing else happens. */
const Make = ({ busy, submit, onClick }: { busy: boolean; submit?: boolean; onClick?: () => void }) => (
  <>
    <p role="status" class="hint">
      {busy ? backup.making : ""}
    </p>
    <Button kind="primary" busy={busy} {...(submit ? { submit } : {})} {...(onClick ? { onClick } : {})}>
      {backup.make}
    </Button>
  </>
)

const ByPassphrase = ({ alone }: { alone: boolean }) => {
  const first = useSignal("")
  const second = useSignal("")
  const different = useSignal(false)
  const action = useAction()
  const submit = () => {
    different.value = first.value !== second.value
    if (!different.value) void action.run(() => exportBackup({ passphrase: first.value }, alone))
  }
  return (
    <Form onSubmit={submit}>
      <SecretField
        label={backup.passphrase}
        value={first.value}
        onInput={v => {
          first.value = v
        }}
        hint={backup.hint}
        autoComplete="new-password"
        invalid={action.problem.value === "BAD_PASSPHRASE"}
      />
      <SecretField
        label={backup.repeat}
        value={second.value}
        onInput={v => {
          second.value = v
        }}
        autoComplete="new-password"
        invalid={different.value}
      />
      <Problem words={different.value ? text.lock.different : null} code={action.problem.value} />
      <Make busy={action.busy.value} submit />
    </Form>
  )
}

type Pair = { readonly identity: string; readonly recipient: string }

const ByKey = ({ alone }: { alone: boolean }) => {
  const pair = useSignal<Pair | null>(null)
  const copied = useSignal(false)
  const isKept = useSignal(false)
  const making = useAction()
  const action = useAction()
  const now = pair.value
  const make = () =>
    making.run(async () => {
      pair.value = await newBackupKey()
    })
  const copy = async (key: string) => {
    await navigator.clipboard.writeText(key).catch(() => {})
    copied.value = true
  }
  if (!now)
    return (
      <>
        <p class="hint">{backup.keyLead}</p>
        <Problem code={making.problem.value} />
        <Button busy={making.busy.value} onClick={() => void make()}>
          {backup.makeKey}
        </Button>
      </>
    )
  return (
    <>
      <p class="hint">{backup.keyLead}</p>
      <div class="field">
        <label for="recovery-key">{backup.key}</label>
        <input
          id="recovery-key"
          class="link-text"
          readOnly
          autocomplete="off"
          value={now.identity}
          onFocus={e => e.currentTarget.select()}
        />
      </div>
      <Button onClick={() => void copy(now.identity)}>
        <Icon name={copied.value ? "done" : "copy"} />
        {copied.value ? backup.copied : backup.copy}
      </Button>
      <label class="check">
        <input
          type="checkbox"
          checked={isKept.value}
          onChange={e => {
            isKept.value = e.currentTarget.checked
          }}
        />
        {backup.kept}
      </label>
      <Problem code={action.problem.value} />
      {isKept.value && (
        <Make
          busy={action.busy.value}
          onClick={() => void action.run(() => exportBackup({ recipient: now.recipient }, alone))}
        />
      )}
    </>
  )
}

const ways = ["byPassphrase", "byKey"] as const
const parts = ["all", "one"] as const

export const Backup = () => {
  const way = useSignal<(typeof ways)[number]>("byPassphrase")
  const part = useSignal<(typeof parts)[number]>("all")
  const active = profiles.value.find(p => p.active)
  const hasOthers = profiles.value.length > 1
  const alone = hasOthers && part.value === "one"
  return (
    <>
      <CarryOut onStart={() => void carry()} />
      <section class="card">
        <h2>{backup.heading}</h2>
        <p class="lead">{backup.lead}</p>
        <p class="warn">
          <Icon name="warning" />
          <span>{backup.once}</span>
        </p>
        {hasOthers && (
          <Choice
            legend={backup.part}
            all={parts}
            value={part.value}
            words={p => (p === "all" ? backup.all : <bdi>{plainName(active?.displayName ?? "", "")}</bdi>)}
            onChange={p => {
              part.value = p
            }}
          />
        )}
        <Choice
          legend={backup.by}
          all={ways}
          value={way.value}
          words={w => backup[w]}
          onChange={w => {
            way.value = w
          }}
        />
        {way.value === "byKey" ? <ByKey alone={alone} /> : <ByPassphrase alone={alone} />}
      </section>
    </>
  )
}
