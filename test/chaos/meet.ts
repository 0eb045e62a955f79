/** People get to know each other, by one-time links and addresses; goes on after crashes. */
import { toFailure } from "../../worker/failure.ts"
import type { Friends } from "./check.ts"
import { person, type World } from "./happen.ts"
import type { Person } from "./person.ts"
import { type Pair, second } from "./plan.ts"

/** Link, join, and both know which chat it is. */
export const connect = async (w: World, pair: Pair, taken: Set<string>): Promise<Friends> => {
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
export const ifNotFound = (e: unknown): void => {
  if (toFailure(e).code !== "NOT_FOUND") throw e
}

export const isConnected = async ({ people, chats }: Friends): Promise<boolean> => {
  for (const i of [0, 1] as const) if ((await people[i].chat(chats[i]))?.status !== "connected") return false
  return true
}
