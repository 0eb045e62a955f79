/** Chats that go on in another browser by one link: over real file servers, with what can go wrong on the way. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { ChatEvent, WorkerApi } from "../worker/api.ts"
import { bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { startXftpRelay, type XftpRelay } from "./relay/xftp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let relay: Relay
let files: XftpRelay
let bridge: Bridge
beforeAll(async () => {
  ;[relay, files] = await Promise.all([startRelay({}), startXftpRelay({})])
  bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, maxRate: 100_000 })
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([relay.close(), files.close()])
})

const online = (servers = [relay.address, files.address]) => {
  const open = (url: string) => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike
  return newBrowser(bridgeConnect(open, `${bridge.url.replace("http", "ws")}/bridge`, acceleratedClock(20)), servers)
}
const until = async (check: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 6000; i++) {
    if (await check()) return
    await new Promise(r => setTimeout(r, 10))
  }
  throw new Error("waited for too long")
}
const chatOf = async (api: WorkerApi) => (await api.chats())[0]?.id ?? ""
const textsOf = async (api: WorkerApi) => (await api.items(await chatOf(api))).items.flatMap(i => i.text || [])

/** Alice, kept or not, and Bob, who have talked. */
const friends = async (kept: boolean, place = files.address) => {
  const home = online([relay.address, place])
  const { api, events } = home.tab()
  const bob = online().tab().api
  await (kept ? api.createProfile("Alice", passphrase) : api.startPrivate("Alice"))
  await bob.startPrivate("Bob")
  await bob.connect((await api.createLink()).link?.short ?? "")
  const connected = async (a: WorkerApi) => (await a.chats())[0]?.status === "connected"
  await until(async () => (await connected(api)) && (await connected(bob)))
  await bob.send(await chatOf(bob), "hello")
  await until(async () => (await textsOf(api)).includes("hello"))
  return { api, events, bob, home }
}
const states = (events: readonly ChatEvent[]) =>
  events.flatMap(e => (e.type === "session" ? [e.session.state] : [])).slice(-3)

describe("chats that are carried", () => {
  for (const kept of [true, false])
    it(`go on in another browser from a ${kept ? "kept profile" : "private session"}, and the first copy stops`, async () => {
      const { api, events, bob } = await friends(kept)
      const fragment = await api.carry()
      // Short enough for a QR code that a camera reads, behind any origin.
      expect(fragment.length).toBeLessThan(1002)
      expect(states(events)).toEqual(["open", "carrying", "exported"])
      expect(events.some(e => e.type === "carried" && e.done === e.total)).toBe(true)
      expect(await codeOf(api.chats())).toBe("NOT_FOUND")
      await bob.send(await chatOf(bob), "are you there?")
      const { api: there, events: heard } = online().tab()
      await there.importCarried(fragment, "another passphrase")
      expect(heard.some(e => e.type === "carried" && e.done === e.total)).toBe(true)
      expect(await there.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
      await until(async () => (await textsOf(there)).includes("are you there?"))
      await there.send(await chatOf(there), "here I am")
      await until(async () => (await textsOf(bob)).includes("here I am"))
      await Promise.all([api.endSession(), bob.endSession(), there.endSession()])
    })

  it("that go on where they were are taken from the servers: the link leads nowhere then", async () => {
    const { api, bob } = await friends(true)
    const fragment = await api.carry()
    await api.continueHere()
    expect(await api.session()).toMatchObject({ state: "open" })
    const b = online()
    const there = b.tab().api
    expect(await codeOf(there.importCarried(fragment, passphrase))).toBe("CARRY_GONE")
    expect(b.isEmpty()).toBe(true)
    expect(b.isHeld()).toBe(false)
    await bob.send(await chatOf(bob), "still there")
    await until(async () => (await textsOf(api)).includes("still there"))
    await Promise.all([api.endSession(), bob.endSession()])
  })

  it("that were cancelled go on as if nothing had been asked", async () => {
    let asked = false
    const onAnswer = () => {
      asked = true
      return "silent" as const
    }
    const silent = await startXftpRelay({ hooks: { onAnswer } })
    const { api, events, bob } = await friends(true, silent.address)
    const going = codeOf(api.carry())
    await until(async () => asked)
    expect(states(events).at(-1)).toBe("carrying")
    await api.cancelCarry()
    expect(await going).toBe("CANCELLED")
    expect(states(events)).toEqual(["open", "carrying", "open"])
    await bob.send(await chatOf(bob), "go on")
    await until(async () => (await textsOf(api)).includes("go on"))
    await Promise.all([api.endSession(), bob.endSession()])
    await silent.close()
  })

  it("stay where they are when there is no server for files, or none that answers", async () => {
    const none = online([relay.address]).tab().api
    await none.startPrivate("Alice")
    expect(await codeOf(none.carry())).toBe("CONDITIONS")
    const gone = files.address.replace(/:\d+$/, ":1")
    const api = online([relay.address, gone]).tab().api
    await api.startPrivate("Alice")
    expect(await codeOf(api.carry())).toBe("NETWORK")
    expect(await api.session()).toMatchObject({ state: "open" })
    expect(await api.chats()).toEqual([])
  })

  it("are fetched by a link of that kind only, and into a browser that has no others", async () => {
    const { api } = online().tab()
    await api.startPrivate("Alice")
    const fragment = await api.carry()
    const b = online()
    const there = b.tab().api
    const bad = ["", "/?desc=", fragment.replace("unlisted", "simplexx"), fragment.slice(0, -30), "x".repeat(1000)]
    for (const text of bad) expect(await codeOf(there.importCarried(text, passphrase))).toBe("BAD_LINK")
    expect(await codeOf(there.importCarried(fragment, "12345"))).toBe("BAD_PASSPHRASE")
    const other = fragment.replace(/key%22%3A%22.{4}/, "key%22%3A%22AAAA")
    expect(other).not.toBe(fragment)
    expect(await codeOf(there.importCarried(other, passphrase))).toBe("BAD_LINK")
    expect(b.isEmpty()).toBe(true)
    expect(b.isHeld()).toBe(false)
    await there.createProfile("Bob", passphrase)
    expect(await codeOf(there.importCarried(fragment, passphrase))).toBe("ELSEWHERE")
    expect(await there.session()).toMatchObject({ displayName: "Bob" })
  })
})
