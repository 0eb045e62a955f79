/** A victim, a hostile contact, and what the victim's conversation shows of an attack. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Bytes, utf8 } from "../../worker/encoding/bytes.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { type Hostile, hostileContact } from "./contact.ts"
import { everybodyLeaves, newPerson, type Person, random } from "./people.ts"

export let relay: Relay
export let ann: Person
export let mallory: Hostile
let round = 0
/** To be called by each test file: its own relay and its own two people. */
export const setScene = (): void => {
  beforeAll(async () => {
    relay = await startRelay({ quota: 10_000 })
    ann = await newPerson("Ann", { servers: [relay.address] })
    mallory = await hostileContact(ann, [relay.address])
  })
  afterAll(async () => {
    everybodyLeaves()
    await relay.close()
  })
}

export const json = (value: unknown): Bytes => utf8(JSON.stringify(value))
export const noise = (n: number): Bytes => random(n)

/** That encryption seems to differ, and then not to: test/agent/resync.test.ts is about that. */
const suspicions: ReadonlySet<string> = new Set(["!syncRequired", "!synced"])
const story = async (): Promise<readonly string[]> =>
  (await ann.story(mallory.chatId)).filter(line => !suspicions.has(line))

/** The attack, then an honest text: what the conversation shows of the attack. */
export const shown = async (attack: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = (await story()).length
  await attack()
  const good = `good ${++round}`
  await mallory.text(good)
  await ann.hasText(mallory.chatId, good)
  expect(ann.isAlive()).toBe(true)
  const after = await story()
  expect(after.at(-1)).toBe(`<${good}`)
  return after.slice(before, -1)
}

export type Case = readonly [name: string, seen: readonly string[], attack: () => Promise<unknown>]
export const run = (cases: readonly Case[]): void => {
  for (const [name, seen, attack] of cases)
    it(`${name}: ${seen.length === 0 ? "nothing is shown" : seen.join(", ").slice(0, 60)}`, async () => {
      expect(await shown(attack)).toEqual(seen)
    })
}

export const malformed = ["!malformed"]
export const undecryptable = ["!undecryptable 1"]
