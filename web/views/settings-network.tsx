/** "Network": which way messages take, and who sees what of it; the servers in use. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { NetworkConfig, ServerSummary, ServersSummary } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { useKept } from "../parts/changes.ts"
import { Choice } from "../parts/choice.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { moment } from "../parts/time.tsx"
import { text } from "../settings-text.ts"
import { network } from "../state/session.ts"
import { text as common } from "../text.ts"
import { worker } from "../worker.ts"
import { Bridge } from "./settings-bridge.tsx"
import { DirectFiles } from "./settings-direct.tsx"

const { network: words } = text

type Row = { readonly config: NetworkConfig; readonly change: (patch: Partial<NetworkConfig>) => void }

const routings = ["always", "unknown", "never"] as const
const fallbacks = ["allow", "prohibit"] as const

/** Behind the bridge a server never sees an address: what the apps do "unprotected" or "protected" is the same as not. */
const Routing = ({ config, change }: Row) => (
  <section class="card">
    <h2>{words.routing}</h2>
    <p class="lead">{words.routingMeans}</p>
    <Choice
      legend={words.use}
      all={routings}
      value={config.routing === "unprotected" ? "never" : config.routing}
      words={r => words.routings[r]}
      onChange={routing => change({ routing })}
    />
    <Choice
      legend={words.fallback}
      all={fallbacks}
      value={config.fallback === "prohibit" ? "prohibit" : "allow"}
      words={f => words.fallbacks[f]}
      onChange={fallback => change({ fallback })}
    />
    <p class="hint">{words.fallbackMeans}</p>
  </section>
)

const isolations = ["profile", "session", "server", "connection"] as const
const onions = ["never", "prefer", "required"] as const

const Tor = ({ config, change }: Row) => (
  <section class="card">
    <h2>{words.tor}</h2>
    <p class="lead">{words.torMeans}</p>
    <Choice
      legend={words.isolation}
      all={isolations}
      value={config.isolation}
      words={i => words.isolations[i]}
      onChange={isolation => change({ isolation })}
    />
    <p class="hint">{words.isolationMeans}</p>
    <Choice
      legend={words.onion}
      all={onions}
      value={config.onionHosts}
      words={o => words.onions[o]}
      onChange={onionHosts => change({ onionHosts })}
    />
  </section>
)

const connectTimes = [15, 45, 90] as const
const commandTimes = [15, 30, 60] as const
const pings = [0, 2, 20, 60] as const

/** The nearest of those that are offered: another client may have set any. */
const nearest = <T extends number>(all: readonly T[], value: number): T =>
  all.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best))

const Times = ({ config, change }: Row) => (
  <section class="card">
    <h2>{words.times}</h2>
    <p class="lead">{words.timesMeans}</p>
    <Choice
      legend={words.connectTimeout}
      all={connectTimes}
      value={nearest(connectTimes, config.connectTimeout / 1000)}
      words={words.seconds}
      onChange={s => change({ connectTimeout: s * 1000 })}
    />
    <Choice
      legend={words.commandTimeout}
      all={commandTimes}
      value={nearest(commandTimes, config.commandTimeout / 1000)}
      words={words.seconds}
      onChange={s => change({ commandTimeout: s * 1000 })}
    />
    <Choice
      legend={words.ping}
      all={pings}
      value={nearest(pings, config.pingInterval / 60_000)}
      words={m => (m === 0 ? words.noPing : words.minutes(m))}
      onChange={m => change({ pingInterval: m * 60_000 })}
    />
  </section>
)

/** smp8.simplex.im of smp://KEY@smp8.simplex.im,onion */
const hostOf = (server: string) => server.split("@").at(-1)?.split(",")[0] ?? server

const Server = ({ server }: { server: ServerSummary }) => {
  const { sessions, subscriptions, counters, problem } = server
  const sent = (counters.sentDirect ?? 0) + (counters.sentViaProxy ?? 0)
  const state = sessions.connected > 0 ? "online" : sessions.connecting > 0 ? "connecting" : "offline"
  return (
    <li class="server">
      <p class="fact">
        <Icon name={state === "online" ? "done" : state === "connecting" ? "clock" : "warning"} />
        <strong>
          <bdi>{hostOf(server.server)}</bdi>
        </strong>
      </p>
      <p class="hint">
        {words.state[state]} {words.counts(subscriptions.active, counters.received ?? 0, sent)}
        {subscriptions.elsewhere > 0 && ` ${words.elsewhere(subscriptions.elsewhere)}`}
      </p>
      {problem && state !== "online" && <p class="hint">{common.failures[problem]}</p>}
    </li>
  )
}

const InUse = () => {
  const summary = useSignal<ServersSummary | null>(null)
  const action = useAction()
  const read = async () => {
    summary.value = await worker.serversSummary()
  }
  useEffect(() => {
    void action.run(read)
    const timer = setInterval(() => void read().catch(() => {}), 3000)
    return () => clearInterval(timer)
  }, [])
  const now = summary.value
  const run = (command: () => Promise<void>) =>
    void action.run(async () => {
      await command()
      await read()
    })
  const stopped = network.value?.status === "stopped"
  return (
    <section class="card">
      <h2>{words.inUse}</h2>
      <p class="fact" role="status">
        {words.state[network.value?.status ?? "null"]}
      </p>
      <p class="hint">{words.stopMeans}</p>
      {now && (
        <>
          <p class="hint">{words.since(moment(now.since))}</p>
          <ul class="servers">
            {now.servers.map(server => (
              <Server key={`${server.userId} ${server.server}`} server={server} />
            ))}
          </ul>
        </>
      )}
      <Problem code={action.problem.value} />
      <div class="buttons">
        <Button onClick={() => run(() => worker.setReceiving(stopped))}>{stopped ? words.start : words.stop}</Button>
        {!stopped && <Button onClick={() => run(() => worker.reconnect())}>{words.reconnect}</Button>}
        <Button onClick={() => run(() => worker.resetStatistics())}>{words.reset}</Button>
      </div>
    </section>
  )
}

export const Network = () => {
  const { value, problem, change } = useKept<NetworkConfig>(
    () => worker.networkConfig(),
    next => worker.setNetworkConfig(next),
  )
  const now = value.value
  return (
    <>
      <section class="card">
        <p class="lead">{words.lead}</p>
        <Problem code={problem.value} />
      </section>
      {now && <Routing config={now} change={change} />}
      {now && <Tor config={now} change={change} />}
      <Bridge />
      {now && <DirectFiles config={now} change={change} />}
      <InUse />
      {now && <Times config={now} change={change} />}
    </>
  )
}
