/**
 * Ports for servers that are stopped and started again: none that the system gives to outgoing connections. Of those a client
 * that tries again meanwhile may get the very port as its own, or reach itself on it, and the server cannot come back.
 */
import type { Server } from "node:net"

/** Linux gives out 32768 and more, other systems 49152 and more. */
const first = 20_000
const count = 12_000

const isTaken = (e: unknown): boolean => e instanceof Error && "code" in e && e.code === "EADDRINUSE"

/** Starts a server on a port that is free. Rejects as `start` does, where it is not because the port is taken. */
export const onFreePort = async <T>(start: (port: number) => Promise<T>): Promise<T> => {
  for (let left = 50; ; left--) {
    try {
      return await start(first + Math.floor(Math.random() * count))
    } catch (e) {
      if (left === 0 || !isTaken(e)) throw e
    }
  }
}

const listenOn = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject)
      resolve(port)
    })
  })

/** Listens on 127.0.0.1, on this port or, for 0, on one that is free; the port. */
export const listen = (server: Server, port = 0): Promise<number> =>
  port === 0 ? onFreePort(one => listenOn(server, one)) : listenOn(server, port)
