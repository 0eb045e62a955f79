/**
 * Which servers a profile has, what they are used for, and which one a new queue is made on. Pure.
 *
 *   list   = servers named by the page's host, presets, own ones; each enabled or not
 *   usable = enabled, and of no operator, or of one that is enabled, has this role, and whose conditions were accepted
 *   next   = at random among the usable of operators that the connection does not use yet, where there are any; of these
 *            among servers that it does not use yet and that were not tried in vain, where there are any
 *
 * Peer:  Simplex.Chat.Operators: updatedUserServers, agentServerCfgs, validateUserServers; Simplex.Chat,
 *        chooseRandomServers; Simplex.Messaging.Agent.Client: getNextServer_, usedOperatorsHosts, withNextSrv.
 * Note:  the peer uses all servers when none is usable; we use none then: what was disabled stays disabled.
 * Note:  servers of the page's host disable the presets of their protocol, as the peer's command line does.
 * Note:  to the peer two servers at one host are the same, to us only with the same port too.
 * Note:  the peer does not count an operator as used when the connection's server is not in the list; we do.
 * Trust: addresses come from the user and from the bridge's configuration; those that cannot be read are left out.
 */
import type { OperatorId, ServerProblem, ServerProtocol, ServerRoles, ServerTest } from "../api.ts"
import { sha256 } from "../crypto/hash.ts"
import { type Bytes, concat, DecodeError, hex, utf8 } from "../encoding/bytes.ts"
import { parseServerAddress, type Server, type ServerAddress, writeServerAddress } from "../encoding/server.ts"
import type { Random } from "../platform.ts"
import type { OperatorRow, ServersRow } from "../store/servers.ts"
import { type Operator, operatorOf, operators, presets } from "./presets.ts"

// operators

export type OperatorState = Operator & {
  readonly enabled: boolean
  readonly accepted?: { readonly commit: string; readonly at: number }
}

/** All operators with what the user has changed. */
export const operatorStates = (rows: readonly OperatorRow[]): readonly OperatorState[] =>
  operators.map(operator => {
    const row = rows.find(r => r.id === operator.id)
    return {
      ...operator,
      enabled: row?.enabled ?? true,
      roles: { ...operator.roles, ...row?.roles },
      ...(row?.accepted === undefined ? {} : { accepted: row.accepted }),
    }
  })

// the list

export type Listed = {
  readonly protocol: ServerProtocol
  /** Text address without its password: the server's name. */
  readonly name: string
  readonly password: string | null
  readonly hosts: readonly string[]
  readonly places: readonly string[]
  readonly operator: OperatorId | null
  readonly source: "preset" | "host" | "own"
  readonly enabled: boolean
  /** A preset that the servers of the page's host stand in for. */
  readonly displaced: boolean
  readonly tested?: ServerTest & { readonly at: number }
}

/** Reads an address as somebody typed or pasted it: white space anywhere. Throws DecodeError. */
export const readAddress = (text: string): ServerAddress & { readonly protocol: ServerProtocol } => {
  const address = text.replace(/\s+/g, "")
  const protocol = /^xftp:/i.test(address) ? "xftp" : "smp"
  return {
    protocol,
    ...parseServerAddress(
      address.replace(/^[A-Za-z]+:/, m => m.toLowerCase()),
      protocol,
    ),
  }
}

const defaultPorts: Readonly<Record<ServerProtocol, number>> = { smp: 5223, xftp: 443 }

/** Where a server is, once for each of its hosts: host in lower case, space, port. */
export const placesOf = (
  { hosts, port }: Pick<Server, "hosts" | "port">,
  protocol: ServerProtocol,
): readonly string[] => hosts.map(h => `${h.toLowerCase()} ${port ?? defaultPorts[protocol]}`)

const hostOf = (place: string): string => place.slice(0, place.lastIndexOf(" "))

const shares = (places: readonly string[], others: ReadonlySet<string>): boolean => places.some(p => others.has(p))

const allPlaces = (all: readonly { readonly places: readonly string[] }[]): Set<string> =>
  new Set(all.flatMap(s => s.places))

/** Names of the presets that a profile gets: as many of each operator as the apps pick, by its seed. */
export const pickedPresets = (protocol: ServerProtocol, seed: Bytes): ReadonlySet<string> => {
  // Asked for with every message that is sent: each server is hashed once, not with every comparison.
  const named = presets[protocol]
    .filter(p => p.use)
    .map(p => ({ ...p, name: writeServerAddress(p.server, protocol) }))
    .map(p => ({ ...p, rank: hex(sha256(concat(seed, utf8(p.name)))) }))
  const ranked = named.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return new Set(
    operators.flatMap(o =>
      ranked
        .filter(p => p.operator === o.id)
        .slice(0, o.picked[protocol])
        .map(p => p.name),
    ),
  )
}

export type ListInput = {
  /** Addresses that the host of the page names, of any protocol. */
  readonly host: readonly string[]
  /** Decides which presets the profile gets; the same one for the profile's life. */
  readonly seed: Bytes
  readonly row: ServersRow | undefined
}

type Entry = Omit<Listed, "enabled" | "tested"> & { readonly default: boolean }

const entryOf = (text: string, source: "host" | "own", protocol: ServerProtocol): readonly Entry[] => {
  try {
    const { protocol: its, server, password } = readAddress(text)
    if (its !== protocol) return []
    const name = writeServerAddress(server, protocol)
    const { hosts } = server
    const places = placesOf(server, protocol)
    const common = { protocol, name, password, hosts, places, source, displaced: false, default: true }
    return [{ ...common, operator: operatorOf(hosts) }]
  } catch (e) {
    if (e instanceof DecodeError) return []
    throw e
  }
}

/** Without those at a place where an earlier one is. */
const distinct = (entries: readonly Entry[]): readonly Entry[] => {
  const seen = new Set<string>()
  return entries.filter(e => {
    if (shares(e.places, seen)) return false
    for (const p of e.places) seen.add(p)
    return true
  })
}

/** The servers of a profile for one protocol. */
export const listServers = (protocol: ServerProtocol, { host, seed, row }: ListInput): readonly Listed[] => {
  const ofHost = host.flatMap(text => entryOf(text, "host", protocol))
  const displaced = ofHost.length > 0
  const picked = pickedPresets(protocol, seed)
  const preset = presets[protocol].map((p): Entry => {
    const name = writeServerAddress(p.server, protocol)
    const on = !displaced && picked.has(name)
    const { operator, server } = p
    const where = { hosts: server.hosts, places: placesOf(server, protocol) }
    return { protocol, name, password: null, ...where, operator, source: "preset", displaced, default: on }
  })
  const own = (row?.own ?? []).flatMap(text => entryOf(text, "own", protocol))
  return distinct([...ofHost, ...preset, ...own]).map(({ default: on, ...entry }) => {
    const change = row?.changed.find(c => c.server === entry.name)
    return {
      ...entry,
      enabled: change?.enabled ?? on,
      ...(change?.tested === undefined ? {} : { tested: change.tested }),
    }
  })
}

/** Whether a server of the list is at one of these places. */
export const isListed = (list: readonly Listed[], places: readonly string[]): boolean => shares(places, allPlaces(list))

// uses

const nothing: ServerRoles = { storage: false, proxy: false }

const rolesOf = (s: Listed, states: readonly OperatorState[]): ServerRoles => {
  if (s.operator === null) return { storage: true, proxy: true }
  const operator = states.find(o => o.id === s.operator)
  return operator?.enabled === true ? operator.roles[s.protocol] : nothing
}

const isAccepted = (s: Listed, states: readonly OperatorState[]): boolean =>
  s.operator === null || states.some(o => o.id === s.operator && o.accepted !== undefined)

/** What the server is used for as everything stands. */
export const usesOf = (s: Listed, states: readonly OperatorState[]): ServerRoles =>
  s.enabled && isAccepted(s, states) ? rolesOf(s, states) : nothing

/** What an enabled server is missing for, as the apps say it: conditions that are yet to be accepted do not count. */
export const problemsOf = (
  protocol: ServerProtocol,
  list: readonly Listed[],
  states: readonly OperatorState[],
): readonly ServerProblem[] => {
  const enabled = list.filter(
    s => s.enabled && (s.operator === null || states.some(o => o.id === s.operator && o.enabled)),
  )
  if (enabled.length === 0) return [{ protocol, missing: "servers" }]
  const roles = ["storage", "proxy"] as const
  return roles.filter(r => !enabled.some(s => rolesOf(s, states)[r])).map(missing => ({ protocol, missing }))
}

/** A server that may be chosen; `address` includes the password. */
export type Candidate = {
  readonly address: string
  readonly places: readonly string[]
  readonly operator: OperatorId | null
}

/** All that decides about where queues are made and which way messages go, for one profile and protocol. */
export type UserServers = {
  readonly storage: readonly Candidate[]
  readonly proxy: readonly Candidate[]
  /** Servers at these places are ours: nothing is gained by reaching them through another. */
  readonly known: ReadonlySet<string>
  /** Why `storage` is empty: the configuration is not there yet, conditions are to be accepted, or nothing is enabled. */
  readonly missing: "configuration" | "conditions" | "servers" | null
}

const toCandidate = ({ name, protocol, password, places, operator }: Listed): Candidate => {
  const address = writeServerAddress(parseServerAddress(name, protocol).server, protocol, password)
  return { address, places, operator }
}

/** What the list comes to with what is set for operators. */
export const userServers = (list: readonly Listed[], states: readonly OperatorState[]): UserServers => {
  const usable = (role: keyof ServerRoles) => list.filter(s => usesOf(s, states)[role]).map(toCandidate)
  const storage = usable("storage")
  const needsConditions = list.some(s => s.enabled && rolesOf(s, states).storage && !isAccepted(s, states))
  const known = list.filter(
    s => (s.enabled || !s.displaced) && isAccepted(s, states) && Object.values(rolesOf(s, states)).some(yes => yes),
  )
  return {
    storage,
    proxy: usable("proxy"),
    known: allPlaces(known),
    missing: storage.length > 0 ? null : needsConditions ? "conditions" : "servers",
  }
}

/** Before the configuration is known. */
export const noServers: UserServers = { storage: [], proxy: [], known: new Set(), missing: "configuration" }

/** Servers as they are given, of no operator and for everything. Addresses that cannot be read are left out. */
export const plainServers = (protocol: ServerProtocol, addresses: readonly string[]): UserServers =>
  userServers(
    distinct(addresses.flatMap(a => entryOf(a, "host", protocol))).map(({ default: enabled, ...s }) => ({
      ...s,
      enabled,
      operator: null,
    })),
    [],
  )

// the choice

const orAll = <T>(all: readonly T[], wanted: (item: T) => boolean): readonly T[] => {
  const some = all.filter(wanted)
  return some.length > 0 ? some : all
}

/** Those of operators that are not in use at these places, where there are any. */
export const ofOtherOperators = (all: readonly Candidate[], usedPlaces: ReadonlySet<string>): readonly Candidate[] => {
  const used = new Set<OperatorId | null>(all.filter(c => shares(c.places, usedPlaces)).map(c => c.operator))
  for (const p of usedPlaces) {
    const operator = operatorOf([hostOf(p)])
    if (operator !== null) used.add(operator)
  }
  return orAll(all, c => !used.has(c.operator))
}

/** Where the servers with these addresses are. */
export const placesOfAddresses = (addresses: readonly string[]): ReadonlySet<string> =>
  new Set(addresses.map(readAddress).flatMap(a => placesOf(a.server, a.protocol)))

/**
 * The server for a new queue, or null when there is none. `used`: places of servers that the connection uses; `tried`: those
 * that were tried in vain. Returns what counts as tried from then on: nothing, when everything has had its turn.
 */
export const nextServer = (
  all: readonly Candidate[],
  used: ReadonlySet<string>,
  tried: ReadonlySet<string>,
  random: Random,
): { readonly server: Candidate; readonly tried: ReadonlySet<string>; readonly isLast: boolean } | null => {
  const others = ofOtherOperators(all, used)
  const fresh = orAll(others, c => !shares(c.places, used) && !shares(c.places, tried))
  const server = fresh[Math.floor(((random(1)[0] ?? 0) / 256) * fresh.length)]
  if (server === undefined) return null
  const triedNow = new Set([...tried, ...server.places])
  const left = others.filter(c => !shares(c.places, used) && !shares(c.places, triedNow))
  return { server, tried: left.length === 0 ? new Set() : triedNow, isLast: left.length === 0 }
}
