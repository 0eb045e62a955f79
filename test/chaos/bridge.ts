/**
 * A place with real sockets: relays over TLS behind the real bridge. The seed still says who does what and what goes wrong,
 * but the machine decides what comes first, so a round cannot be repeated exactly; simulated places (place.ts) are for that.
 *
 * Note: time passes 200 times faster, and no wait of a plan is longer than a minute of it.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import WebSocket from "ws"
import { type Bridge, startBridge } from "../../bridge/bridge.ts"
import type { Connect, Socket } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { onFreePort } from "../relay/listen.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "../support/clock.ts"
import type { Net, Side } from "./net.ts"
import { type Place, type RelayInPlace, troubles } from "./place.ts"
import type { Event, Plan } from "./plan.ts"
import type { Time } from "./time.ts"

const faster = 200
/** Nothing of the plan takes longer, in the devices' milliseconds: 300 ms of real time. */
const longest = 60_000
/** Real milliseconds for a whole round. */
const patience = 180_000

/** The plan without its long waits. */
export const brief = (plan: Plan): Plan => {
  const limit = (e: Event): Event => {
    const shorter = Object.entries(e).map(([name, v]) => [name, timed.has(name) ? Math.min(Number(v), longest) : v])
    return Object.fromEntries(shorter) as Event
  }
  return { ...plan, events: plan.events.map(limit) }
}
const timed = new Set(["after", "down", "ms", "lasts"])

const realTime = (): Time => {
  const began = Date.now()
  const clock = acceleratedClock(faster)
  let ahead = 0
  const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, Math.max(0, ms) / faster))
  return {
    now: () => began + (Date.now() - began) * faster + ahead,
    // For devices: what they wait for is done by a real machine, so timeouts are not shortened as much.
    after: clock.after,
    sleep,
    pass: sleep,
    jump: ms => {
      ahead += ms
    },
    until: async (promise, _, what) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: not in time`)), patience)
      })
      return Promise.race([promise, late]).finally(() => clearTimeout(timer))
    },
    steps: 0,
  }
}

type Link = {
  readonly device: number
  readonly socket: Socket
  readonly silent: Set<Side>
  readonly lose: Record<Side, number>
}

/** What a device's stream goes through before and after the bridge. */
const newTrouble = (time: Time, connect: Connect) => {
  const links = new Set<Link>()
  const slowness = new Map<number, { readonly ms: number; readonly until: number }>()
  const delay = async (device: number): Promise<void> => {
    const slow = slowness.get(device)
    if (slow !== undefined && slow.until > time.now()) await time.sleep(slow.ms)
  }
  const isLost = (link: Link, side: Side): boolean => {
    if (link.silent.has(side)) return true
    if (link.lose[side] === 0) return false
    link.lose[side]--
    return true
  }
  const connectFrom =
    (device: number): Connect =>
    async target => {
      const socket = await connect(target)
      const link: Link = { device, socket, silent: new Set(), lose: { up: 0, down: 0 } }
      links.add(link)
      return {
        send: async bytes => {
          await delay(device)
          if (!isLost(link, "up")) await socket.send(bytes)
        },
        received: {
          async *[Symbol.asyncIterator]() {
            for await (const chunk of socket.received) {
              await delay(device)
              if (!isLost(link, "down")) yield chunk
            }
            links.delete(link)
          },
        },
        close: () => socket.close(),
      }
    }
  const of = (device: number | undefined): Link[] => [...links].filter(l => (device ?? l.device) === l.device)
  return {
    connectFrom,
    cut: (device?: number) => {
      for (const l of of(device)) l.socket.close()
    },
    lose: (device: number, side: Side, chunks: number) => {
      for (const l of of(device)) l.lose[side] += chunks
    },
    silence: (device: number, side: Side) => {
      for (const l of of(device)) l.silent.add(side)
    },
    slow: (device: number, ms: number, until: number) => void slowness.set(device, { ms, until }),
    heal: () => {
      slowness.clear()
      for (const l of links) {
        l.lose.up = l.lose.down = 0
        if (l.silent.size > 0) l.socket.close()
      }
    },
  }
}

export const overBridge = async (plan: Plan): Promise<Place> => {
  const time = realTime()
  const folder = mkdtempSync(join(tmpdir(), "unlisted-chaos-"))
  /** What is being stopped or started; the next waits for it. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (action: () => Promise<unknown>): void => {
    // The port may be in use for a moment, by somebody who was given it meanwhile.
    const again = async (): Promise<unknown> => {
      await new Promise(resolve => setTimeout(resolve, 50))
      return action().catch(again)
    }
    turn = turn.then(() => action().catch(again))
  }

  const running: (Relay | null)[] = []
  const newRelay = async (quota: number, n: number): Promise<RelayInPlace> => {
    const { hooks, ...trouble } = troubles()
    const options = { file: join(folder, `relay ${n}`), quota, hooks }
    const first = await startRelay(options)
    running[n] = first
    return {
      ...trouble,
      address: first.address,
      up: () =>
        inTurn(async () => {
          running[n] ??= await startRelay({ ...options, port: first.port })
        }),
      down: () =>
        inTurn(async () => {
          await running[n]?.close()
          running[n] = null
        }),
    }
  }
  const relays = await Promise.all(plan.quotas.map(newRelay))

  const open = (port: number): Promise<Bridge> =>
    startBridge({
      port,
      host: "127.0.0.1",
      web: null,
      smp: relays.map(r => r.address),
      allowPrivate: true,
      drainTimeout: 0,
      maxPerClient: 1000,
      maxRate: 1_000_000,
    })
  let bridge: Bridge | null = await onFreePort(open)
  const { port } = bridge
  const newSocket = (url: string): WebSocketLike => new WebSocket(url) as unknown as WebSocketLike
  const through = bridgeConnect(newSocket, `ws://127.0.0.1:${port}/bridge`, { now: time.now, after: time.after })
  const trouble = newTrouble(time, through)

  const net: Net = {
    connectFrom: trouble.connectFrom,
    listen: () => undefined,
    refuse: until => {
      inTurn(async () => {
        await bridge?.close()
        bridge = null
      })
      const back = async (): Promise<void> => {
        await time.sleep(until - time.now())
        inTurn(async () => {
          bridge ??= await open(port)
        })
      }
      inTurn(async () => void back())
    },
    cut: ({ device, relay }) => (relay === undefined ? trouble.cut(device) : running[relay]?.dropConnections()),
    lose: trouble.lose,
    silence: trouble.silence,
    slow: trouble.slow,
    heal: () => {
      trouble.heal()
      inTurn(async () => {
        bridge ??= await open(port)
      })
    },
    digest: () => "",
  }

  return {
    time,
    net,
    relays,
    start: time.now(),
    slack: 10,
    close: async () => {
      await turn
      await bridge?.close()
      for (const r of running) await r?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
