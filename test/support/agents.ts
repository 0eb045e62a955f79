/** Agents without chat: what they say is committed at once and kept, so that a test can look at it. */
import { createAgent } from "../../worker/agent/agent.ts"
import type { Agent, AgentOptions } from "../../worker/agent/api.ts"
import type { AgentEvent } from "../../worker/agent/events.ts"
import { plainServers, type UserServers } from "../../worker/agent/serverlist.ts"
import type { OwnLink } from "../../worker/api.ts"
import { loadKem } from "../../worker/crypto/kem.ts"
import { utf8 } from "../../worker/encoding/bytes.ts"
import type { Clock, Connect } from "../../worker/platform.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore, type Store } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { acceleratedClock } from "./clock.ts"
import { directConnect } from "./direct.ts"
import { seededRandom } from "./random.ts"

export type TestAgent = {
  readonly name: string
  readonly store: Store
  readonly agent: () => Agent
  readonly events: { readonly connId: string; readonly event: AgentEvent }[]
  /** Statuses of servers as the network changes, with the problem if any. */
  readonly statuses: string[]
  /** Ends it without warning, as a crash does. */
  crash(): void
  start(): Promise<void>
  has(connId: string, type: AgentEvent["type"]): boolean
}

export type TestAgentOptions = Partial<Pick<AgentOptions, "connect" | "network">> & {
  readonly clock?: Clock
  /** Addresses of the servers of every profile. */
  readonly servers: () => readonly string[]
  /** Of those to which commands are passed on; the same when absent. */
  readonly proxies?: () => readonly string[]
}

let seeds = 0

const toUserServers = (storage: readonly string[], proxies: readonly string[]): UserServers => {
  const { proxy } = plainServers("smp", proxies)
  const own = plainServers("smp", storage)
  return { ...own, proxy, known: new Set([...own.known, ...plainServers("smp", proxies).known]) }
}

export const newTestAgent = async (name: string, options: TestAgentOptions): Promise<TestAgent> => {
  const { servers, proxies = servers, network } = options
  const connect: Connect = options.connect ?? directConnect
  const random = seededRandom(`${name} ${++seeds}`)
  const store = openStore(memoryBackend(), await sessionKey(random), random)
  const events: TestAgent["events"] = []
  const statuses: string[] = []
  let current: Agent | undefined
  const agent = (): Agent => {
    if (current === undefined) throw new Error(`${name} does not run`)
    return current
  }
  const listen = async (a: Agent): Promise<void> => {
    for await (const { connId, event, commit } of a.incoming()) {
      events.push({ connId, event })
      commit(() => [], event.type === "confirmation" ? { ownInfo: utf8(name) } : {}).catch(() => undefined)
    }
  }
  return {
    name,
    store,
    agent,
    events,
    statuses,
    has: (connId, type) => events.some(e => e.connId === connId && e.event.type === type),
    crash: () => {
      current?.stop().catch(() => undefined)
      current = undefined
    },
    start: async () => {
      const made = createAgent({
        store,
        connect,
        clock: options.clock ?? acceleratedClock(50),
        random,
        kem: loadKem,
        servers: () => toUserServers(servers(), proxies()),
        ...(network === undefined ? {} : { network }),
        onServer: (_, status, problem) => void statuses.push(problem === undefined ? status : `${status} ${problem}`),
        onBroken: e => {
          throw e
        },
      })
      current = made
      void listen(made)
      await made.start()
    },
  }
}

export const eventually = async (what: string, check: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(r => setTimeout(r, 5)))
    if (await check()) return
  throw new Error(`waited in vain: ${what}`)
}

/** Connects them; both know the connection by this id. */
export const befriend = async (a: TestAgent, b: TestAgent, connId: string, userId = 1): Promise<void> => {
  let link: OwnLink | undefined
  await a.agent().createInvitation({ connId, userId }, utf8("{}"), made => {
    link = made
    return []
  })
  await b.agent().join({ connId, userId }, link?.full ?? "", utf8(b.name), () => [])
  await eventually(
    `${a.name} and ${b.name} are connected`,
    () => a.agent().canSend(connId) && b.agent().canSend(connId),
  )
}
