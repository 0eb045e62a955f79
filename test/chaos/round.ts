/**
 * One round: people connect and write to each other, everything goes wrong as the plan says, then nothing more goes wrong
 * and they wait until it is quiet. What must hold then is in check.ts.
 *
 * The whole of it is a function of the seed: time and network are simulated, the worker and the relay are the real ones.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { loadKem } from "../../worker/crypto/kem.ts"
import { toFailure } from "../../worker/failure.ts"
import { type Core, openCore } from "../relay/core.ts"
import { takeRandomFrom } from "../relay/crypto.ts"
import type { Hooks } from "../relay/hooks.ts"
import { makeChain } from "../support/certificate.ts"
import { Died } from "../support/node-worker.ts"
import { checkConversation, type Friends, lastWords, quietness } from "./check.ts"
import { replaceWebCrypto, roundKem } from "./crypto.ts"
import { newNet, placeOf } from "./net.ts"
import { newPerson, type Person } from "./person.ts"
import { day, type Event, hour, minute, type Pair, type Plan, planOf, type Size, second, streams } from "./plan.ts"
import { newTime, type Time } from "./time.ts"

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

const start = Date.UTC(2026, 10, 22)
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

type World = {
  readonly plan: Plan
  readonly time: Time
  readonly net: ReturnType<typeof newNet>
  readonly people: readonly Person[]
  readonly relays: readonly VirtualRelay[]
  readonly tell: (line: string) => void
}

const nameOf = (person: number): string => "ABCDE"[person] ?? `P${person}`

// relays

type VirtualRelay = {
  readonly address: string
  up(): void
  down(): void
  /** What happens instead of the answer to the so many-th command from now. */
  answer(commands: number, verdict: "silent" | "close"): void
  /** The next message is lost. */
  swallow(): void
  heal(): void
}

const newRelay = (
  n: number,
  { plan, time, net, folder, seed }: Pick<World, "plan" | "time" | "net"> & { folder: string; seed: string },
): VirtualRelay => {
  let verdict: { commands: number; readonly verdict: "silent" | "close" } | null = null
  const onAnswer: Hooks["onAnswer"] = (_, __, answer) => {
    if (verdict === null || --verdict.commands > 0) return answer
    const instead = verdict.verdict
    verdict = null
    return instead
  }
  let hungry = false
  const onSend: Hooks["onSend"] = () => {
    const verdict = hungry ? "drop" : "store"
    hungry = false
    return verdict
  }
  const options = {
    chain: makeChain({ alg: "ed25519", now: start, random: streams(seed, `chain ${n}`) }),
    file: join(folder, `relay ${n}`),
    quota: plan.quotas[n] ?? 128,
    messageTtl: 21 * 24 * 3600,
    now: time.now,
    after: time.after,
    hooks: { onAnswer, onSend },
  }
  let core: Core | null = null
  const up = (): void => {
    if (core !== null) return
    core = openCore(options)
    net.listen(n, core.accept)
  }
  up()
  const { host, port } = placeOf(n)
  const address = (core as Core | null)?.address(host, port) ?? ""
  return {
    address,
    up,
    down: () => {
      if (core === null) return
      net.listen(n, null)
      net.cut({ relay: n })
      core.close()
      core.closeLog()
      core = null
    },
    answer: (commands, instead) => {
      verdict = { commands, verdict: instead }
    },
    swallow: () => {
      hungry = true
    },
    heal: () => {
      verdict = null
    },
  }
}

// connecting

const person = (w: World, n: number): Person => {
  const found = w.people[n]
  if (found === undefined) throw new Error("nobody")
  return found
}

/** Link, join, and both know which chat it is. */
const connect = async (w: World, pair: Pair, taken: Set<string>): Promise<Friends> => {
  const [a, b] = pair.people.map(n => person(w, n)) as [Person, Person]
  if (pair.by === "address") {
    const { short, full } = await a.ask(c => c.createAddress())
    const { id } = await b.ask(c => c.connect(short ?? full))
    for (;;) {
      const request = (await a.ask(async c => c.chats())).find(c => c.name === b.device.name && !taken.has(c.id))
      if (request !== undefined) {
        taken.add(request.id)
        const still = (await a.chat(request.id))?.status === "request"
        if (still) await a.ask(c => c.accept(request.id)).catch(ifNotFound)
        return { people: [a, b], chats: [request.id, id], said: [[], []] }
      }
      await w.time.sleep(second)
    }
  }
  const made = await a.ask(async c => c.chats().find(x => x.link !== undefined && !taken.has(x.id)) ?? c.createLink())
  taken.add(made.id)
  const link = pair.by === "short" ? made.link?.short : made.link?.full
  if (link === undefined) throw new Error("no link")
  const { id } = await b.ask(c => c.connect(link))
  return { people: [a, b], chats: [made.id, id], said: [[], []] }
}

/** It was done already, by the process that died. */
const ifNotFound = (e: unknown): void => {
  if (toFailure(e).code !== "NOT_FOUND") throw e
}

const isConnected = async ({ people, chats }: Friends): Promise<boolean> => {
  for (const i of [0, 1] as const) if ((await people[i].chat(chats[i]))?.status !== "connected") return false
  return true
}

// what happens

type Tasks = { add(task: Promise<unknown>): void; all(): Promise<void> }

const newTasks = (): Tasks => {
  const open = new Set<Promise<unknown>>()
  const failed: unknown[] = []
  return {
    add: task => {
      const mine: Promise<unknown> = task.catch(e => failed.push(e)).finally(() => open.delete(mine))
      open.add(mine)
    },
    all: async () => {
      while (open.size > 0) await Promise.all(open)
      if (failed.length > 0) throw failed[0]
    },
  }
}

/** What a person is not allowed just now. */
const refusedCodes = new Set(["NOT_FOUND", "NOT_READY"])

const happen = (w: World, friends: readonly Friends[], tasks: Tasks, e: Event): void => {
  const { time, net } = w
  const asked = (
    pair: number,
    who: 0 | 1,
    name: string,
    run: (f: Friends, p: Person, chat: string) => Promise<void>,
  ) => {
    const f = friends[pair]
    // In a wild round it may be too early for that.
    if (f === undefined) return
    const p = f.people[who]
    // Not what the person wanted long ago, but what they want now.
    if (!p.device.running) return void w.tell(`  ${p.device.name} is away`)
    const result = run(f, p, f.chats[who]).catch((error: unknown) => {
      if (error instanceof Died) w.tell(`  ${p.device.name} died in ${name}`)
      else if (refusedCodes.has(toFailure(error).code)) w.tell(`  ${p.device.name}: ${name} refused`)
      else throw error
    })
    tasks.add(result)
  }
  switch (e.what) {
    case "say": {
      const f = friends[e.pair]
      if (f === undefined) return
      for (let i = 0; i < e.texts; i++) say(w, f, e.who, tasks)
      return
    }
    case "kill":
      person(w, e.person).down(e.down)
      return void person(w, e.person).device.kill()
    case "die": {
      const p = person(w, e.person)
      p.downWhenDead(e.down)
      return void p.device.dieAt({ step: p.device.trace.length + e.steps, when: e.when })
    }
    case "stop":
      person(w, e.person).down(e.down)
      return void person(w, e.person).stop()
    case "cut":
      return void net.cut({ device: e.person })
    case "lose":
      return void net.lose(e.person, e.side, e.chunks)
    case "silence":
      for (const side of e.sides) net.silence(e.person, side)
      return
    case "slow":
      return void net.slow(e.person, e.ms, time.now() + e.lasts)
    case "bridge":
      net.refuse(time.now() + e.down)
      return void net.cut({})
    case "relay": {
      const relay = w.relays[e.relay]
      relay?.down()
      time.after(e.down, () => relay?.up())
      return
    }
    case "answer":
      return void w.relays[e.relay]?.answer(e.commands, e.verdict)
    case "jump":
      return void time.jump(e.ms)
    case "clock":
      return void person(w, e.person).setForward(e.ms)
    case "move":
      for (const who of e.who)
        asked(e.pair, who, "change of address", (_, p, chat) => p.device.ask(c => c.changeAddress(chat)))
      return
    case "abort":
      return void asked(e.pair, e.who, "abort", (_, p, chat) => p.device.ask(c => c.abortAddressChange(chat)))
    case "fix":
      for (const who of e.who) asked(e.pair, who, "fix", (_, p, chat) => p.device.ask(c => c.fixConnection(chat, true)))
      return
    case "wake":
      return void person(w, e.person).device.wake()
    case "swallow":
      return void w.relays[e.relay]?.swallow()
  }
}

const mouths = new WeakMap<Friends, [Promise<void>, Promise<void>]>()

const talking = new Set<string | undefined>(["connecting", "connected"])

/** Texts of one person to one other go one after the other, and are waited for as long as it takes. */
const say = (w: World, f: Friends, who: 0 | 1, tasks: Tasks): void => {
  const text = `${f.people[who].device.name} ${f.said[who].length + 1}`
  f.said[who].push(text)
  const before = mouths.get(f) ?? [Promise.resolve(), Promise.resolve()]
  const speak = async (): Promise<void> => {
    // A link that was not used yet and a request that was not accepted yet are no conversations.
    while (!talking.has((await f.people[who].chat(f.chats[who]))?.status)) await w.time.sleep(second)
    await f.people[who].say(f.chats[who], text)
  }
  const mine = before[who].then(speak)
  before[who] = mine
  mouths.set(f, before)
  tasks.add(mine)
  w.tell(`  ${text}`)
}

const describeEvent = ({ after: _, ...e }: Event): string =>
  Object.values(e)
    .map(v => (Array.isArray(v) ? v.join("+") : String(v)))
    .join(" ")

// the round

export const playRound = (seed: string, size: Size): Promise<Result> => playPlan(seed, planOf(seed, size))

/** The same with a plan that is not only made of the seed. */
export const playPlan = async (seed: string, plan: Plan): Promise<Result> => {
  const time = newTime(start)
  takeRandomFrom(streams(seed, "relays"))
  const net = newNet(time, streams(seed, "net"), plan.latency)
  const folder = mkdtempSync(join(tmpdir(), "unlisted-chaos-"))
  const story: string[] = []
  const steps: string[] = []
  const stamp = (): string => (time.now() - start).toFixed(0).padStart(10)
  const tell = (line: string): void => {
    story.push(`${stamp()} ${line}`)
    steps.push(`${stamp()} ${line}`)
  }
  const relays = plan.quotas.map((_, n) => newRelay(n, { plan, time, net, folder, seed }))
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
    await lastWords(time, friends)
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
  for (const r of relays) r.down()
  rmSync(folder, { recursive: true, force: true })
  return {
    problems,
    story,
    digest: net.digest(),
    steps,
    texts: friends.reduce((n, f) => n + f.said[0].length + f.said[1].length, 0),
    simulated: time.now() - start,
  }
}
