/** Connecting and talking: two of us over the local relay through the bridge, and two terminal clients when given. */
import { startBridge } from "../../bridge/bridge.ts"
import { startRelay } from "../relay/smp.ts"
import { ourPerson, type Person, terminalPerson } from "./person.ts"
import { median, type Row } from "./row.ts"

type Pair = () => Promise<readonly [Person, Person]>
type Numbers = { readonly connect: number; readonly perSecond: number; readonly cpu: number; readonly pingPong: number }

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

/** One way, all queued at once; receipts go back meanwhile. */
const oneWay = async (a: Person, b: Person, count: number): Promise<{ perSecond: number; cpu: number }> => {
  const all = received(b, count)
  const cpu = process.cpuUsage()
  const start = performance.now()
  for (let i = 0; i < count; i++) await a.send(`message ${i}`)
  await all
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: (count / (performance.now() - start)) * 1000, cpu: (user + system) / 1000 / count }
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
  let last: readonly [Person, Person] | undefined
  for (let i = 0; i < 5; i++) {
    for (const p of last ?? []) p.close()
    last = await pair()
    times.push(await connectOnce(last))
  }
  const [a, b] = last ?? (await pair())
  const { perSecond, cpu } = await oneWay(a, b, messages)
  const round = await pingPong(a, b, 20)
  a.close()
  b.close()
  return { connect: median(times), perSecond, cpu, pingPong: round }
}

/** `clis`: WebSocket addresses of two terminal clients, which use whatever server they were started with. */
export const talkRows = async (clis: readonly string[]): Promise<Row[]> => {
  const relay = await startRelay({})
  const bridge = await startBridge({ port: 0, web: "dist/web", allowPrivate: true, maxRate: 100_000 })
  const url = `ws://127.0.0.1:${bridge.port}`
  const ours = await run(
    async () => [await ourPerson("a", url, relay.address), await ourPerson("b", url, relay.address)],
    500,
  )
  await bridge.close()
  await relay.close()
  const [first, second] = clis
  const theirs =
    first === undefined || second === undefined
      ? null
      : await run(async () => [await terminalPerson(first), await terminalPerson(second)], 100)
  const row = (name: string, key: keyof Numbers, unit: string, target?: Row["target"]): Row => ({
    name,
    value: ours[key],
    unit,
    ...(theirs === null || key === "cpu" ? {} : { baseline: theirs[key] }),
    ...(target === undefined ? {} : { target }),
  })
  return [
    row("invitation to both connected", "connect", "ms", "<= 200"),
    row("one-way messages, receipts on", "perSecond", "per s", ">= 60"),
    row("CPU per message, both workers, relay and bridge", "cpu", "ms"),
    row("ping-pong round trip", "pingPong", "ms", "<= 50"),
  ]
}
