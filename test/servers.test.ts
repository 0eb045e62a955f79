/** Servers as the user sets them, over real relays: which ones new queues are on, passwords, tests of servers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { ServerInfo } from "../worker/api.ts"
import { loadKem } from "../worker/crypto/kem.ts"
import { parseServerAddress, writeServerAddress } from "../worker/encoding/server.ts"
import { ConnectError, type Target } from "../worker/platform.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { directConnect } from "./support/direct.ts"
import { type Device, history, newDevice, until } from "./support/node-worker.ts"
import { seededRandom } from "./support/random.ts"

let first: Relay
let second: Relay
let closed: Relay
let devices: Device[] = []
let count = 0

beforeAll(async () => {
  first = await startRelay({})
  second = await startRelay({})
  closed = await startRelay({ password: "open-sesame" })
})
afterAll(async () => {
  for (const relay of [first, second, closed]) await relay.close()
})
afterEach(() => {
  for (const d of devices) d.stop()
  devices = []
})

const device = async (name: string, host: readonly string[] | null = [first.address], connect = directConnect) => {
  const d = await newDevice(name, {
    connect,
    clock: acceleratedClock(20),
    random: seededRandom(`servers ${++count}`),
    kem: loadKem,
    servers: () => host,
  })
  devices.push(d)
  await d.start()
  return d
}

const withPassword = (relay: Relay, password: string | null): string =>
  writeServerAddress(parseServerAddress(relay.address, "smp").server, "smp", password)
const nameOf = (relay: Relay): string => withPassword(relay, null)
const find = async (d: Device, relay: Relay): Promise<ServerInfo | undefined> =>
  (await d.chat.servers()).servers.find(s => s.address === nameOf(relay))
const serverOfLink = async (d: Device): Promise<string> => {
  const { link } = await d.chat.createLink()
  const port = /localhost|127\.0\.0\.1(?:%3A|:)(\d+)/.exec(decodeURIComponent(link?.full ?? ""))?.[1]
  return port ?? "none"
}
const connectTwo = async (inviter: Device, joiner: Device): Promise<string> => {
  const { link } = await inviter.chat.createLink()
  const { id } = await joiner.chat.connect(link?.short ?? "")
  await until([inviter, joiner], async () =>
    [inviter, joiner].every(d => d.chat.chats().some(c => c.status === "connected")),
  )
  return id
}
const receivingServers = async (d: Device): Promise<readonly string[]> =>
  (await d.disk.list("connections")).flatMap(c => c.rcv.map(q => q.server))

describe("servers of a profile", () => {
  it("are those that the host of the page names, with the presets beside them, disabled", async () => {
    const alice = await device("Alice")
    const { servers, operators, problems } = await alice.chat.servers()
    expect(servers.filter(s => s.protocol === "smp" && s.enabled).map(s => [s.address, s.source])).toEqual([
      [nameOf(first), "host"],
    ])
    expect(servers.filter(s => s.source === "preset" && s.protocol === "smp").length).toBe(20)
    expect(operators.map(o => [o.id, o.enabled, o.conditions.acceptedAt])).toEqual([
      ["simplex", true, undefined],
      ["flux", true, undefined],
    ])
    expect(problems).toEqual([])
  })

  it("take new queues while they are enabled; what is there stays where it is, also after a restart", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob")
    const chatId = await connectTwo(alice, bob)
    await alice.chat.addServer(`  ${second.address.slice(0, 30)}\n${second.address.slice(30)} `)
    await alice.chat.enableServer(first.address, false)
    expect(await serverOfLink(alice)).toBe(String(second.port))
    alice.stop()
    await alice.start()
    expect((await find(alice, first))?.enabled).toBe(false)
    expect(await serverOfLink(alice)).toBe(String(second.port))
    await bob.chat.send(chatId, "still here")
    const [chat] = alice.chat.chats().filter(c => c.status === "connected")
    await until([alice, bob], async () =>
      (await history(alice.chat, chat?.id ?? "")).some(i => i.text === "still here"),
    )
    await alice.chat.enableServer(first.address, true)
    await alice.chat.removeServer(second.address)
    expect(await find(alice, second)).toBe(undefined)
    expect(await serverOfLink(alice)).toBe(String(first.port))
  })

  it("are all used, at random; a connection receives at another than its contact does", async () => {
    const alice = await device("Alice", [first.address])
    const bob = await device("Bob", [first.address, second.address])
    const used = new Set<string>()
    for (let i = 0; i < 20 && used.size < 2; i++) used.add(await serverOfLink(bob))
    expect(used).toEqual(new Set([String(first.port), String(second.port)]))
    await connectTwo(alice, bob)
    const connections = await bob.disk.list("connections")
    expect(connections.filter(c => c.snd.length > 0).flatMap(c => c.rcv.map(q => q.server))).toEqual([nameOf(second)])
  })

  it("are each profile's own, and gone with it; operators are the same for all", async () => {
    const alice = await device("Alice")
    await alice.chat.addServer(second.address)
    await alice.chat.acceptConditions(["flux"])
    await alice.chat.addProfile("Alice at work")
    expect(await find(alice, second)).toBe(undefined)
    await alice.chat.addServer(closed.address)
    const { operators } = await alice.chat.servers()
    expect(operators.map(o => o.conditions.acceptedAt !== undefined)).toEqual([false, true])
    const [work] = await alice.chat.profiles()
    await alice.chat.deleteProfile(work?.id ?? 0)
    expect((await alice.disk.list("servers")).map(r => r.own)).toEqual([[second.address]])
    expect(await find(alice, closed)).toBe(undefined)
  })

  it("are refused when they are none, in the list already, or the last ones", async () => {
    const alice = await device("Alice")
    const chat = alice.chat
    for (const bad of ["", "smp://x@y", "https://example.org", second.address.replace("smp", "ntf")])
      await expect(chat.addServer(bad)).rejects.toMatchObject({ code: "BAD_SERVER" })
    await expect(chat.addServer(first.address)).rejects.toMatchObject({ code: "SERVER_KNOWN" })
    const samePlace = first.address.replace(/\/\/[^@]+@/, "//LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@")
    await expect(chat.addServer(samePlace)).rejects.toMatchObject({ code: "SERVER_KNOWN" })
    await expect(chat.enableServer(first.address, false)).rejects.toMatchObject({ code: "LAST_SERVER" })
    await expect(chat.enableServer(second.address, true)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(chat.removeServer(first.address)).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect((await find(alice, first))?.enabled).toBe(true)
    expect(await alice.disk.list("servers")).toEqual([])
  })
})

describe("a server that is away", () => {
  it("is passed over by the next attempt", async () => {
    const away = await startRelay({})
    await away.close()
    const alice = await device("Alice", [away.address, first.address])
    const outcomes: string[] = []
    for (let i = 0; i < 8; i++)
      outcomes.push(await serverOfLink(alice).catch(e => ("code" in e ? String(e.code) : "another error")))
    expect(new Set(outcomes)).toEqual(new Set(["NETWORK", String(first.port)]))
    // Never twice in a row: after it has failed, the other one has its turn.
    expect(outcomes.some((o, i) => o === "NETWORK" && outcomes[i + 1] === "NETWORK")).toBe(false)
  })

  it("does not keep a connection from being made: the queue for answers is made on another", async () => {
    const away = await startRelay({})
    await away.close()
    const alice = await device("Alice", [first.address])
    for (let i = 0; i < 3; i++) {
      const bob = await device("Bob", [away.address, second.address])
      await connectTwo(alice, bob)
      expect(await receivingServers(bob)).toEqual([nameOf(second)])
    }
  })
})

describe("a server with a password", () => {
  it("makes queues with it, end to end, for those who invite and those who join", async () => {
    const alice = await device("Alice", [closed.address])
    const bob = await device("Bob", [closed.address])
    const chatId = await connectTwo(alice, bob)
    expect(await receivingServers(alice)).toEqual([nameOf(closed)])
    expect(alice.chat.chats()[0]?.link?.full ?? "").not.toContain("open-sesame")
    await bob.chat.send(chatId, "sesame")
    await until([alice, bob], async () => (await history(bob.chat, chatId)).some(i => i.status === "delivered"))
  })
  it("is not told in links or to the page", async () => {
    const alice = await device("Alice", [closed.address])
    const { link } = await alice.chat.createLink()
    expect(decodeURIComponent(JSON.stringify(link))).not.toContain("sesame")
    expect(JSON.stringify(await alice.chat.servers())).not.toContain("sesame")
    expect((await find(alice, closed))?.hasPassword).toBe(true)
    expect(await alice.chat.serverAddress(nameOf(closed))).toBe(closed.address)
  })
  it("refuses a wrong one, and none, in a way that says so", async () => {
    for (const password of ["wrong", null]) {
      const alice = await device("Alice", [withPassword(closed, password)])
      await expect(alice.chat.createLink()).rejects.toMatchObject({ code: "SERVER_PASSWORD" })
      await expect(alice.chat.createAddress()).rejects.toMatchObject({ code: "SERVER_PASSWORD" })
      expect(await alice.disk.list("connections")).toEqual([])
    }
  })
  it("that we do not know is passed over where there is another server", async () => {
    const alice = await device("Alice", [withPassword(closed, "wrong"), first.address])
    for (let i = 0; i < 6; i++) expect(await serverOfLink(alice)).toBe(String(first.port))
    const bob = await device("Bob", [second.address])
    await connectTwo(bob, alice)
  })
  it("that is wrong and the only one holds up the connection, which says so, until there is another server", async () => {
    const alice = await device("Alice")
    const bob = await device("Bob", [withPassword(closed, "wrong")])
    const { link } = await alice.chat.createLink()
    const { id } = await bob.chat.connect(link?.short ?? "")
    const chat = () => bob.chat.chats().find(c => c.id === id)
    await until([bob], async () => chat()?.problem === "SERVER_PASSWORD")
    expect(chat()?.status).toBe("connecting")
    await bob.chat.addServer(second.address)
    await until([alice, bob], async () => chat()?.status === "connected")
    expect(chat()?.problem).toBe(undefined)
  })
  it("that does not let us pass messages on leaves them to go straight, and nothing is taken for a deleted queue", async () => {
    const alice = await device("Alice", [first.address])
    const bob = await device("Bob", [withPassword(closed, "wrong"), second.address])
    const chatId = await connectTwo(alice, bob)
    for (let i = 0; i < 5; i++) await bob.chat.send(chatId, `line ${i}`)
    await until([alice, bob], async () => {
      const sent = (await history(bob.chat, chatId)).filter(i => i.direction === "sent")
      return sent.length === 5 && sent.every(i => i.status === "delivered")
    })
  })
})

describe("a test of a server", () => {
  it("makes and deletes a queue, and the outcome stays with the server", async () => {
    const alice = await device("Alice")
    const before = second.queueCount
    await alice.chat.addServer(second.address)
    expect(await alice.chat.testServer(second.address)).toEqual({ ok: true })
    expect(second.queueCount).toBe(before)
    expect(second.stats.delivered).toBeGreaterThan(0)
    alice.stop()
    await alice.start()
    expect((await find(alice, second))?.tested).toMatchObject({ ok: true })
  })
  it("of a server that is not in the list is possible, and leaves nothing behind", async () => {
    const alice = await device("Alice")
    expect(await alice.chat.testServer(`\n${second.address} `)).toEqual({ ok: true })
    expect(await alice.disk.list("servers")).toEqual([])
    expect(await find(alice, second)).toBe(undefined)
  })
  it("uses the password that the list has, unless another is given", async () => {
    const alice = await device("Alice", [closed.address])
    const wrong = { ok: false, step: "create", code: "SERVER_PASSWORD" }
    expect(await alice.chat.testServer(nameOf(closed))).toEqual({ ok: true })
    expect(await alice.chat.testServer(withPassword(closed, "wrong"))).toEqual(wrong)
    expect((await find(alice, closed))?.tested).toMatchObject({ ok: true })
    const bob = await device("Bob")
    expect(await bob.chat.testServer(nameOf(closed))).toEqual(wrong)
  })
  it("names what is wrong: the fingerprint, nobody there, or a version that is too old", async () => {
    const alice = await device("Alice")
    const lie = second.address.replace(/\/\/[^@]+@/, "//LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@")
    const at = (code: string) => ({ ok: false, step: "connect", code })
    expect(await alice.chat.testServer(lie)).toEqual(at("SERVER_IDENTITY"))
    const away = await startRelay({})
    await away.close()
    expect(await alice.chat.testServer(away.address)).toEqual(at("SERVER_UNREACHABLE"))
    const old = await startRelay({ maxVersion: 10 })
    expect(await alice.chat.testServer(old.address)).toEqual(at("SERVER_OLD"))
    await old.close()
    await expect(alice.chat.testServer("smp://nothing")).rejects.toMatchObject({ code: "BAD_SERVER" })
  })
  it("works with servers of every version that is safe, and with those that do not say that senders may secure", async () => {
    const alice = await device("Alice")
    for (const maxVersion of [11, 14, 15, 16, 17, 18]) {
      const relay = await startRelay({ maxVersion })
      expect(await alice.chat.testServer(relay.address), `version ${maxVersion}`).toEqual({ ok: true })
      await relay.close()
    }
    const silent = await startRelay({
      hooks: { onAnswer: (c, _, a) => (c.type === "NEW" && a.type === "IDS" ? { ...a, mode: null } : a) },
    })
    expect(await alice.chat.testServer(silent.address)).toEqual({ ok: true })
    expect(silent.stats.commands.KEY).toBe(1)
    await silent.close()
  })
  it("says what the bridge says", async () => {
    const codes = [
      ["FORBIDDEN_HOST", "SERVER_FORBIDDEN"],
      ["RESOLVE", "SERVER_UNREACHABLE"],
      ["ALPN", "SERVER_BROKEN"],
      ["UNREACHABLE", "NETWORK"],
      ["LIMIT", "NETWORK"],
    ] as const
    for (const [bridge, code] of codes) {
      const alice = await device("Alice", [first.address], () => Promise.reject(new ConnectError(bridge)))
      expect(await alice.chat.testServer(second.address)).toEqual({ ok: false, step: "connect", code })
    }
  })
})

describe("presets", () => {
  const recorded = () => {
    const targets: Target[] = []
    const connect = (t: Target) => {
      targets.push(t)
      return Promise.reject(new ConnectError("REFUSED"))
    }
    return { targets, connect }
  }

  it("are used only after the conditions were accepted, and then four of SimpleX Chat for new queues", async () => {
    const { targets, connect } = recorded()
    const alice = await device("Alice", [], connect)
    const { link } = await (await device("Bob")).chat.createLink()
    await expect(alice.chat.createLink()).rejects.toMatchObject({ code: "CONDITIONS" })
    await expect(alice.chat.createAddress()).rejects.toMatchObject({ code: "CONDITIONS" })
    await expect(alice.chat.connect(link?.short ?? "")).rejects.toMatchObject({ code: "CONDITIONS" })
    expect(targets).toEqual([])
    await alice.chat.acceptConditions(["simplex", "flux"])
    for (let i = 0; i < 12; i++) await expect(alice.chat.createLink()).rejects.toMatchObject({ code: "NETWORK" })
    const hosts = new Set(targets.map(t => t.hosts.find(h => !h.endsWith(".onion"))))
    expect(hosts.size).toBe(4)
    for (const h of hosts) expect(h).toMatch(/^smp\d+\.simplex\.im$/)
  })

  it("are not used before the page's host has said which servers it names", async () => {
    const { targets, connect } = recorded()
    const alice = await device("Alice", null, connect)
    await alice.chat.acceptConditions(["simplex"])
    await expect(alice.chat.createLink()).rejects.toMatchObject({ code: "NETWORK" })
    expect(targets).toEqual([])
  })

  it("of an operator go when it is disabled, and it is not enabled again without its conditions", async () => {
    const alice = await device("Alice", [])
    await expect(alice.chat.changeOperator("simplex", { enabled: false })).rejects.toMatchObject({
      code: "LAST_SERVER",
    })
    await alice.chat.addServer(first.address)
    await alice.chat.addServer(second.address.replace("smp:", "xftp:"))
    const { operators, servers } = await alice.chat.changeOperator("simplex", { enabled: false })
    expect(operators.map(o => o.enabled)).toEqual([false, true])
    expect(servers.filter(s => s.operator === "simplex").some(s => s.uses.storage || s.uses.proxy)).toBe(false)
    expect(await serverOfLink(alice)).toBe(String(first.port))
    await expect(alice.chat.changeOperator("simplex", { enabled: true })).rejects.toMatchObject({ code: "CONDITIONS" })
    await alice.chat.acceptConditions(["simplex"])
    const after = await alice.chat.changeOperator("simplex", { enabled: true })
    expect(after.servers.filter(s => s.protocol === "smp" && s.uses.storage).length).toBe(5)
  })
})
