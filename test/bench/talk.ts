/**
 * Connecting and talking: two of us, each in a process of its own, over the local relay through the bridge, and two
 * terminal clients when given.
 */
import { startBridge } from "../../bridge/bridge.ts"
import { startRelay } from "../relay/smp.ts"
import { buildPage } from "../support/stack.ts"
import { childPerson } from "./child.ts"
import { type Person, terminalPerson } from "./person.ts"
import { cpuOf, pidOfPort } from "./process.ts"
import { median, type Row } from "./row.ts"

/** Somebody whose CPU time, in seconds, can be told from others'; null when it cannot. */
type Measured = Person & { cpu(): number | null }
type Pair = () => Promise<readonly [Measured, Measured]>
type Numbers = {
  readonly connect: number
  readonly perSecond: number
  readonly sender: number | null
  readonly receiver: number | null
  readonly pingPong: number
}

const connectOnce = async ([a, b]: readonly [Person, Person]): Promise<number> => {
  const link = await a.makeLink()
  const start = performance.now()
  await Promise.all([b.join(link), a.connected()])
  return performance.now() - start
}

const received = (p: Person, count: number): Promise<void> =>
  new Promise(resolve => {
    let n = 0
    p.onText = () => {
      if (++n === count) resolve()
    }
  })

type OneWay = Pick<Numbers, "perSecond" | "sender" | "receiver">

/** One way, all queued at once; receipts go back meanwhile. CPU in seconds per 1,000 messages. */
const oneWay = async (a: Measured, b: Measured, count: number): Promise<OneWay> => {
  const all = received(b, count)
  const before = [a.cpu(), b.cpu()]
  const start = performance.now()
  for (let i = 0; i < count; i++) await a.send(`message ${i}`)
  await all
  const perSecond = (count / (performance.now() - start)) * 1000
  const [sender, receiver] = [a.cpu(), b.cpu()].map((now, i) => {
    const then = before[i] ?? null
    return now === null || then === null ? null : ((now - then) / count) * 1000
  })
  return { perSecond, sender: sender ?? null, receiver: receiver ?? null }
}

const pingPong = async (a: Person, b: Person, rounds: number): Promise<number> => {
  b.onText = text => void b.send(`re: ${text}`)
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const back = received(a, 1)
    const start = performance.now()
    await a.send(`ping ${i}`)
    await back
    times.push(performance.now() - start)
  }
  return median(times)
}

const run = async (pair: Pair, messages: number): Promise<Numbers> => {
  const times: number[] = []
  let last: readonly [Measured, Measured] | undefined
  for (let i = 0; i < 5; i++) {
    for (const p of last ?? []) p.close()
    last = await pair()
    times.push(await connectOnce(last))
  }
  const [a, b] = last ?? (await pair())
  const sent = await oneWay(a, b, messages)
  const round = await pingPong(a, b, 20)
  a.close()
  b.close()
  return { connect: median(times), ...sent, pingPong: round }
}

const terminal = async (url: string): Promise<Measured> => {
  const pid = pidOfPort(Number(new URL(url).port))
  return Object.assign(await terminalPerson(url), { cpu: () => (pid === null ? null : cpuOf(pid)) })
}

/** Milliseconds each way, large enough that computing hardly counts. */
const slow = 50

const roundTrips = async (bridge: string, smp: string): Promise<number> => {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const pair = await Promise.all([childPerson("a", bridge, smp, slow), childPerson("b", bridge, smp, slow)])
    times.push(await connectOnce(pair))
    for (const p of pair) p.close()
  }
  return median(times) / (2 * slow)
}

/** `clis`: WebSocket addresses of two terminal clients, which use whatever server they were started with. */
export const talkRows = async (clis: readonly string[]): Promise<Row[]> => {
  await buildPage()
  const relay = await startRelay({})
  const bridge = await startBridge({ port: 0, web: "dist/web", allowPrivate: true, maxRate: 100_000 })
  const url = `ws://127.0.0.1:${bridge.port}`
  const ours = await run(
    async () => [await childPerson("a", url, relay.address), await childPerson("b", url, relay.address)],
    500,
  )
  const trips = await roundTrips(url, relay.address)
  await bridge.close()
  await relay.close()
  const [first, second] = clis
  const theirs =
    first === undefined || second === undefined
      ? null
      : await run(async () => [await terminal(first), await terminal(second)], 100)
  const row = (name: string, key: keyof Numbers, unit: string, target?: Row["target"]): Row[] => {
    const value = ours[key]
    const baseline = theirs?.[key] ?? null
    if (value === null) return []
    return [
      { name, value, unit, ...(baseline === null ? {} : { baseline }), ...(target === undefined ? {} : { target }) },
    ]
  }
  return [
    ...row("invitation to both connected", "connect", "ms", "<= 200"),
    { name: `the same over a network of ${2 * slow} ms, in round trips`, value: trips, unit: "" },
    ...row("one-way messages, receipts on", "perSecond", "per s", ">= 60"),
    ...row("CPU of the sender per 1,000 messages", "sender", "s"),
    ...row("CPU of the receiver per 1,000 messages", "receiver", "s"),
    ...row("ping-pong round trip", "pingPong", "ms", "<= 50"),
  ]
}
