/**
 * Commands about the servers of the active profile, and about operators. What is changed is for new queues and files; the
 * rules are in agent/serverlist.ts.
 *
 * Peer: Simplex.Chat.Library.Commands: APIGetUserServers, APISetUserServers, APIValidateServers, APISetServerOperators,
 *       APIAcceptConditions, APITestProtoServer.
 */
import { conditions } from "../agent/presets.ts"
import {
  isListed,
  type Listed,
  listServers,
  noServers,
  type OperatorState,
  operatorStates,
  placesOf,
  problemsOf,
  readAddress,
  type UserServers,
  userServers,
  usesOf,
} from "../agent/serverlist.ts"
import type { OperatorInfo, ProfileCommands, ServerInfo, ServerList, ServerProtocol, ServerTest } from "../api.ts"
import { DecodeError, utf8 } from "../encoding/bytes.ts"
import { parseServerAddress, type ServerAddress, writeServerAddress } from "../encoding/server.ts"
import type { OperatorRow, ServerChange, ServersRow } from "../store/servers.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import type { ChatState } from "./state.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<
  ProfileCommands,
  | "servers"
  | "addServer"
  | "serverAddress"
  | "removeServer"
  | "enableServer"
  | "changeOperator"
  | "acceptConditions"
  | "testServer"
>

/** Addresses that the host of the page names; null: not known yet. */
export type HostServers = () => readonly string[] | null

const protocols: readonly ServerProtocol[] = ["smp", "xftp"]

/** What is kept about servers. */
type ServerState = Pick<ChatState, "profiles" | "servers" | "operators">

const rowOf = (state: ServerState, userId: number): ServersRow =>
  state.servers.get(userId) ?? { userId, own: [], changed: [] }

/** Which presets a profile gets is decided once for its life: by what never changes in it. */
const seedOf = (state: ServerState, userId: number) => utf8(`${userId} ${state.profiles.get(userId)?.createdAt ?? 0}`)

const statesOf = (state: ServerState): readonly OperatorState[] => operatorStates([...state.operators.values()])

const listOf = (state: ServerState, host: readonly string[], userId: number, protocol: ServerProtocol) =>
  listServers(protocol, { host, seed: seedOf(state, userId), row: state.servers.get(userId) })

/** What the agent uses of it all. */
export const serversFor = (
  state: ServerState,
  host: HostServers,
  userId: number,
  protocol: ServerProtocol,
): UserServers => {
  const named = host()
  return named === null ? noServers : userServers(listOf(state, named, userId, protocol), statesOf(state))
}

/**
 * The same, kept until something changes that it is made of: it is asked for with every message that is sent. Rows are
 * replaced when they change, never written into.
 */
export const keptServers = (state: ServerState, host: HostServers) => {
  const known = new Map<string, { readonly of: readonly unknown[]; readonly servers: UserServers }>()
  return (userId: number, protocol: ServerProtocol): UserServers => {
    const key = `${userId} ${protocol}`
    const { createdAt } = state.profiles.get(userId) ?? {}
    const of = [host(), createdAt, state.servers.get(userId), ...state.operators.values()]
    const before = known.get(key)
    if (before?.of.length === of.length && of.every((part, i) => part === before.of[i])) return before.servers
    const servers = serversFor(state, host, userId, protocol)
    known.set(key, { of, servers })
    return servers
  }
}

const toInfo = (s: Listed, states: readonly OperatorState[]): ServerInfo => ({
  address: s.name,
  protocol: s.protocol,
  hosts: s.hosts,
  ...(s.operator === null ? {} : { operator: s.operator }),
  source: s.source,
  hasPassword: s.password !== null,
  enabled: s.enabled,
  uses: usesOf(s, states),
  ...(s.tested === undefined ? {} : { tested: s.tested }),
})

const toOperatorInfo = ({ id, name, legalName, domains, enabled, roles, accepted }: OperatorState): OperatorInfo => ({
  id,
  name,
  legalName,
  domains,
  enabled,
  roles,
  conditions: {
    url: conditions.url,
    isNew: accepted !== undefined && accepted.commit !== conditions.commit,
    ...(accepted === undefined ? {} : { acceptedAt: accepted.at }),
  },
})

const reading = <T>(read: () => T): T => {
  try {
    return read()
  } catch (e) {
    if (e instanceof DecodeError) throw new CommandError("BAD_SERVER")
    throw e
  }
}

const withChange = (row: ServersRow, server: string, change: Omit<ServerChange, "server">): ServersRow => {
  const before = row.changed.find(c => c.server === server)
  return { ...row, changed: [...row.changed.filter(c => c !== before), { ...before, ...change, server }] }
}

/** Throws CommandError CONDITIONS or LAST_SERVER where a new queue could not be made before the user has done something. */
export const requireServer = ({ state, hostServers }: Pick<ChatContext, "state" | "hostServers">): void => {
  const { missing } = serversFor(state, hostServers, state.active, "smp")
  if (missing === "conditions") throw new CommandError("CONDITIONS")
  if (missing === "servers") throw new CommandError("LAST_SERVER")
}

/** See ProfileCommands. */
export const serverCommands = (ctx: ChatContext): Commands => {
  const { state, agent, clock } = ctx
  const userRow = (): ServersRow => rowOf(state, state.active)
  const named = (): readonly string[] => ctx.hostServers() ?? []
  const lists = (): readonly Listed[] => protocols.flatMap(p => listOf(state, named(), state.active, p))

  const serverList = (): ServerList => {
    const states = statesOf(state)
    const all = lists()
    const problems = protocols.flatMap(p =>
      problemsOf(
        p,
        all.filter(s => s.protocol === p),
        states,
      ),
    )
    return { operators: states.map(toOperatorInfo), servers: all.map(s => toInfo(s, states)), problems }
  }

  /** Throws CommandError NOT_FOUND, BAD_SERVER. */
  const find = (address: string): Listed => {
    const { server, protocol } = reading(() => readAddress(address))
    const found = lists().find(s => s.name === writeServerAddress(server, protocol))
    if (found === undefined) throw new CommandError("NOT_FOUND")
    return found
  }

  /** Problems that there were before do not stand in the way of what does not mend them. */
  const refuseNewProblems = (change: () => void): void => {
    const before = serverList().problems.map(p => `${p.protocol} ${p.missing}`)
    change()
    if (serverList().problems.some(p => !before.includes(`${p.protocol} ${p.missing}`)))
      throw new CommandError("LAST_SERVER")
  }

  /** Tries the change in memory first; one that is refused leaves no trace. */
  const commit = async (apply: (tx: Transaction) => void): Promise<ServerList> => {
    const [servers, operators] = [new Map(state.servers), new Map(state.operators)]
    const restore = (): void => {
      state.servers.clear()
      state.operators.clear()
      for (const [k, v] of servers) state.servers.set(k, v)
      for (const [k, v] of operators) state.operators.set(k, v)
    }
    const tried = (tx: Transaction): void => {
      try {
        refuseNewProblems(() => apply(tx))
      } catch (e) {
        restore()
        throw e
      }
    }
    await change(ctx, tried)
    // What waits for a server may find one now.
    agent.wake()
    return serverList()
  }

  const operatorRow = (id: OperatorRow["id"]): OperatorRow => {
    if (!statesOf(state).some(o => o.id === id)) throw new CommandError("NOT_FOUND")
    return state.operators.get(id) ?? { id }
  }

  /** A server of the list is tested with its password, unless another is given. */
  const toTest = (given: ServerAddress & { protocol: ServerProtocol }, listed: Listed | undefined): string =>
    writeServerAddress(given.server, given.protocol, given.password ?? listed?.password ?? null)

  return {
    servers: async () => serverList(),

    addServer: text =>
      commit(tx => {
        const { protocol, server, password } = reading(() => readAddress(text))
        const list = lists().filter(s => s.protocol === protocol)
        if (isListed(list, placesOf(server, protocol))) throw new CommandError("SERVER_KNOWN")
        const row = userRow()
        tx.servers({ ...row, own: [...row.own, writeServerAddress(server, protocol, password)] })
      }),

    serverAddress: async address => {
      const { name, protocol, password } = find(address)
      return writeServerAddress(parseServerAddress(name, protocol).server, protocol, password)
    },

    removeServer: address =>
      commit(tx => {
        const { name, protocol, source } = find(address)
        if (source !== "own") throw new CommandError("NOT_FOUND")
        const row = userRow()
        const isIt = (a: string): boolean =>
          a.startsWith(`${protocol}:`) && writeServerAddress(parseServerAddress(a, protocol).server, protocol) === name
        const own = row.own.filter(a => !isIt(a))
        tx.servers({ ...row, own, changed: row.changed.filter(c => c.server !== name) })
      }),

    enableServer: (address, enabled) =>
      commit(tx => tx.servers(withChange(userRow(), find(address).name, { enabled }))),

    changeOperator: (id, { enabled, roles }) =>
      commit(tx => {
        const row = operatorRow(id)
        if (enabled === true && row.accepted === undefined) throw new CommandError("CONDITIONS")
        tx.operator({
          ...row,
          ...(enabled === undefined ? {} : { enabled }),
          ...(roles === undefined ? {} : { roles: { ...row.roles, ...roles } }),
        })
      }),

    acceptConditions: ids =>
      commit(tx => {
        const accepted = { commit: conditions.commit, at: clock.now() }
        for (const id of ids) tx.operator({ ...operatorRow(id), accepted })
      }),

    testServer: async (text): Promise<ServerTest> => {
      const given = reading(() => readAddress(text))
      const name = writeServerAddress(given.server, given.protocol)
      const userId = state.active
      const listed = lists().find(s => s.name === name)
      const outcome = await agent.testServer(toTest(given, listed))
      const isSame = given.password === null || given.password === listed?.password
      const tested = { ...outcome, at: clock.now() }
      if (listed !== undefined && isSame && state.profiles.has(userId))
        await change(ctx, tx => tx.servers(withChange(rowOf(state, userId), name, { tested })))
      return outcome
    },
  }
}
