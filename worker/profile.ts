/**
 * An open profile: store, agent and chat put together, and taken apart again. Runs unchanged in Node and the browser.
 */
import { createAgent } from "./agent/agent.ts"
import type { AgentSummary } from "./agent/api.ts"
import { createFiles } from "./agent/files.ts"
import { noServers } from "./agent/serverlist.ts"
import type { ChatEvent, FailureCode, NetworkCommands, NetworkConfig, NetworkStatus } from "./api.ts"
import { type ChatLayer, createChat } from "./chat/chat.ts"
import { toFailureCode } from "./chat/error.ts"
import { readRows } from "./chat/state.ts"
import type { LoadKem } from "./crypto/kem.ts"
import { networkCommands, readNetworkConfig } from "./network.ts"
import { pausable } from "./pause.ts"
import type { Clock, Connect, DirectRim, Random } from "./platform.ts"
import type { ServerStatus } from "./smp/servers.ts"
import { commandsWhen } from "./starting.ts"
import type { Storage } from "./storage.ts"
import type { KdfParameters } from "./store/vault.ts"
import { createDirectWays } from "./xftp/direct.ts"
import { createSessions } from "./xftp/sessions.ts"

export type Platform = {
  readonly connect: Connect
  readonly clock: Clock
  readonly random: Random
  /** For files without the bridge; absent: they all go through it. */
  readonly direct?: DirectRim
  readonly kem: LoadKem
  /** Text addresses of servers that the host of the page names, instead of those that all apps know; null: not known yet. */
  readonly servers: () => readonly string[] | null
  /** Gives the page time to show its chats before connections are made ready; absent: none. */
  readonly pause?: () => Promise<void>
  /** For tests: cheap parameters for passwords of hidden profiles. */
  readonly kdf?: KdfParameters
  /** For tests: instead of what is set. */
  readonly network?: () => NetworkConfig
}

export type OpenProfile = {
  readonly chat: ChatLayer
  readonly network: NetworkCommands
  /** The network may be back: try now. */
  wake(): void
  /** Makes the sessions with this server, or with all, anew; takes back what the same profile elsewhere has taken. */
  reconnect(server?: string): void
  /** Ends all connections and freezes the store, which stays open; resolves as `freeze` of the store. */
  rest(): Promise<() => void>
  /** Ends all connections and closes the store; what was stored goes on when it is opened again. */
  close(): void
}

/**
 * Opens the profile in this store: its chats can be shown when this resolves. Everything else starts meanwhile, and commands
 * that need it wait; what fails then is told to `onBroken`. Rejects StoreError, or Error when there is no profile in it.
 */
export const openProfile = async (
  platform: Platform,
  { store, disk }: Storage,
  emit: (event: ChatEvent) => void,
  onBroken: (e: unknown) => void,
): Promise<OpenProfile> => {
  const { clock, random, connect: connectAny, kem, servers } = platform
  const gate = pausable(connectAny)
  const { connect } = gate
  const network = networkStatus(gate.isPaused, emit)
  const reading = readNetworkConfig(store)
  const rows = readRows(store, random)
  // Told by createChat.
  rows.catch(() => undefined)
  let config = await reading
  let closed = false
  let chat: ChatLayer | undefined
  // What was under way when the profile was closed fails on the closed store: that is no reason for alarm.
  const broken = (e: unknown): void => {
    if (!closed) onBroken(e)
  }
  const agent = createAgent({
    store,
    connect,
    clock,
    random,
    kem,
    servers: (userId, protocol) => chat?.servers(userId, protocol) ?? noServers,
    network: platform.network ?? (() => config),
    onServer: (server, status, problem) =>
      network.set(server, status, problem === undefined ? undefined : toFailureCode(problem)),
    onBroken: broken,
  })
  const { direct } = platform
  const ways = direct && createDirectWays({ ...direct, post: gate.gated(direct.post) })
  const files = createFiles({
    store,
    disk,
    sessions: createSessions({ connect, clock, random, ...(ways === undefined ? {} : { ways }) }),
    clock,
    random,
    servers: userId => chat?.servers(userId, "xftp") ?? noServers,
    asks: () => chat?.asks() ?? true,
    network: platform.network ?? (() => config),
    onProgress: (fileId, done, total) => chat?.progress(fileId, done, total),
    onBroken: broken,
  })
  const layer = await createChat({
    store,
    agent,
    files,
    clock,
    random,
    hostServers: servers,
    emit,
    onBroken: broken,
    rows,
    ...(platform.kdf === undefined ? {} : { kdf: platform.kdf }),
  })
  chat = layer
  // Chat first: it has to listen before the agent's first event comes.
  await layer.start()
  let hurry = (): void => undefined
  const wanted = new Promise<void>(resolve => {
    hurry = resolve
  })
  const start = async (): Promise<void> => {
    if (platform.pause !== undefined) await Promise.race([platform.pause(), wanted])
    if (!closed) await agent.start()
    if (!closed) await files.start()
    if (!closed) layer.resume()
  }
  const started = start()
  started.catch(broken)
  const whenStarted = commandsWhen(started, hurry)
  const commands = networkCommands(
    store,
    {
      ...agent,
      summary: () => ofVisible(agent.summary(), layer),
      setReceiving: on => {
        gate.set(!on)
        network.tell()
        // what goes without the bridge has no socket that could be closed
        if (!on) return files.networkChanged()
        agent.wake()
        files.wake()
      },
      networkChanged: () => {
        agent.networkChanged()
        files.networkChanged()
      },
    },
    () => config,
    next => {
      config = next
    },
    () => ({ allowed: direct?.allowed() ?? [], ways: ways?.ways(layer.isVisible) ?? [] }),
  )
  return {
    chat: { ...layer, commands: whenStarted(layer.commands) },
    network: whenStarted(commands),
    wake: () => {
      agent.wake()
      files.wake()
    },
    reconnect: server => agent.reconnect(server),
    rest: async () => {
      closed = true
      hurry()
      // It reads and writes the store that is to rest.
      await started.catch(() => undefined)
      files.stop()
      await agent.stop()
      return store.freeze()
    },
    close: () => {
      closed = true
      files.stop()
      agent.stop()
      store.close()
      void disk.close()
    },
  }
}

/** Hidden profiles are in no list. */
const ofVisible = ({ since, servers }: AgentSummary, chat: ChatLayer): AgentSummary => ({
  since,
  servers: servers.filter(s => chat.isVisible(s.userId)),
})

/** One status of all servers: online when none is away, offline when none is there. */
const networkStatus = (isPaused: () => boolean, emit: (event: ChatEvent) => void) => {
  const statuses = new Map<string, ServerStatus>()
  let last = ""
  const tell = (problem?: FailureCode): void => {
    const all = [...statuses.values()].filter(s => s !== "idle")
    const whole: NetworkStatus = isPaused()
      ? "stopped"
      : all.every(s => s === "online")
        ? "online"
        : all.some(s => s === "connecting")
          ? "connecting"
          : "offline"
    const why = isPaused() ? undefined : problem
    const now = `${whole} ${why ?? ""}`
    if (now === last) return
    last = now
    emit(why === undefined ? { type: "network", status: whole } : { type: "network", status: whole, problem: why })
  }
  return {
    tell: () => tell(),
    set: (server: string, status: ServerStatus, problem?: FailureCode): void => {
      statuses.set(server, status)
      tell(problem)
    },
  }
}
