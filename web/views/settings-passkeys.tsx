/** Passkeys that open the chats as well: added with the passphrase, used instead of it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Passkey } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Button, Form, Problem, SecretField } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { moment } from "../parts/time.tsx"
import { addPasskey, canHavePasskeys, PasskeyError, removePasskey } from "../passkeys.ts"
import { text } from "../settings-text.ts"
import { worker } from "../worker.ts"

type Props = { readonly passkeys: readonly Passkey[]; readonly onRemove: (passkey: Passkey) => void }

const List = ({ passkeys, onRemove }: Props) => (
  <ul class="servers">
    {passkeys.map(passkey => {
      const words = text.passkeys.one(passkey.onDevice, moment(passkey.addedAt))
      return (
        <li key={passkey.id.join()} class="server">
          <p class="fact">
            <Icon name="lock" />
            <span>{words}</span>
          </p>
          <Button kind="quiet" onClick={() => onRemove(passkey)}>
            {text.passkeys.remove}
            <span class="unseen"> {words}</span>
          </Button>
        </li>
      )
    })}
  </ul>
)

export const Passkeys = () => {
  const { passkeys: words } = text
  const passkeys = useSignal<readonly Passkey[]>([])
  const available = useSignal<boolean | null>(null)
  const passphrase = useSignal("")
  const said = useSignal<string | null>(null)
  const wrong = useSignal<string | null>(null)
  const action = useAction()
  const read = async () => {
    passkeys.value = await worker.passkeys()
  }
  useEffect(() => {
    void action.run(async () => {
      await read()
      available.value = await canHavePasskeys()
    })
  }, [])
  const run = (what: () => Promise<unknown>, done: () => string) => {
    said.value = null
    wrong.value = null
    void action.run(async () => {
      try {
        await what()
        await read()
        said.value = done()
      } catch (thrown) {
        if (!(thrown instanceof PasskeyError)) throw thrown
        wrong.value = words.problem[thrown.code]
      }
    })
  }
  const add = () =>
    run(
      async () => {
        await addPasskey(passphrase.value, passkeys.peek())
        passphrase.value = ""
      },
      () => words.added,
    )
  const problem = action.problem.value
  return (
    <section class="card">
      <h2>{words.heading}</h2>
      <p class="lead">{words.lead}</p>
      {passkeys.value.length > 0 && (
        <List
          passkeys={passkeys.value}
          onRemove={p =>
            run(
              () => removePasskey(p),
              () => words.removed,
            )
          }
        />
      )}
      {available.value === false ? (
        <p class="hint">{words.unavailable}</p>
      ) : (
        <Form onSubmit={add}>
          <SecretField
            label={text.lock.old}
            value={passphrase.value}
            onInput={v => {
              passphrase.value = v
            }}
            hint={words.hint}
            invalid={problem === "WRONG_PASSPHRASE"}
          />
          <Button submit busy={action.busy.value}>
            {words.add}
          </Button>
        </Form>
      )}
      <Problem words={wrong.value} code={problem} />
      <p role="status" class="hint">
        {said.value ?? ""}
      </p>
    </section>
  )
}
