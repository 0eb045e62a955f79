/** The security code of a contact: compare it by another way, scan theirs, or paste it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Chat, FailureCode } from "../../worker/api.ts"
import { securityCode, verify } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { Qr } from "../parts/qr.tsx"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"

const Scan = lazy(async () => (await import("../parts/scan.tsx")).Scan)

/** The code as it is now: new encryption keys have another. */
const useCode = ({ id, sync }: Chat) => {
  const code = useSignal("")
  const problem = useSignal<FailureCode | null>(null)
  useEffect(() => {
    securityCode(id).then(
      found => {
        code.value = found
      },
      thrown => {
        problem.value = codeOf(thrown)
      },
    )
  }, [id, sync])
  return { code: code.value, problem: problem.value }
}

/** Their code, pasted from a message that came by another way. */
const Paste = ({ onCode }: { onCode: (code: string) => void }) => {
  const theirs = useSignal("")
  return (
    <Form onSubmit={() => onCode(theirs.value)}>
      <Field
        label={text.verify.theirs}
        value={theirs.value}
        onInput={v => {
          theirs.value = v
        }}
      />
      <Button submit>{text.verify.compare}</Button>
    </Form>
  )
}

export const Verify = ({ chat, name }: { chat: Chat; name: string }) => {
  const { code, problem } = useCode(chat)
  const action = useAction()
  const scanning = useSignal(false)
  const wrong = useSignal(false)
  const compare = (theirs: string | null) =>
    action.run(async () => {
      wrong.value = false
      const isVerified = await verify(chat.id, theirs)
      wrong.value = theirs !== null && !isVerified
    })
  if (problem) return <Problem code={problem} />
  if (code === "") return null
  return (
    <>
      <p class="hint">{text.verify.lead(name)}</p>
      <Qr link={code} />
      <p class="security-code">
        <span class="unseen">{text.verify.code}: </span>
        {code}
      </p>
      <div role="status">
        {chat.verified && (
          <p class="good">
            <Icon name="shield" />
            {text.verify.verified}
          </p>
        )}
      </div>
      <Problem code={action.problem.value} words={wrong.value ? text.verify.wrong : null} />
      {chat.verified ? (
        <Button busy={action.busy.value} onClick={() => void compare(null)}>
          {text.verify.clear}
        </Button>
      ) : (
        <>
          <div class="buttons">
            <Button
              kind="primary"
              onClick={() => {
                scanning.value = true
              }}
            >
              <Icon name="scan" />
              {text.verify.scan}
            </Button>
            <Button busy={action.busy.value} onClick={() => void compare(code)}>
              <Icon name="done" />
              {text.verify.mark}
            </Button>
          </div>
          <details>
            <summary>{text.verify.paste}</summary>
            <Paste onCode={theirs => void compare(theirs)} />
          </details>
        </>
      )}
      {scanning.value && (
        <Scan
          onFound={found => {
            scanning.value = false
            void compare(found)
          }}
          onClose={() => {
            scanning.value = false
          }}
        />
      )}
    </>
  )
}
