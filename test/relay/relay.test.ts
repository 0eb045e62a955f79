import { connect as tlsConnect } from "node:tls"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Bytes, empty, equal } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { packBatches, unpadBlock } from "../../worker/encoding/transmission.ts"
import type { Response } from "../../worker/smp/commands.ts"
import { serverHello } from "../../worker/smp/handshake.ts"
import { makeChain } from "../support/certificate.ts"
import { RelayError } from "./client.ts"
import { newKeys, random } from "./crypto.ts"
import { cleanups, create, drain, err, ok, open, send, start, subscribe, textOf } from "./setting.ts"

describe("versions", () => {
  for (let version = 6; version <= 18; version++)
    it(`${version}: a message goes through`, async () => {
      const relay = await start({ maxVersion: Math.max(version, 7) }) // before 7 the hello has no key to check
      const client = await open(relay.address, { versions: { min: 6, max: version } })
      expect(client.version).toBe(version)
      const q = await create(client)
      expect(await send(client, q, "hello")).toEqual(ok)
      expect(textOf(q, (await client.next()).response)).toBe("hello")
    })

  it("refuses a client that is too new or too old", async () => {
    const relay = await start({ minVersion: 11, maxVersion: 15 })
    for (const versions of [
      { min: 6, max: 10 },
      { min: 16, max: 18 },
    ])
      await expect(open(relay.address, { versions })).rejects.toThrow(RelayError)
  })

  it("offers version 6 only to a client that does not name smp/1", async () => {
    const relay = await start()
    const socket = tlsConnect({ host: "127.0.0.1", port: relay.port, rejectUnauthorized: false })
    cleanups.push(() => socket.destroy())
    const block = await new Promise<Buffer>(resolve => {
      const chunks: Buffer[] = []
      socket.on("data", (chunk: Buffer) => {
        chunks.push(chunk)
        if (Buffer.concat(chunks).length >= 16384) resolve(Buffer.concat(chunks))
      })
    })
    expect(decode(serverHello, unpadBlock(new Uint8Array(block))).versions).toEqual({ min: 6, max: 6 })
  })

  it("serves the chain that it is given, of either algorithm", async () => {
    for (const alg of ["ed25519", "ed448"] as const) {
      const chain = makeChain({ alg })
      const relay = await start({ chain })
      expect(parseServerAddress(relay.address, "smp").server.keyHash).toEqual(chain.fingerprint)
      await create(await open(relay.address))
    }
  })
})

describe("settings", () => {
  it("password, for queues and for proxying", async () => {
    const relay = await start({ password: "secret" })
    const { server, password } = parseServerAddress(relay.address, "smp")
    expect(password).toBe("secret")
    const client = await open(relay.address)
    await create(client, { auth: "secret" })
    for (const auth of [null, "other"]) {
      await expect(create(client, { auth })).rejects.toThrow('"AUTH"')
      expect(await client.request({ type: "PRXY", server, auth })).toEqual({
        type: "ERR",
        error: { type: "PROXY", error: { type: "BASIC_AUTH" } },
      })
    }
    expect((await client.request({ type: "PRXY", server, auth: "secret" })).type).toBe("PKEY")
  })

  it("drops messages that are too old, but not the quota marker", async () => {
    let now = 1_800_000_000_000
    const relay = await start({ messageTtl: 60, now: () => now, quota: 2 })
    const client = await open(relay.address)
    const [q, full] = [await create(client, { subscribe: false }), await create(client, { subscribe: false })]
    await send(client, q, "old")
    for (const text of ["old", "old", "too much"]) await send(client, full, text)
    now += 61_000
    await send(client, q, "new")
    relay.expire()
    for (const [queue, left] of [
      [q, 1],
      [full, 1],
    ] as const) {
      const info = await client.request({ type: "QUE" }, { entityId: queue.rcvId, key: queue.key })
      expect(JSON.parse(info.type === "INFO" ? info.json : "{}").qiSize).toBe(left)
    }
    await subscribe(client, full)
    expect((await client.next()).response.type).toBe("MSG")
  })

  it("END after a while", async () => {
    const relay = await start({ endDelay: 200 })
    const [one, two] = [await open(relay.address), await open(relay.address)]
    const q = await create(one)
    await subscribe(two, q)
    await expect(one.next(50)).rejects.toThrow("TIMEOUT")
    expect((await one.next()).response).toEqual({ type: "END" })
    expect(two.waiting).toBe(0)
  })

  it("blocked queues, as each version can be told", async () => {
    const relay = await start()
    const blocking = { reason: "spam", notice: { ttl: 86400 } } as const
    for (const [version, error] of [
      [11, { type: "AUTH" }],
      [12, { type: "BLOCKED", reason: "spam", notice: null }],
      [18, { type: "BLOCKED", ...blocking }],
    ] as const) {
      const client = await open(relay.address, { versions: { min: 6, max: version } })
      const q = await create(client)
      relay.block(q.sndId, blocking)
      expect(await send(client, q, "x")).toEqual({ type: "ERR", error })
      expect(await subscribe(client, q)).toEqual({ type: "ERR", error })
      relay.block(q.sndId, null)
      expect(await send(client, q, "x")).toEqual(ok)
      expect(await client.request({ type: "DEL" }, { entityId: q.rcvId, key: q.key })).toEqual(ok)
    }
  })

  it("counts, and cuts connections on demand", async () => {
    const relay = await start()
    const client = await open(relay.address)
    const q = await create(client)
    await send(client, q, "x")
    await send(client, { ...q, sndId: random(24) }, "x")
    expect(relay.stats).toMatchObject({
      connections: 1,
      accepted: 1,
      sent: 1,
      delivered: 1,
      blocksIn: 4, // with the hello
      commands: { NEW: 1, SEND: 1 },
      errors: { AUTH: 1 },
    })
    relay.dropConnections()
    await client.closed
    await open(relay.address)
    expect(relay.stats.accepted).toBeGreaterThanOrEqual(1)
  })
})

describe("hooks, for tests that lie", () => {
  it("onSend: stores, drops, duplicates, refuses", async () => {
    let verdict: "store" | "drop" | "duplicate" | { type: "INTERNAL" } = "store"
    const relay = await start({ hooks: { onSend: () => verdict } })
    const client = await open(relay.address)
    const q = await create(client, { subscribe: false })
    for (const [v, answer] of [
      ["store", ok],
      ["drop", ok],
      ["duplicate", ok],
      [{ type: "INTERNAL" }, err("INTERNAL")],
    ] as const) {
      verdict = v
      expect(await send(client, q, typeof v === "string" ? v : v.type)).toEqual(answer)
    }
    await subscribe(client, q)
    expect(await drain(client, q, (await client.next()).response)).toEqual(["store", "duplicate", "duplicate"])
  })

  it("onDeliver: drops, duplicates, reorders, replaces", async () => {
    let verdict: "deliver" | "drop" | "duplicate" | "reorder" | Bytes = "deliver"
    const relay = await start({ hooks: { onDeliver: () => verdict } })
    const client = await open(relay.address)
    const q = await create(client, { subscribe: false })
    for (const text of ["a", "b", "c"]) await send(client, q, text)
    verdict = "drop"
    expect((await subscribe(client, q)).type).toBe("SOK")
    await expect(client.next(100)).rejects.toThrow("TIMEOUT")
    verdict = "reorder"
    await subscribe(client, q)
    const b = (await client.next()).response
    expect(textOf(q, b)).toBe("b")
    verdict = "duplicate"
    if (b.type !== "MSG") throw new Error("no message")
    const a = await client.request({ type: "ACK", msgId: b.msgId }, { entityId: q.rcvId, key: q.key })
    expect(textOf(q, a)).toBe("a")
    expect((await client.next()).response).toEqual(a)
    verdict = random(16122)
    await subscribe(client, q)
    expect((await client.next()).response).toMatchObject({ type: "MSG", body: verdict })
  })

  it("onAnswer: another answer, none, or a cut", async () => {
    let verdict: Response | "silent" | "close" = "silent"
    const relay = await start({
      hooks: { onAnswer: (c, _, answer) => (c.type === "SEND" ? verdict : answer) },
    })
    const client = await open(relay.address, { timeout: 300 })
    const q = await create(client, { subscribe: false })
    await expect(send(client, q, "a")).rejects.toThrow("TIMEOUT")
    verdict = err("QUOTA")
    expect(await send(client, q, "b")).toEqual(verdict)
    verdict = "close"
    await expect(send(client, q, "c")).rejects.toThrow("NETWORK")
    const again = await open(relay.address)
    await subscribe(again, q)
    expect(await drain(again, q, (await again.next()).response)).toEqual(["a", "b", "c"])
  })

  it("hello: another one, which a client that checks does not accept", async () => {
    const other = makeChain({ alg: "ed25519" })
    const relay = await start({
      hooks: {
        hello: h => ({ ...h, key: h.key && { ...h.key, certificates: [other.leafDer, other.caDer] } }),
      },
    })
    await expect(open(relay.address)).rejects.toThrow(RelayError)
    const noise = await start({ hooks: { hello: () => random(500) } })
    await expect(open(noise.address)).rejects.toThrow(RelayError)
  })

  it("inject: a message that was delivered before, or any other", async () => {
    const relay = await start()
    const client = await open(relay.address)
    const q = await create(client)
    await send(client, q, "once")
    const { response: first } = await client.next()
    if (first.type !== "MSG") throw new Error("no message")
    await drain(client, q, first)
    expect(relay.inject(q.rcvId, first.msgId, first.body)).toBe(true)
    expect((await client.next()).response).toEqual(first)
    expect(relay.inject(random(24), first.msgId, first.body)).toBe(false)
  })
})

describe("noise", () => {
  for (const version of [7, 11, 18])
    it(`version ${version}: whatever is sent is answered, and the next command too`, async () => {
      const relay = await start()
      const client = await open(relay.address, { versions: { min: 6, max: version } })
      const q = await create(client, { subscribe: false })
      const key = newKeys("x25519").public
      const whole = (
        [
          { command: { type: "SUB" }, entityId: q.rcvId, key: q.key },
          { command: { type: "SEND", notification: true, body: random(40) }, entityId: q.sndId },
          { command: { type: "LSET", linkId: random(24), fixedData: random(9), userData: random(9) }, key: q.key },
          { command: { type: "PFWD", version: 17, key, transmission: random(60) }, entityId: random(32) },
          { command: { type: "RFWD", transmission: random(60) } },
          { command: { type: "RKEY", keys: [key, key] }, entityId: q.rcvId, key: q.key },
        ] as const
      ).map(o => client.encode(o))
      await fc.assert(
        fc.asyncProperty(
          fc.nat(whole.length - 1),
          fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }),
          fc.nat(300),
          fc.boolean(),
          async (which, changes, cut, isBare) => {
            const bytes = (whole[which] ?? empty).slice(0, isBare ? cut : undefined)
            for (const [at, to] of changes) if (at < bytes.length) bytes[at] = to
            for (const content of isBare ? [bytes] : packBatches([bytes])) client.sendContent(content)
            expect(await client.request({ type: "PING" })).toEqual({ type: "PONG" })
          },
        ),
        { numRuns: 150 },
      )
      expect(relay.stats.connections).toBe(1)
    })
})

describe("a client of an honest relay", () => {
  it("never sees a block twice, nor its content in the clear", async () => {
    const relay = await start()
    const client = await open(relay.address)
    const q = await create(client)
    await send(client, q, "secret text")
    const { response: r } = await client.next()
    expect(r.type === "MSG" && Buffer.from(r.body).includes("secret text")).toBe(false)
    expect(equal(q.rcvId, q.sndId)).toBe(false)
  })
})
