/** "Unlock with a passkey", for those who have added one. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Passkey } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { PasskeyError, unlockByPasskey } from "../passkeys.ts"
import { text } from "../text.ts"
import { worker } from "../worker.ts"

export const PasskeyUnlock = () => {
  const passkeys = useSignal<readonly Passkey[]>([])
  const words = useSignal<string | null>(null)
  const action = useAction()
  useEffect(
    () =>
      void worker.passkeys().then(
        found => {
          passkeys.value = found
        },
        () => {},
      ),
    [],
  )
  if (passkeys.value.length === 0) return null
  const unlock = async () => {
    words.value = null
    try {
      await unlockByPasskey(passkeys.value)
    } catch (thrown) {
      if (!(thrown instanceof PasskeyError)) throw thrown
      words.value = text.locked.passkeyProblem[thrown.code]
    }
  }
  const problem = action.problem.value
  const wrong = problem === "WRONG_PASSPHRASE" ? text.locked.passkeyProblem.WRONG : null
  return (
    <>
      <Button busy={action.busy.value} onClick={() => void action.run(unlock)}>
        <Icon name="lock" />
        {text.locked.passkey}
      </Button>
      <Problem words={words.value ?? wrong} code={problem} />
    </>
  )
}
