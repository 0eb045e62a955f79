/** Nothing is sent or received while somebody has stopped it, and nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ChatEvent, WorkerApi } from "../worker/api.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { directConnect } from "./support/direct.ts"
import { newBrowser } from "./support/tabs.ts"

let relay: Relay
beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const person = async (name: string) => {
  const events: ChatEvent[] = []
  const { api } = newBrowser(directConnect, [relay.address]).tab()
  await api.subscribe(async event => {
    events.push(event)
  })
  await api.startPrivate(name)
  return { api, events }
}

const chatId = async (api: WorkerApi): Promise<string> => {
  let found: string | undefined
  await expect
    .poll(async () => {
      found = (await api.chats()).find(c => c.status === "connected")?.id
      return found
    })
    .toBeDefined()
  return found ?? ""
}

const said = async (api: WorkerApi, id: string): Promise<readonly string[]> =>
  (await api.items(id)).items.filter(i => i.direction !== "event").map(i => `${i.text}: ${i.status}`)

describe("sending and receiving", () => {
  it("stop when they are told to, over everything that is open, and go on where they were", async () => {
    const [alice, bob] = await Promise.all([person("Alice"), person("Bob")])
    const link = (await alice.api.createLink()).link
    await bob.api.connect(link?.short ?? link?.full ?? "")
    const [atAlice, atBob] = await Promise.all([chatId(alice.api), chatId(bob.api)])

    await alice.api.setReceiving(false)
    expect(alice.events.findLast(e => e.type === "network")).toEqual({ type: "network", status: "stopped" })
    await bob.api.send(atBob, "are you there?")
    await alice.api.send(atAlice, "later")
    await expect.poll(() => said(bob.api, atBob)).toEqual(["are you there?: sent"])
    const { servers } = await alice.api.serversSummary()
    expect(servers.every(s => s.sessions.connected === 0)).toBe(true)
    expect(await said(alice.api, atAlice)).toEqual(["later: sending"])

    await alice.api.setReceiving(true)
    await expect
      .poll(async () => [...(await said(alice.api, atAlice))].sort())
      .toEqual(["are you there?: received", "later: delivered"])
    await expect
      .poll(async () => [...(await said(bob.api, atBob))].sort())
      .toEqual(["are you there?: delivered", "later: received"])
    expect(alice.events.findLast(e => e.type === "network")).toEqual({ type: "network", status: "online" })
    await Promise.all([alice.api.endSession(), bob.api.endSession()])
  })
})
