/**
 * Which way a sender's command goes: straight to its server, or through another one that we know.
 *
 * Peer: Simplex.Messaging.Agent.Client, sendOrProxySMPCommand, shouldUseProxy, directAllowed; apps' defaults.
 * Note: all connections leave through the bridge, so no server sees our address either way. What routing still hides is
 *       which queues of an unknown server are used by the same session, and from the bridge which servers contacts use.
 */

import type { NetworkConfig, RoutingFallback, RoutingMode } from "../api.ts"

export type Routing = Pick<NetworkConfig, "routing" | "fallback">

/** Behind the bridge a server sees the bridge's address. */
const isAddressProtected = true

/** `isKnown`: one of the servers that we use ourselves. */
export const useProxy = (mode: RoutingMode, isKnown: boolean): boolean => {
  switch (mode) {
    case "always":
      return true
    case "unknown":
      return !isKnown
    case "unprotected":
      return !isAddressProtected && !isKnown
    case "never":
      return false
  }
}

/** Whether a command may go straight when no proxy can reach its server. */
export const directAllowed = (fallback: RoutingFallback): boolean =>
  fallback === "allow" || (fallback === "protected" && isAddressProtected)
