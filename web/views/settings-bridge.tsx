/** Which bridge carries everything: that of the page's host, or another one. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useAction } from "../parts/action.ts"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { worker } from "../worker.ts"

type Now = { readonly url: string | null; readonly allowed: readonly string[] }

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

export const Bridge = () => {
  const { bridge: words } = text
  const now = useSignal<Now | null>(null)
  const typed = useSignal("")
  const action = useAction()
  const read = async () => {
    now.value = await worker.bridge()
  }
  useEffect(() => void action.run(read), [])
  const use = (url: string | null) =>
    void action.run(async () => {
      await worker.setBridge(url)
      typed.value = ""
      await read()
    })
  const found = now.value
  if (!found) return null
  const { url, allowed } = found
  const hosts = allowed.filter(a => a !== "wss:").map(hostOf)
  return (
    <section class="card">
      <h2>{words.heading}</h2>
      <p class="lead">{words.lead}</p>
      <p role="status">{url === null ? words.ofHost(location.host) : words.other(hostOf(url))}</p>
      {allowed.length === 0 ? (
        <p class="hint">{words.none}</p>
      ) : (
        <Form onSubmit={() => use(typed.value)}>
          <Field
            label={words.address}
            value={typed.value}
            onInput={v => {
              typed.value = v
            }}
            hint={hosts.length > 0 ? words.these(hosts) : words.any}
            placeholder="wss://"
            invalid={action.problem.value === "BAD_BRIDGE"}
          />
          <Button submit busy={action.busy.value}>
            {words.use}
          </Button>
        </Form>
      )}
      <Problem code={action.problem.value} />
      {url !== null && (
        <Button kind="quiet" busy={action.busy.value} onClick={() => use(null)}>
          {words.back}
        </Button>
      )}
    </section>
  )
}
