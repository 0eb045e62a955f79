/**
 * How we talk to servers: what somebody has set, kept with the chats; and what came of it, by server.
 *
 * Peer: Simplex.Chat.Controller, APISetNetworkConfig, ReconnectServer, ReconnectAllServers, GetAgentServersSummary,
 *       ResetAgentServersStats.
 */
import type { AgentSummary } from "./agent/api.ts"
import type { FileWays, NetworkCommands, NetworkConfig, ServersSummary } from "./api.ts"
import { CommandError, toFailureCode } from "./chat/error.ts"
import { defaultNetwork } from "./smp/network.ts"
import { readNetworkRow, writeNetworkRow } from "./store/page.ts"
import type { Store } from "./store/store.ts"

const choices = {
  routing: ["always", "unknown", "unprotected", "never"],
  fallback: ["allow", "protected", "prohibit"],
  isolation: ["profile", "session", "server", "connection"],
  onionHosts: ["never", "prefer", "required"],
} satisfies { readonly [K in keyof NetworkConfig]?: readonly NetworkConfig[K][] }

/** Least and most, in ms or times. */
const ranges = {
  connectTimeout: [1000, 600_000],
  commandTimeout: [1000, 600_000],
  pingInterval: [0, 24 * 3_600_000],
  pingCount: [0, 100],
} satisfies { readonly [K in keyof NetworkConfig]?: readonly [number, number] }

/** Of what may be anything; undefined when it is none. */
export const toNetworkConfig = (value: unknown): NetworkConfig | undefined => {
  const given = (value ?? {}) as Readonly<Record<string, unknown>>
  const isChosen = Object.entries(choices).every(([name, all]) => all.some(one => one === given[name]))
  const isWithin = Object.entries(ranges).every(([name, [least = 0, most = 0]]) => {
    const n = given[name]
    return Number.isSafeInteger(n) && Number(n) >= least && Number(n) <= most
  })
  if (!isChosen || !isWithin) return undefined
  const names = [...Object.keys(choices), ...Object.keys(ranges)]
  const config = Object.fromEntries(names.map(name => [name, given[name]])) as NetworkConfig
  return given.directFiles === true ? { ...config, directFiles: true } : config
}

/**
 * The address of a bridge as somebody types it: wss://HOST, with or without its path. Unencrypted only on this machine. Throws
 * CommandError BAD_BRIDGE.
 */
export const toBridgeUrl = (text: string): string => {
  const trimmed = text.trim()
  const whole = /^[a-z]+:\/\//i.test(trimmed) ? trimmed.replace(/^http/i, "ws") : `wss://${trimmed}`
  const url = URL.canParse(whole) ? new URL(whole) : null
  const isHere = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  const isGood = url !== null && (url.protocol === "wss:" || (url.protocol === "ws:" && isHere))
  if (
    !isGood ||
    url.username !== "" ||
    url.password !== "" ||
    url.hash !== "" ||
    url.search !== "" ||
    url.hostname === ""
  )
    throw new CommandError("BAD_BRIDGE")
  return url.pathname === "/" ? `${url.origin}/bridge` : url.href
}

/** What was set in this store, or as in the apps. Rejects StoreError. */
export const readNetworkConfig = async (store: Store): Promise<NetworkConfig> =>
  toNetworkConfig(await readNetworkRow(store)) ?? defaultNetwork

const toSummary = ({ since, servers }: AgentSummary): ServersSummary => ({
  since,
  servers: servers.map(({ problem, ...server }) =>
    problem === undefined ? server : { ...server, problem: toFailureCode(problem) },
  ),
})

/** What these commands need of an agent. */
type Talking = {
  networkChanged(): void
  setReceiving(on: boolean): void
  summary(): AgentSummary
  reconnect(server?: string): void
  resetStatistics(): Promise<void>
}

/** `config` is what the agent asks for; `change` replaces it. */
export const networkCommands = (
  store: Store,
  agent: Talking,
  config: () => NetworkConfig,
  change: (next: NetworkConfig) => void,
  fileWays: () => FileWays,
): NetworkCommands => ({
  networkConfig: async () => config(),
  setNetworkConfig: async given => {
    const next = toNetworkConfig(given)
    if (next === undefined) throw new CommandError("NOT_ALLOWED")
    await writeNetworkRow(store, next)
    change(next)
    agent.networkChanged()
  },
  setReceiving: async on => agent.setReceiving(on),
  fileWays: async () => fileWays(),
  serversSummary: async () => toSummary(agent.summary()),
  reconnect: async server => agent.reconnect(server),
  resetStatistics: () => agent.resetStatistics(),
})
