/** Files without the bridge: servers that serve browsers, those that do not, and those that lie. */
import { describe, expect, it } from "vitest"
import { sha256Async } from "../../worker/crypto/hash.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { toPkcs8 } from "../../worker/crypto/private-key.ts"
import { toBytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { pausable } from "../../worker/pause.ts"
import { type Connect, ConnectError, type Post } from "../../worker/platform.ts"
import { createDirectWays } from "../../worker/xftp/direct.ts"
import { createSessions, retrying } from "../../worker/xftp/sessions.ts"
import type { XftpRelay, XftpRelayOptions } from "../relay/xftp.ts"
import { makeChain, signWith } from "../support/certificate.ts"
import { http2Post } from "../support/http2-post.ts"
import { atEnd, bridge, bytesOf, clock, codeOf, connectThrough, random, relay, until } from "./support.ts"

const nobody: Connect = () => Promise.reject(new ConnectError("UNREACHABLE"))
const never = new AbortController().signal
const direct = { direct: true }

/** The certificate authority of the web, and a server's certificate by it. */
const authority = makeChain({ alg: "ed25519" })
const newKey = () => toPkcs8(generateKeyPair("Ed25519", random).privateKey)
const web = { cert: authority.leafPem, key: authority.leafKeyPem }
const webRelay = (options: XftpRelayOptions = {}): Promise<XftpRelay> => relay({ web, ...options })

const ungated = (post: Post): Post => post

const scene = (r: XftpRelay, { connect = nobody, host = "localhost", allowed = ["https:"], gated = ungated } = {}) => {
  const browser = http2Post(authority.caPem)
  const ways = createDirectWays({ post: gated(browser.post), allowed: () => allowed })
  const sessions = createSessions({ connect, clock, random, ways })
  atEnd(() => sessions.close())
  atEnd(browser.close)
  const { server } = parseServerAddress(r.address.replace("127.0.0.1", host), "xftp")
  const ping = (way: object = direct) => codeOf(sessions.use(server, s => s.ping(), way))
  return { sessions, server, ways, ping, asked: () => [...browser.requests.values()].reduce((n, one) => n + one, 0) }
}

describe("without the bridge", () => {
  it("a chunk goes up and comes down again, and can be deleted", async () => {
    const { sessions, server, ways } = scene(await webRelay())
    const bytes = bytesOf(262_144)
    const [key, recipient] = [newKey(), newKey()]
    const digest = await sha256Async(bytes)
    const chunk = { size: bytes.length, digest, key, recipientKeys: [recipient], password: null }
    await sessions.use(
      server,
      async s => {
        const { id, recipientIds } = await s.create(chunk)
        await s.upload({ id, key: chunk.key }, bytes)
        const wanted = { id: recipientIds[0] ?? id, key: recipient }
        expect(await s.download(wanted, bytes.length, chunk.digest)).toEqual(bytes)
        await s.delete({ id, key: chunk.key })
        expect(await codeOf(s.download(wanted, bytes.length, chunk.digest))).toBe("AUTH")
      },
      direct,
    )
    expect(ways.ways()).toEqual([{ host: `localhost:${server.port}`, way: "direct" }])
  })

  it("all owners share one connection and one hello", async () => {
    const r = await webRelay()
    const { ping, asked } = scene(r)
    const owners = ["1", "2", "3"].map((owner, lane) => ping({ ...direct, owner, lane }))
    expect(await Promise.all(owners)).toEqual(["none", "none", "none"])
    expect([r.stats.connections, asked()]).toEqual([1, 5])
  })

  it("which way it took is told of users that are shown", async () => {
    const { ping, ways } = scene(await webRelay())
    expect(await ping({ ...direct, userId: 2 })).toBe("none")
    expect([ways.ways(u => u === 1), ways.ways(u => u === 2).length]).toEqual([[], 1])
    expect(await ping({ ...direct, userId: 1 })).toBe("none")
    expect(ways.ways(u => u === 1).length).toBe(1)
  })

  it("a connection that the browser made anew is greeted anew", async () => {
    const r = await webRelay()
    const { sessions, server, ping } = scene(r)
    expect(await ping()).toBe("none")
    r.dropConnections()
    await until(() => r.stats.connections === 0)
    expect(await ping()).toBe("NETWORK")
    await retrying(clock, never, () => sessions.use(server, s => s.ping(), direct))
    expect(r.stats.connections).toBe(1)
  })

  it("nothing begins while everything is stopped, and the server is asked again after that", async () => {
    const gate = pausable(nobody)
    const { ping, asked, ways } = scene(await webRelay(), { gated: gate.gated })
    gate.set(true)
    expect([await ping(), asked()]).toEqual(["NETWORK", 0])
    gate.set(false)
    expect(await ping()).toBe("none")
    gate.set(true)
    expect([await ping(), asked()]).toEqual(["NETWORK", 3])
    gate.set(false)
    expect([await ping(), ways.ways()[0]?.way]).toEqual(["none", "direct"])
  })

  it("a session that was closed can be opened again on the same connection", async () => {
    const r = await webRelay()
    const { sessions, ping } = scene(r)
    expect(await ping()).toBe("none")
    sessions.close()
    expect(await ping()).toBe("none")
    expect(r.stats.connections).toBe(1)
  })
})

describe("the bridge is used", () => {
  const viaBridge = async (r: XftpRelay, options: Parameters<typeof scene>[1] = {}) =>
    scene(r, { connect: connectThrough(await bridge()), ...options })

  it("for a server that does not serve browsers, which is tried once", async () => {
    const { ping, asked, ways, server } = await viaBridge(await relay())
    expect([await ping(), asked(), await ping(), asked()]).toEqual(["none", 1, "none", 1])
    expect(ways.ways()).toEqual([{ host: `localhost:${server.port}`, way: "bridge" }])
  })

  it("for a server that signs no challenge", async () => {
    const { ping } = await viaBridge(await webRelay({ hooks: { proof: () => new Uint8Array(0) } }))
    expect(await ping()).toBe("none")
  })

  it("where it was not asked for, where the page may not, and for servers without a name", async () => {
    const r = await webRelay()
    const usual = await viaBridge(r)
    expect([await usual.ping({}), usual.asked(), usual.ways.ways()]).toEqual(["none", 0, []])
    for (const options of [{ allowed: ["https://localhost"] }, { allowed: [] }, { host: "127.0.0.1" }]) {
      const { ping, asked } = await viaBridge(r, options)
      expect([await ping(), asked()]).toEqual(["none", 0])
    }
    const named = await viaBridge(r, { allowed: [`https://localhost:${r.port}`] })
    expect([await named.ping(), named.asked()]).toEqual(["none", 3])
  })

  it("again later only when it could do better", async () => {
    const { ping, asked, ways } = scene(await relay())
    expect([await ping(), await ping()]).toEqual(["NETWORK", "NETWORK"])
    expect([asked(), ways.ways()]).toEqual([2, []])
  })
})

describe("a server that lies", () => {
  const other = makeChain({ alg: "ed25519" })
  const lies = {
    "with a signature by another key": (challenge: Uint8Array, id: Uint8Array) =>
      signWith(other.leafKey, toBytes(Buffer.concat([challenge, id]))),
    "with a signature of another challenge": (challenge: Uint8Array, id: Uint8Array, own: typeof other) =>
      signWith(own.leafKey, Buffer.concat([challenge.toReversed(), id])),
    "with a signature of another session": (challenge: Uint8Array, id: Uint8Array, own: typeof other) =>
      signWith(own.leafKey, Buffer.concat([challenge, id.toReversed()])),
    "with half a signature": () => bytesOf(32),
  }
  for (const [lie, sign] of Object.entries(lies))
    it(`${lie} is not the server of the address, and the bridge is not asked instead`, async () => {
      const own = makeChain({ alg: "ed25519" })
      const r = await webRelay({ chain: own, hooks: { proof: (_, challenge, id) => sign(challenge, id, own) } })
      let isAsked = false
      const connect: Connect = target => {
        isAsked = true
        return nobody(target)
      }
      const { ping, ways } = scene(r, { connect })
      expect([await ping(), isAsked, ways.ways(), r.stats.commands]).toEqual(["SERVER_IDENTITY", false, [], {}])
    })

  it("about who it is, is found out by the fingerprint in the address", async () => {
    const r = await webRelay()
    const elsewhere = await webRelay()
    const key = (a: string) => a.split("@")[0] ?? ""
    const address = r.address.replace(key(r.address), key(elsewhere.address))
    expect(await scene({ ...r, address }).ping()).toBe("SERVER_IDENTITY")
  })
})
