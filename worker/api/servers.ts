/** Servers and who runs them. Types only: see ../api.ts. */
import type { FailureCode } from "./failure.ts"

export type ServerProtocol = "smp" | "xftp"

export type OperatorId = "simplex" | "flux"

/** What a server may be used for: to receive on (or to keep files), and to pass on what we send. */
export type ServerRoles = { readonly storage: boolean; readonly proxy: boolean }

/** Who runs servers that the app knows; the same for all profiles. */
export type OperatorInfo = {
  readonly id: OperatorId
  readonly name: string
  readonly legalName: string
  readonly domains: readonly string[]
  readonly enabled: boolean
  readonly roles: Readonly<Record<ServerProtocol, ServerRoles>>
  /** Without `acceptedAt` (ms) its servers are not used; `isNew`: a later version than the accepted one. */
  readonly conditions: { readonly url: string; readonly acceptedAt?: number; readonly isNew: boolean }
}

/** A server of the active profile's list. */
export type ServerInfo = {
  /** smp:// or xftp://, without its password: what commands take, and what can be shared. */
  readonly address: string
  readonly protocol: ServerProtocol
  readonly hosts: readonly string[]
  readonly operator?: OperatorId
  /** Known to every app, named by the host of this page, or added by the user: only these can be removed. */
  readonly source: "preset" | "host" | "own"
  readonly hasPassword: boolean
  readonly enabled: boolean
  /** What it is used for now: with its operator enabled, and the conditions accepted. */
  readonly uses: ServerRoles
  readonly tested?: ServerTest & { readonly at: number }
}

/** Steps of a test, in their order. */
export type ServerTestStep = "connect" | "create" | "secure" | "send" | "receive" | "delete"

/** What a real use of the server came to: the step that failed, and why. */
export type ServerTest =
  | { readonly ok: true }
  | { readonly ok: false; readonly step: ServerTestStep; readonly code: FailureCode }

/** No enabled server for this, so that it cannot be done, or not privately. */
export type ServerProblem = { readonly protocol: ServerProtocol; readonly missing: "servers" | keyof ServerRoles }

export type ServerList = {
  readonly operators: readonly OperatorInfo[]
  readonly servers: readonly ServerInfo[]
  readonly problems: readonly ServerProblem[]
}

export type OperatorChange = {
  readonly enabled?: boolean
  readonly roles?: Partial<Readonly<Record<ServerProtocol, ServerRoles>>>
}
