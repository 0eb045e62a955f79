/**
 * Rows about servers and their operators: only what the user has changed. What is not here is as the presets and the host
 * of the page have it, so that both may change without a migration.
 */
import type { OperatorId, ServerProtocol, ServerRoles, ServerTest } from "../api.ts"

/** Servers of one profile. They are named by their text address without the password. */
export type ServersRow = {
  readonly userId: number
  /** Addresses of servers that the user has added, passwords included. */
  readonly own: readonly string[]
  readonly changed: readonly ServerChange[]
}

export type ServerChange = {
  readonly server: string
  readonly enabled?: boolean
  readonly tested?: ServerTest & { readonly at: number }
}

/** What the user has decided about an operator, for all profiles. */
export type OperatorRow = {
  readonly id: OperatorId
  readonly enabled?: boolean
  readonly roles?: Partial<Readonly<Record<ServerProtocol, ServerRoles>>>
  /** The version of the conditions by its commit; `at` in ms. */
  readonly accepted?: { readonly commit: string; readonly at: number }
}
