/** "Servers": on which servers new queues and files are, and what becomes of testing them. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { OperatorInfo, ServerInfo, ServerList, ServerProtocol, ServerTest } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { useChanges } from "../parts/changes.ts"
import { Switch } from "../parts/choice.tsx"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { text as common } from "../text.ts"
import { worker } from "../worker.ts"

const { servers } = text

/** Runs a command that answers with the list as it is then. */
type Change = (command: () => Promise<ServerList>) => void

const Operator = ({ operator, change }: { operator: OperatorInfo; change: Change }) => {
  const { conditions } = operator
  const isAccepted = conditions.acceptedAt !== undefined && !conditions.isNew
  return (
    <div class="server">
      <Switch
        label={servers.useOperator(operator.name)}
        on={operator.enabled && isAccepted}
        onChange={enabled => change(() => worker.changeOperator(operator.id, { enabled }))}
        hint={
          <>
            {operator.legalName} · {operator.domains.join(", ")}
            {" · "}
            <a href={conditions.url} target="_blank" rel="noopener noreferrer">
              {servers.conditions}
            </a>
          </>
        }
      />
      {!isAccepted && (
        <Button onClick={() => change(() => worker.acceptConditions([operator.id]))}>{servers.accept}</Button>
      )}
    </div>
  )
}

const Outcome = ({ test }: { test: ServerTest | undefined }) => (
  <p role="status" class={test && !test.ok ? "problem" : "hint"}>
    {test && (test.ok ? servers.works : `${servers.fails(servers.steps[test.step])} ${common.failures[test.code]}`)}
  </p>
)

const Server = ({ server, change, reload }: { server: ServerInfo; change: Change; reload: () => Promise<void> }) => {
  const testing = useAction()
  const host = server.hosts[0] ?? ""
  const about = [
    server.operator ? servers.operator(server.operator) : servers.source[server.source],
    ...(server.hasPassword ? [servers.password] : []),
  ]
  const test = async () => {
    await worker.testServer(server.address)
    await reload()
  }
  return (
    <li class="server">
      <Switch
        label={servers.use(host)}
        words={<bdi>{host}</bdi>}
        hint={about.join(" · ")}
        on={server.enabled}
        onChange={on => change(() => worker.enableServer(server.address, on))}
      />
      <Outcome test={server.tested} />
      <Problem code={testing.problem.value} />
      <div class="small-buttons">
        <button
          type="button"
          class="quiet"
          aria-label={servers.testOf(host)}
          aria-busy={testing.busy.value || undefined}
          onClick={() => void testing.run(test)}
        >
          {testing.busy.value && <span class="spinner" aria-hidden="true" />}
          {servers.test}
        </button>
        {server.source === "own" && (
          <button
            type="button"
            class="quiet"
            aria-label={servers.removeOf(host)}
            onClick={() => change(() => worker.removeServer(server.address))}
          >
            {servers.remove}
          </button>
        )}
      </div>
    </li>
  )
}

const Add = ({ onAdded }: { onAdded: (list: ServerList) => void }) => {
  const address = useSignal("")
  const action = useAction()
  const add = () =>
    action.run(async () => {
      onAdded(await worker.addServer(address.value))
      address.value = ""
    })
  return (
    <section class="card">
      <h2>{servers.add}</h2>
      <Form onSubmit={() => void add()}>
        <Field
          label={servers.address}
          value={address.value}
          onInput={v => {
            address.value = v
          }}
          hint={servers.addressHint}
          invalid={action.problem.value === "BAD_SERVER"}
        />
        <Problem code={action.problem.value} />
        <Button submit busy={action.busy.value}>
          {servers.addButton}
        </Button>
      </Form>
    </section>
  )
}

const protocols: readonly ServerProtocol[] = ["smp", "xftp"]

export const Servers = () => {
  const list = useSignal<ServerList | null>(null)
  const action = useChanges()
  const show = (next: ServerList) => {
    list.value = next
  }
  const reload = async () => show(await worker.servers())
  const change: Change = command => void action.run(async () => show(await command()))
  useEffect(() => void action.run(reload), [])
  const now = list.value
  const problems = (now?.problems ?? []).map(({ protocol, missing }) =>
    missing === "proxy" ? servers.noProxy : servers.none(protocol),
  )
  return (
    <>
      <section class="card">
        <p class="lead">{servers.lead}</p>
        <Problem code={action.problem.value} />
        {[...new Set(problems)].map(words => (
          <p key={words} class="warn">
            <Icon name="warning" />
            <span>{words}</span>
          </p>
        ))}
        {now?.operators.map(operator => (
          <Operator key={operator.id} operator={operator} change={change} />
        ))}
      </section>
      {now &&
        protocols.map(protocol => {
          const found = now.servers.filter(s => s.protocol === protocol)
          if (found.length === 0) return null
          return (
            <section key={protocol} class="card">
              <h2>{servers[protocol]}</h2>
              <ul class="servers">
                {found.map(server => (
                  <Server key={server.address} server={server} change={change} reload={reload} />
                ))}
              </ul>
            </section>
          )
        })}
      {now && <Add onAdded={show} />}
    </>
  )
}
