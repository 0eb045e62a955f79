/**
 * The ways of files: which connections to XFTP servers may be shared, and by which hosts they go, as the network settings
 * say for messages.
 *
 * Peer:  Simplex.Messaging.Agent.Client: mkTransportSession, getXFTPServerClient.
 * Note:  with the isolation "connection" the peer has a session for each chunk; we for each file: a server that has several
 *        chunks of a file sees that they come and go together anyway.
 */
import type { NetworkConfig } from "../api.ts"
import { type Server, writeServerAddress } from "../encoding/server.ts"
import { hostsFor, type IsolationSecrets, isolationToken, mayUseSocks, sessionName } from "../smp/network.ts"
import type { FileRow } from "../store/files.ts"
import { XftpError } from "../xftp/error.ts"
import type { Sessions } from "../xftp/sessions.ts"

/** Sessions for one file. */
export type SessionsFor = (row: Pick<FileRow, "fileId" | "userId">) => Sessions

/** Only servers that `isKnown` to the profile are reached without the bridge: others would see an address that nobody agreed to. */
export const fileRoute =
  (
    sessions: Sessions,
    network: () => NetworkConfig,
    secrets: () => IsolationSecrets,
    isKnown: (userId: number, server: Server) => boolean,
  ): SessionsFor =>
  ({ fileId, userId }) => {
    const owner = { connId: fileId, userId: userId ?? 1 }
    return {
      ...sessions,
      use: async (server, run, way) => {
        const { isolation, onionHosts, directFiles } = network()
        const hosts = hostsFor(server.hosts, onionHosts)
        if (hosts.length === 0) throw new XftpError("HOST")
        const name = writeServerAddress(server, "xftp")
        const token = mayUseSocks(hosts) ? isolationToken(owner, name, isolation, secrets()) : undefined
        return sessions.use(server, run, {
          ...way,
          hosts,
          owner: sessionName(owner, name, isolation),
          userId: owner.userId,
          direct: directFiles === true && isKnown(owner.userId, server),
          ...(token === undefined ? {} : { isolation: token }),
        })
      },
    }
  }
