/**
 * The network of one round, without sockets: byte streams between devices and relays whose every chunk arrives by a timer.
 * It can be slow, lose a chunk, fall silent in one direction or both, and be cut.
 */
import { createHash } from "node:crypto"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { type Connect, ConnectError, type Random, type Socket } from "../../worker/platform.ts"
import type { Stream } from "../relay/session.ts"
import { below } from "../support/random.ts"
import type { Time } from "./time.ts"

export type Side = "up" | "down"

type Way = {
  /** When the last chunk arrives: none overtakes another. */
  last: number
  /** Chunks that vanish before the others go on. */
  lose: number
  silent: boolean
  deliver: (chunk: Bytes) => void
}

type Link = {
  readonly device: number
  readonly relay: number
  readonly ways: Readonly<Record<Side, Way>>
  /** What was under way arrives no more. */
  cut: boolean
  /** Both ends. */
  readonly close: Record<Side, () => void>
}

export type Net = {
  /** How the device connects. */
  connectFrom(device: number): Connect
  /** What a relay does with clients; null while it is down. */
  listen(relay: number, accept: ((stream: Stream) => void) | null): void
  /** New connections are refused until then. */
  refuse(until: number): void
  /** Cuts links: of one device, of one relay, or all. What was under way is lost. */
  cut(which: { readonly device?: number; readonly relay?: number }): void
  /** The next `chunks` of each of the device's links in this direction vanish. */
  lose(device: number, side: Side, chunks: number): void
  /** Nothing more passes in this direction of the device's present links. */
  silence(device: number, side: Side): void
  /** What the device sends or gets takes so much longer, until then. */
  slow(device: number, ms: number, until: number): void
  /** No more trouble; links that are silent are cut. */
  heal(): void
  /** A hash of all bytes that arrived anywhere, with when and where. */
  digest(): string
}

const portOf = (relay: number): number => relay + 1
/** A link whose client has gone unheard is given up by the relay's system after this time. */
const keepAlive = 10 * 60_000

export const newNet = (time: Time, random: Random, latency: number): Net => {
  const links = new Set<Link>()
  const relays = new Map<number, (stream: Stream) => void>()
  const slowness = new Map<number, { readonly ms: number; readonly until: number }>()
  const seen = createHash("sha256")
  let refusedUntil = 0
  let count = 0

  const newWay = (): Way => ({ last: 0, lose: 0, silent: false, deliver: () => undefined })

  /** When something sent now in this direction arrives; null when it never does. */
  const arrival = (link: Link, side: Side): number | null => {
    const way = link.ways[side]
    if (way.silent) return null
    const slow = slowness.get(link.device)
    const more = slow !== undefined && slow.until > time.now() ? slow.ms : 0
    way.last = Math.max(way.last, time.now() + latency + below(random, latency + 1) + more)
    return way.last
  }

  const carry = (link: Link, side: Side, id: number, chunk: Bytes): void => {
    const way = link.ways[side]
    const at = arrival(link, side)
    if (at === null) return
    if (way.lose > 0) {
      way.lose--
      return
    }
    const copy = chunk.slice()
    time.after(at - time.now(), () => {
      if (link.cut) return
      seen.update(`${time.now()} ${id} ${side}`).update(copy)
      way.deliver(copy)
    })
  }

  /** The end of the other side is told, behind what was sent before. */
  const hangUp = (link: Link, side: Side): void => {
    const at = arrival(link, side)
    const close = link.close[side]
    if (at !== null) time.after(at - time.now(), close)
    else time.after(keepAlive, close)
  }

  const open = (device: number, relay: number, accept: (stream: Stream) => void): Socket => {
    const id = ++count
    const link: Link = {
      device,
      relay,
      ways: { up: newWay(), down: newWay() },
      cut: false,
      close: { up: () => undefined, down: () => undefined },
    }
    links.add(link)

    // the client's end
    const chunks: Bytes[] = []
    let clientOpen = true
    let wake: () => void = () => undefined
    link.ways.down.deliver = chunk => {
      if (!clientOpen) return
      chunks.push(chunk)
      wake()
    }
    const endClient = (): void => {
      clientOpen = false
      if (!serverOpen) links.delete(link)
      wake()
    }
    link.close.down = endClient
    const socket: Socket = {
      send: async bytes => {
        if (!clientOpen) throw new ConnectError("CLOSED")
        carry(link, "up", id, bytes)
      },
      received: {
        async *[Symbol.asyncIterator]() {
          for (;;) {
            const chunk = chunks.shift()
            if (chunk !== undefined) yield chunk
            else if (!clientOpen) return
            else
              await new Promise<void>(resolve => {
                wake = resolve
              })
          }
        },
      },
      close: () => {
        if (!clientOpen) return
        endClient()
        hangUp(link, "up")
      },
    }

    // the relay's end
    let serverOpen = true
    let ended = false
    const onClose: (() => void)[] = []
    const endServer = (): void => {
      if (!serverOpen) return
      serverOpen = false
      if (!clientOpen) links.delete(link)
      for (const run of onClose) run()
    }
    link.close.up = endServer
    const destroy = (): void => {
      if (!serverOpen) return
      endServer()
      hangUp(link, "down")
    }
    const stream: Stream = {
      protocol: "smp/1",
      finished: random(32),
      get isOpen() {
        return serverOpen && !ended
      },
      write: block => carry(link, "down", id, block),
      end: () => {
        ended = true
        destroy()
      },
      destroy,
      onData: run => {
        link.ways.up.deliver = chunk => serverOpen && run(chunk)
      },
      onClose: run => void onClose.push(run),
    }
    accept(stream)
    return socket
  }

  const cutLink = (link: Link): void => {
    link.cut = true
    links.delete(link)
    link.close.up()
    link.close.down()
  }

  const linksOf = (device: number): Link[] => [...links].filter(l => l.device === device)

  return {
    connectFrom: device => async target => {
      // To the bridge, from there to the relay, and TLS.
      await time.sleep(3 * latency + below(random, latency + 1))
      const relay = target.port - 1
      const accept = relays.get(relay)
      if (accept === undefined || time.now() < refusedUntil) throw new ConnectError("REFUSED")
      return open(device, relay, accept)
    },
    listen: (relay, accept) => {
      if (accept === null) relays.delete(relay)
      else relays.set(relay, accept)
    },
    refuse: until => {
      refusedUntil = Math.max(refusedUntil, until)
    },
    cut: ({ device, relay }) => {
      for (const link of [...links])
        if ((device ?? link.device) === link.device && (relay ?? link.relay) === link.relay) cutLink(link)
    },
    lose: (device, side, chunks) => {
      for (const link of linksOf(device)) link.ways[side].lose += chunks
    },
    silence: (device, side) => {
      for (const link of linksOf(device)) link.ways[side].silent = true
    },
    slow: (device, ms, until) => void slowness.set(device, { ms, until }),
    heal: () => {
      refusedUntil = 0
      slowness.clear()
      for (const link of [...links]) {
        const { up, down } = link.ways
        up.lose = 0
        down.lose = 0
        if (up.silent || down.silent) cutLink(link)
      }
    },
    digest: () => seen.copy().digest("hex"),
  }
}

/** The address part of a relay in this network. */
export const placeOf = (relay: number): { readonly host: string; readonly port: number } => ({
  host: `relay${relay}.test`,
  port: portOf(relay),
})
