/** What must hold when nothing goes wrong any more. */
import type { Item } from "../../worker/api.ts"
import { hex } from "../../worker/encoding/bytes.ts"
import type { ConnectionRow } from "../../worker/store/agent.ts"
import type { Person } from "./person.ts"
import type { Place } from "./place.ts"
import { day, hour, second } from "./plan.ts"

/** Two people, their chats with each other, and what each wrote to the other, in order. */
export type Friends = {
  readonly people: readonly [Person, Person]
  readonly chats: readonly [string, string]
  readonly said: readonly [string[], string[]]
}

const sides = [0, 1] as const
const other = (who: 0 | 1): 0 | 1 => (who === 0 ? 1 : 0)

const connectionOf = async ({ people, chats }: Friends, who: 0 | 1): Promise<ConnectionRow | undefined> => {
  const contact = await people[who].device.disk.get("contacts", chats[who])
  return contact === undefined ? undefined : people[who].device.disk.get("connections", contact.connId)
}

type Stuck = { readonly person: Person; readonly chat: string }

/** What still goes on, or null; and somebody who is asked to have the encryption made anew. */
export const quietness = async (friends: readonly Friends[]): Promise<readonly [string | null, Stuck | null]> => {
  let noise: string | null = null
  let stuck: Stuck | null = null
  for (const f of friends)
    for (const who of sides) {
      const { device } = f.people[who]
      const c = await connectionOf(f, who)
      const theirs = await connectionOf(f, other(who))
      const rows = await device.disk.list("deliveries", { prefix: [c?.connId ?? ""] })
      const waiting = rows.filter(r => r.kept !== true).map(r => r.kind)
      // Whoever follows an address whose owner has changed their mind is not told, and goes on as before.
      const following = theirs?.moving === undefined && c?.following === "key" ? undefined : c?.following
      const state = [
        c?.problem === undefined ? "" : `problem ${c.problem}`,
        c?.moving === undefined ? "" : `moving ${c.moving.stage}`,
        following === undefined ? "" : `following ${following}`,
        c?.sync === undefined ? "" : `sync ${c.sync}`,
        c?.unused === undefined ? "" : "unused queues",
        waiting.length === 0 ? "" : `to send: ${waiting.join(" ")}`,
        device.running ? "" : "not running",
      ].filter(s => s !== "")
      if (state.length > 0)
        noise = `${noise ?? ""}${device.name} to ${f.people[other(who)].device.name}: ${state.join(", ")}; `
      if (c?.sync === "required" || c?.sync === "allowed") stuck = { person: f.people[who], chat: f.chats[who] }
    }
  return [noise, stuck]
}

/** Waits until each has what the other has written last. Rejects after an hour: pings find what fell silent by then. */
export const lastWords = async ({ time, slack }: Place, friends: readonly Friends[]): Promise<void> => {
  const end = time.now() + hour * slack
  for (const f of friends)
    for (const who of sides) {
      const last = f.said[other(who)].at(-1)
      while (!(await f.people[who].items(f.chats[who])).some(i => i.direction === "received" && i.text === last)) {
        if (time.now() > end) throw new Error(`"${last}" has not come`)
        await time.sleep(second)
      }
    }
}

const broken = new Set(["undecryptable", "malformed", "skipped", "badHash", "duplicate", "unknown"])

/** The sender gives a message up when it has not got through for two days (Peer: messageTimeout), and says so. */
const isExpired = (i: Item, now: number): boolean =>
  i.status === "failed" && i.problem === "EXPIRED" && now - i.at >= 2 * day

const firstDifference = (a: readonly string[], b: readonly string[]): string => {
  const at = a.findIndex((x, i) => x !== b[i])
  const i = at < 0 ? a.length : at
  return `from ${i + 1}: ${a.slice(i, i + 8).join(", ") || "nothing"} instead of ${b.slice(i, i + 8).join(", ") || "nothing"}`
}

/** Both histories against what was said. Empty when all is well. */
export const checkConversation = async (f: Friends): Promise<string[]> => {
  const problems: string[] = []
  const items = [await f.people[0].items(f.chats[0]), await f.people[1].items(f.chats[1])] as const
  for (const who of sides) {
    const name = `${f.people[who].device.name} to ${f.people[other(who)].device.name}`
    const sent = items[who].filter(i => i.direction === "sent")
    const texts = sent.map(i => i.text)
    if (texts.join() !== f.said[who].join()) problems.push(`${name}: wrote ${firstDifference(texts, f.said[who])}`)
    const expired = new Set(sent.filter(i => isExpired(i, f.people[who].now())).map(i => i.text))
    for (const i of sent)
      if ((i.status === "failed" || i.status === "sending") && !expired.has(i.text))
        problems.push(`${name}: "${i.text}" is ${i.status} ${i.problem ?? ""}`)
    const come = items[other(who)].filter(i => i.direction === "received").map(i => i.text)
    // What has expired may have arrived all the same: only the answer was lost.
    const wanted = f.said[who].filter(t => !expired.has(t) || come.includes(t))
    if (come.join() !== wanted.join()) problems.push(`${name}: received ${firstDifference(come, wanted)}`)
    const bad = items[other(who)].flatMap(i =>
      i.notice !== undefined && broken.has(i.notice.kind) ? [i.notice.kind] : [],
    )
    if (bad.length > 0 && expired.size === 0) problems.push(`${name}: the other side was told ${bad.join(", ")}`)
    const own = await connectionOf(f, who)
    const theirs = await connectionOf(f, other(who))
    const [snd, rcv] = [own?.snd[0], theirs?.rcv[0]]
    if (snd === undefined || rcv === undefined || hex(snd.sndId) !== hex(rcv.sndId))
      problems.push(`${name}: sends to another queue than the one that is read`)
  }
  return problems
}
