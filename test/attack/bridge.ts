/**
 * A bridge that lies: between the worker and a real TLS connection it may do whatever it likes to the bytes.
 * Everything that the worker hands to it is kept, as a bridge could keep it.
 */
import { type Bytes, concat } from "../../worker/encoding/bytes.ts"
import { blockSize } from "../../worker/encoding/transmission.ts"
import { type Connect, ConnectError, type Socket } from "../../worker/platform.ts"
import { directConnect } from "../support/direct.ts"

/** Where a block is: the number of its connection, and its own in its direction; block 0 is the hello. */
export type At = { readonly connection: number; readonly block: number; readonly cut: () => void }
type Change = (block: Bytes, at: At) => Bytes | readonly Bytes[]

export type Lies = {
  readonly refuse?: boolean
  /** Any blocks instead of this one. */
  readonly toClient?: Change
  readonly toServer?: Change
  /** Cuts what goes on to the client into other chunks. */
  readonly chunks?: (bytes: Bytes) => readonly Bytes[]
}

export type LyingBridge = {
  readonly connect: Connect
  /** May be changed at any time; `{}` is an honest bridge. */
  lies: Lies
  /** Per connection, all that the worker handed over. */
  readonly sent: Bytes[][]
  /** Per connection, where the worker wanted to. */
  readonly ports: number[]
  /** Per connection, all blocks of the server as it sent them. */
  readonly heard: Bytes[][]
  /** Cuts all connections. */
  cut(): void
}

const listOf = (b: Bytes | readonly Bytes[]): readonly Bytes[] => (b instanceof Uint8Array ? [b] : b)

/** Collects bytes and gives whole blocks. */
const assembler = () => {
  let kept: Bytes = new Uint8Array(0)
  return (bytes: Bytes): readonly Bytes[] => {
    const all = concat(kept, bytes)
    const count = Math.floor(all.length / blockSize)
    kept = all.slice(count * blockSize)
    return Array.from({ length: count }, (_, i) => all.slice(i * blockSize, (i + 1) * blockSize))
  }
}

export const lyingBridge = (lies: Lies = {}, real: Connect = directConnect): LyingBridge => {
  const sent: Bytes[][] = []
  const heard: Bytes[][] = []
  const ports: number[] = []
  const sockets = new Set<Socket>()
  const bridge: LyingBridge = {
    lies,
    sent,
    ports,
    heard,
    cut: () => {
      for (const s of sockets) s.close()
    },
    connect: async target => {
      if (bridge.lies.refuse === true) throw new ConnectError("REFUSED")
      const socket = await real(target)
      sockets.add(socket)
      const connection = sent.push([]) - 1
      heard.push([])
      ports.push(target.port)
      const cut = (): void => socket.close()
      const toBlocks = assembler()
      let out = 0
      async function* received(): AsyncGenerator<Bytes> {
        const blocks = assembler()
        let n = 0
        for await (const chunk of socket.received)
          for (const block of blocks(chunk)) {
            heard[connection]?.push(block)
            const passed = listOf(bridge.lies.toClient?.(block, { connection, block: n++, cut }) ?? block)
            for (const b of passed) yield* bridge.lies.chunks?.(b) ?? [b]
          }
        sockets.delete(socket)
      }
      return {
        send: async bytes => {
          sent[connection]?.push(bytes.slice())
          for (const block of toBlocks(bytes))
            for (const b of listOf(bridge.lies.toServer?.(block, { connection, block: out++, cut }) ?? block))
              await socket.send(b)
        },
        received: { [Symbol.asyncIterator]: received },
        close: cut,
      }
    },
  }
  return bridge
}
