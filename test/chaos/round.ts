/**
 * One round: people connect and write to each other, everything goes wrong as the plan says, then nothing more goes wrong
 * and they wait until it is quiet. What must hold then is in check.ts.
 *
 * The whole of it is a function of the seed: time and network are simulated, the worker and the relay are the real ones.
 */
import { loadKem } from "../../worker/crypto/kem.ts"
import { checkConversation, type Friends, lastWords, quietness } from "./check.ts"
import { replaceWebCrypto, roundKem } from "./crypto.ts"
import { describeEvent, happen, newTasks, say, type World } from "./happen.ts"
import { connect, ifNotFound, isConnected } from "./meet.ts"
import { newPerson, type Person } from "./person.ts"
import { simulated } from "./place.ts"
import { day, hour, minute, type Plan, planOf, type Size, second, streams } from "./plan.ts"

export type Result = {
  /** What was wrong; empty when nothing was. */
  readonly problems: readonly string[]
  /** What happened, with the time since the beginning. */
  readonly story: readonly string[]
  /** The same with every step of every device. */
  readonly steps: readonly string[]
  /** Of every byte in the network: equal when two runs were the same. */
  readonly digest: string
  /** What was asked for, by kind; and how long it took in simulated milliseconds. */
  readonly texts: number
  readonly simulated: number
}

/** Everything that was interrupted has found its way by then. */
const longestQuiet = 3 * day

/** To be called once in a thread, before the first round: loads what is not loaded by promises alone. */
export const prepare = async (): Promise<void> => {
  replaceWebCrypto()
  await loadKem()
  const { init } = await import("@bokuweb/zstd-wasm")
  await init()
  await playRound("warm up", { people: 2, events: [0, 0], burst: 1, floods: 1 })
}

const nameOf = (person: number): string => "ABCDE"[person] ?? `P${person}`

export const playRound = (seed: string, size: Size): Promise<Result> => playPlan(seed, planOf(seed, size))

/** The same with a plan that is not only made of the seed, or in another place. */
export const playPlan = async (seed: string, plan: Plan, place = simulated(seed, plan)): Promise<Result> => {
  const { time, net, relays, start } = place
  const story: string[] = []
  const steps: string[] = []
  const stamp = (): string => (time.now() - start).toFixed(0).padStart(10)
  const tell = (line: string): void => {
    story.push(`${stamp()} ${line}`)
    steps.push(`${stamp()} ${line}`)
  }
  const people: Person[] = []
  for (let n = 0; n < plan.people; n++) {
    const random = streams(seed, `person ${n}`)
    const world = {
      connect: net.connectFrom(n),
      clock: time,
      random,
      kem: roundKem(streams(seed, `kem ${n}`)),
      servers: () => relays.map(r => r.address),
      onStep: (what: string) => void steps.push(`${stamp()} ${nameOf(n)} ${what}`),
    }
    people.push(await newPerson(nameOf(n), world, time))
  }
  const world: World = { plan, time, net, people, relays, tell }
  const problems: string[] = []
  const friends: Friends[] = []
  const tasks = newTasks()

  const play = async (): Promise<void> => {
    for (const e of plan.events) {
      await time.sleep(e.after)
      tell(describeEvent(e))
      happen(world, friends, tasks, e)
    }
  }

  const life = async (): Promise<void> => {
    const taken = new Set<string>()
    const meet = async (): Promise<void> => {
      for (const pair of plan.pairs) {
        const f = await connect(world, pair, taken)
        friends.push(f)
        tell(`${f.people.map(p => p.device.name).join(" and ")} have met by ${pair.by}`)
      }
    }
    const connected = async (): Promise<void> => {
      for (const f of friends) while (!(await isConnected(f))) await time.sleep(second)
    }
    if (plan.wild) await Promise.all([meet(), play()])
    else {
      await meet()
      await connected()
      tell("all are connected")
      await play()
    }
    tell("nothing more goes wrong")
    for (const r of relays) {
      r.heal()
      r.up()
    }
    net.heal()
    for (const p of people) p.keepUp()
    await connected()
    await tasks.all()
    await untilQuiet()
    tell("quiet")
    for (const f of friends) for (const who of [0, 1] as const) say(world, f, who, tasks)
    await tasks.all()
    await lastWords(place, friends)
    await untilQuiet()
  }

  const untilQuiet = async (): Promise<void> => {
    const end = time.now() + longestQuiet
    let pressed = 0
    for (let pause = 5 * second; ; pause = Math.min(5 * minute, pause * 1.3)) {
      const [noise, stuck] = await quietness(friends)
      if (noise === null) return
      if (time.now() > end) throw new Error(`not quiet: ${noise}`)
      // What a person sees and is offered a button for.
      if (stuck !== null && ++pressed % 10 === 0) {
        tell(`${stuck.person.device.name} presses "fix"`)
        await stuck.person.ask(c => c.fixConnection(stuck.chat)).catch(ifNotFound)
      }
      await time.sleep(pause)
    }
  }

  try {
    await time.until(life(), start + 30 * day, "the round")
    for (const f of friends) problems.push(...(await time.until(checkConversation(f), time.now() + hour, "the check")))
  } catch (e) {
    problems.push(e instanceof Error ? e.message : String(e))
    const state = await Promise.all(friends.map(f => quietness(f === undefined ? [] : [f]))).catch(() => [])
    problems.push(...state.flatMap(([noise]) => (noise === null ? [] : [`  ${noise}`])))
  }
  for (const p of people)
    problems.push(
      ...p.device.broken.map(e => `${p.device.name} broke: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`),
    )
  for (const p of people) p.end()
  await place.close()
  return {
    problems,
    story,
    digest: net.digest(),
    steps,
    texts: friends.reduce((n, f) => n + f.said[0].length + f.said[1].length, 0),
    simulated: time.now() - start,
  }
}
