/**
 * Uses a server of either protocol once, as a test: in a session of its own, and by a way of its own where the bridge goes
 * through a SOCKS proxy, so that the server cannot tell whose other sessions belong to it.
 *
 * Peer: Simplex.Messaging.Agent, testProtocolServer.
 */
import type { ServerTest } from "../api.ts"
import { base64urlUnpadded } from "../encoding/bytes.ts"
import { parseServerAddress } from "../encoding/server.ts"
import { type Connect, ConnectError } from "../platform.ts"
import { defaultNetwork, hostsFor, mayUseSocks } from "../smp/network.ts"
import { testServer as testSmp } from "../smp/trial.ts"
import { testServer as testXftp } from "../xftp/trial.ts"
import type { AgentOptions } from "./api.ts"

type Rim = Pick<AgentOptions, "connect" | "clock" | "random" | "network">

/** `address` with its password. Throws DecodeError. */
export const testServer = (address: string, { connect, clock, random, network }: Rim): Promise<ServerTest> => {
  const isolation = base64urlUnpadded(random(32))
  const through: Connect = target => {
    const hosts = hostsFor(target.hosts, (network?.() ?? defaultNetwork).onionHosts)
    if (hosts.length === 0) return Promise.reject(new ConnectError("ONION"))
    return connect({ ...target, hosts, ...(mayUseSocks(hosts) ? { isolation } : {}) })
  }
  const rim = { connect: through, clock, random }
  return address.startsWith("xftp:")
    ? testXftp(parseServerAddress(address, "xftp"), rim)
    : testSmp(parseServerAddress(address, "smp"), rim)
}
