/** Private routing over real relays: one passes on what is meant for the other. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { generateKeyPair, toSpki } from "../../worker/crypto/keys.ts"
import type { Clock } from "../../worker/platform.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { directAllowed, type Routing, useProxy } from "../../worker/smp/routing.ts"
import { createServers, type Servers } from "../../worker/smp/servers.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { directConnect } from "../support/direct.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const owner = { connId: "c" }
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}

describe("which way a command goes", () => {
  it("always, never, and only to servers that are not ours", () => {
    expect([useProxy("always", true), useProxy("always", false)]).toEqual([true, true])
    expect([useProxy("never", true), useProxy("never", false)]).toEqual([false, false])
    expect([useProxy("unknown", true), useProxy("unknown", false)]).toEqual([false, true])
  })
  it("behind the bridge no server sees our address: unprotected is as never, protected as allow", () => {
    expect(useProxy("unprotected", false)).toBe(false)
    expect([directAllowed("allow"), directAllowed("protected"), directAllowed("prohibit")]).toEqual([true, true, false])
  })
})

describe("over two relays", () => {
  let ours: Relay
  let theirs: Relay
  let servers: Servers
  let routing: Routing
  const got: Uint8Array[] = []
  beforeAll(async () => {
    ours = await startRelay()
    theirs = await startRelay()
    servers = createServers({
      connect: directConnect,
      clock,
      random,
      onMessage: (_, __, m) => got.push(m.body),
      onGone: () => undefined,
      onStatus: () => undefined,
      onOpen: () => undefined,
      network: () => ({ ...defaultNetwork, ...routing }),
      secrets: () => ({ lasting: random(16), thisStart: random(16) }),
      isKnown: server => server === ours.address,
      proxyFor: server => (server === ours.address ? null : ours.address),
    })
  })
  afterAll(async () => {
    servers.close()
    await ours.close()
    await theirs.close()
  })

  const newQueue = async (relay: Relay) => {
    const rcv = generateKeyPair("Ed25519", random)
    const dh = generateKeyPair("X25519", random)
    const ids = await servers.createQueue(
      owner,
      relay.address,
      {
        rcvAuthKey: toSpki(rcv.publicKey),
        rcvDhKey: toSpki(dh.publicKey),
        auth: null,
        subscribe: true,
        queue: { type: "messaging", link: null },
        ntf: null,
      },
      rcv.privateKey,
    )
    return ids.sndId
  }
  const skey = () => {
    const snd = generateKeyPair("X25519", random)
    return { key: snd.privateKey, command: { type: "SKEY" as const, key: toSpki(snd.publicKey) } }
  }

  it("a queue of an unknown server is secured and written to through a known one", async () => {
    routing = { routing: "unknown", fallback: "prohibit" }
    const sndId = await newQueue(theirs)
    const before = { ...theirs.stats.commands }
    const { key, command } = skey()
    expect(await servers.route(owner, theirs.address, sndId, command, key)).toMatchObject({
      answer: { type: "OK" },
      via: ours.address,
    })
    const body = random(16_000)
    const send = { type: "SEND" as const, notification: true, body }
    expect(await servers.route(owner, theirs.address, sndId, send, key)).toMatchObject({
      answer: { type: "OK" },
      via: ours.address,
    })
    await expect.poll(() => got.length).toBe(1)
    expect(theirs.stats.commands.RFWD ?? 0).toBe((before.RFWD ?? 0) + 2)
  })

  it("the relay's own refusals come back as its own", async () => {
    const sndId = await newQueue(theirs)
    const { key, command } = skey()
    await servers.route(owner, theirs.address, sndId, command, key)
    const wrong = generateKeyPair("X25519", random).privateKey
    const send = { type: "SEND" as const, notification: true, body: random(100) }
    await expect(servers.route(owner, theirs.address, sndId, send, wrong)).rejects.toMatchObject({ code: "AUTH" })
  })

  it("a known server is spoken to directly", async () => {
    const sndId = await newQueue(ours)
    const { key, command } = skey()
    expect(await servers.route(owner, ours.address, sndId, command, key)).toMatchObject({ via: null })
  })

  it("a relay with another identity is refused through the proxy too", async () => {
    const other = await startRelay()
    const lie = `${other.address.replace(/@.*/, "")}@127.0.0.1:${theirs.port}`
    const { key, command } = skey()
    const refused = servers.route(owner, lie, random(24), command, key)
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/SERVER_IDENTITY|NETWORK|PROXY/) })
    await other.close()
  })

  it("when the proxy cannot reach the relay it goes straight if that is allowed, and waits if not", async () => {
    const gone = await startRelay()
    const sndId = await newQueue(gone)
    const { key, command } = skey()
    const { address, port } = gone
    await gone.close()
    routing = { routing: "always", fallback: "prohibit" }
    await expect(servers.route(owner, address, sndId, command, key)).rejects.toMatchObject({ temporary: true })
    const back = await startRelay({ port: port })
    await back.close()
    routing = { routing: "unknown", fallback: "allow" }
    await expect(servers.route(owner, address, sndId, command, key)).rejects.toMatchObject({ code: "NETWORK" })
  })

  it("a proxy that has lost the relay is asked to connect again", async () => {
    routing = { routing: "unknown", fallback: "prohibit" }
    const sndId = await newQueue(theirs)
    theirs.dropConnections()
    const { key, command } = skey()
    await expect
      .poll(
        () =>
          servers.route(owner, theirs.address, sndId, command, key).then(
            r => r.via,
            e => e.code,
          ),
        { timeout: 30_000 },
      )
      .toBe(ours.address)
  })
})
