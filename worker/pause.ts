/**
 * A switch on the way to all servers: off, what is connected ends and nothing new connects, as if there were no network.
 * Everything waits as it does then, and goes on when it is switched on.
 *
 * Peer: the apps' "Stop chat" and "Start chat" (Simplex.Chat.Library.Commands: APIStopChat, StartChat); like theirs, it is
 *       on again at the next start.
 */
import { type Connect, ConnectError, type Post, type Socket } from "./platform.ts"

export type Pausable = {
  readonly connect: Connect
  /** Requests without the bridge: none begins while it is off. Whoever switches it off ends those that are under way. */
  readonly gated: (post: Post) => Post
  readonly isPaused: () => boolean
  readonly set: (paused: boolean) => void
}

/** `connect` with a switch, which is on. */
export const pausable = (connect: Connect): Pausable => {
  const open = new Set<Socket>()
  let paused = false
  const refuse = (): never => {
    throw new ConnectError("PAUSED")
  }
  return {
    connect: async target => {
      if (paused) refuse()
      const socket = await connect(target)
      // It may have been switched off meanwhile.
      if (paused) {
        socket.close()
        refuse()
      }
      open.add(socket)
      return {
        send: socket.send,
        received: (async function* () {
          try {
            yield* socket.received
          } finally {
            open.delete(socket)
          }
        })(),
        close: () => {
          open.delete(socket)
          socket.close()
        },
      }
    },
    gated: post => async (url, request) => (paused ? refuse() : post(url, request)),
    isPaused: () => paused,
    set: to => {
      paused = to
      if (!paused) return
      for (const socket of open) socket.close()
      open.clear()
    },
  }
}
