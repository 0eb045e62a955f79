/**
 * A local SMP server over real TLS, for the demo, the tests and the benchmarks: as strict as the reference server, with
 * its own cryptography, in memory or with a file that survives SIGKILL. What it does and does not: README.md here.
 *
 * Spec:  simplex-messaging.md.
 * Peer:  Simplex.Messaging.Server.
 */
import type { Socket } from "node:net"
import { createServer, type TLSSocket } from "node:tls"
import { empty, toBytes } from "../../worker/encoding/bytes.ts"
import { type Core, type CoreOptions, openCore } from "./core.ts"
import { listen } from "./listen.ts"
import type { Stream } from "./session.ts"

export type { Stats } from "./core.ts"
export type { Hooks } from "./hooks.ts"

export type RelayOptions = CoreOptions & {
  /** 0 or absent: any free port. */
  readonly port?: number
}

export type Relay = Pick<Core, "stats" | "queueCount" | "dropConnections" | "block" | "inject" | "expire"> & {
  /** smp://fingerprint@127.0.0.1:port, with the password if there is one. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

const toStream = (socket: TLSSocket): Stream => {
  socket.setNoDelay(true)
  socket.on("error", () => {}) // "close" follows
  return {
    protocol: socket.alpnProtocol || null,
    finished: toBytes(socket.getPeerFinished() ?? empty),
    get isOpen() {
      return !socket.destroyed && !socket.writableEnded
    },
    write: block => void socket.write(block),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    onData: run => void socket.on("data", (chunk: Buffer) => run(toBytes(chunk))),
    onClose: run => void socket.on("close", run),
  }
}

/** Starts a relay on 127.0.0.1. Rejects when the port is taken or the file cannot be read. */
export const startRelay = async (options: RelayOptions = {}): Promise<Relay> => {
  const core = openCore(options)
  const { identity } = core
  const server = createServer(
    {
      cert: identity.leafPem + identity.caPem,
      key: identity.leafKeyPem,
      minVersion: "TLSv1.3",
      ALPNProtocols: ["smp/1"],
      // what the reference server has, so that a client which needs more is found out
      ciphers: "TLS_CHACHA20_POLY1305_SHA256",
      sigalgs: "ed25519:ed448",
      ecdhCurve: "X448:X25519",
    },
    socket => core.accept(toStream(socket)),
  )
  // Those that are still shaking hands too: `close` would wait for them.
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  const port = await listen(server, options.port)
  const { stats, dropConnections, block, inject, expire } = core
  return {
    address: core.address("127.0.0.1", port),
    port,
    stats,
    get queueCount() {
      return core.queueCount
    },
    dropConnections,
    block,
    inject,
    expire,
    close: () => {
      core.close()
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve =>
        server.close(() => {
          core.closeLog()
          resolve()
        }),
      )
    },
  }
}
