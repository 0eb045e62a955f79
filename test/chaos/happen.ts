/** What a plan says, done to people, relays and network. */
import { toFailure } from "../../worker/failure.ts"
import { Died } from "../support/node-worker.ts"
import type { Friends } from "./check.ts"
import type { Person } from "./person.ts"
import type { Place } from "./place.ts"
import { type Event, type Plan, second } from "./plan.ts"

export type World = Pick<Place, "time" | "net" | "relays"> & {
  readonly plan: Plan
  readonly people: readonly Person[]
  readonly tell: (line: string) => void
}

/** Throws Error when the plan names somebody who is not there. */
export const person = (w: Pick<World, "people">, n: number): Person => {
  const found = w.people[n]
  if (found === undefined) throw new Error("nobody")
  return found
}

export type Tasks = { add(task: Promise<unknown>): void; all(): Promise<void> }

export const newTasks = (): Tasks => {
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

export const happen = (w: World, friends: readonly Friends[], tasks: Tasks, e: Event): void => {
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
      void time.sleep(e.down).then(() => relay?.up())
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
export const say = (w: World, f: Friends, who: 0 | 1, tasks: Tasks): void => {
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

export const describeEvent = ({ after: _, ...e }: Event): string =>
  Object.values(e)
    .map(v => (Array.isArray(v) ? v.join("+") : String(v)))
    .join(" ")
