import { type ChildProcess, spawn } from "node:child_process"
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { connect as tlsConnect } from "node:tls"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it, vi } from "vitest"
import { ascii, type Bytes, empty, equal } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { packBatches, smpFrame, transmission, unpadBlock } from "../../worker/encoding/transmission.ts"
import { type Response, response } from "../../worker/smp/commands.ts"
import { serverHello } from "../../worker/smp/handshake.ts"
import { makeChain } from "../support/certificate.ts"
import { type Client, type ClientOptions, connect, RelayError } from "./client.ts"
import { dh, type KeyPair, newKeys, openPadded, random, reversed, sealPadded } from "./crypto.ts"
import { checkedKey } from "./identity.ts"
import { type Relay, type RelayOptions, startRelay } from "./smp.ts"

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const start = async (options: RelayOptions = {}): Promise<Relay> => {
  const relay = await startRelay(options)
  cleanups.push(() => relay.close())
  return relay
}

const open = async (address: string, options: ClientOptions = {}): Promise<Client> => {
  const client = await connect(parseServerAddress(address, "smp").server, { timeout: 3_000, ...options })
  cleanups.push(() => client.close())
  return client
}

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "relay-"))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return join(folder, "relay.log")
}

type Queue = { readonly rcvId: Bytes; readonly sndId: Bytes; readonly key: KeyPair; readonly secret: Bytes }

const create = async (
  client: Client,
  { subscribe = true, auth = null }: { subscribe?: boolean; auth?: string | null } = {},
): Promise<Queue> => {
  const [key, d] = [newKeys("ed25519"), newKeys("x25519")]
  const ids = await client.request(
    {
      type: "NEW",
      rcvAuthKey: key.public,
      rcvDhKey: d.public,
      auth,
      subscribe,
      queue: client.version < 9 ? null : { type: "messaging", link: null },
      ntf: null,
    },
    { key },
  )
  if (ids.type !== "IDS") throw new Error(`NEW: ${JSON.stringify(ids)}`)
  return { rcvId: ids.rcvId, sndId: ids.sndId, key, secret: dh(ids.srvDhKey, d.private) }
}

const send = (client: Client, q: Queue, text: string, key: KeyPair | null = null): Promise<Response> =>
  client.request({ type: "SEND", notification: false, body: ascii(text) }, { entityId: q.sndId, key })

const textOf = (q: Queue, r: Response): string | null => {
  if (r.type !== "MSG") return null
  const body = openPadded(q.secret, r.msgId, r.body)
  return body === null ? "unreadable" : Buffer.from(body).subarray(10).toString()
}

const subscribe = async (client: Client, q: Queue): Promise<Response> =>
  client.request({ type: "SUB" }, { entityId: q.rcvId, key: q.key })

/** Reads and acknowledges all that waits in a queue that `first` is from. */
const drain = async (client: Client, q: Queue, first: Response): Promise<string[]> => {
  const texts: string[] = []
  let r = first
  while (r.type === "MSG") {
    texts.push(textOf(q, r) ?? "")
    r = await client.request({ type: "ACK", msgId: r.msgId }, { entityId: q.rcvId, key: q.key })
  }
  return texts
}

const ok: Response = { type: "OK" }
const err = (type: "AUTH" | "QUOTA" | "INTERNAL"): Response => ({ type: "ERR", error: { type } })

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

describe("persistence", () => {
  it("keeps identity, queues, keys, links and messages over a restart", async () => {
    const file = newFile()
    const before = await startRelay({ file, quota: 2 })
    const client = await open(before.address)
    const [q, off, gone] = [await create(client), await create(client), await create(client)]
    const rcv = { entityId: q.rcvId, key: q.key }
    const sender = newKeys("x25519")
    const link = { linkId: random(24), fixedData: random(50), userData: random(70) }
    expect(await client.request({ type: "LSET", ...link }, rcv)).toEqual(ok)
    const linked = newKeys("ed25519")
    expect(
      (await client.request({ type: "LKEY", key: linked.public }, { entityId: link.linkId, key: linked })).type,
    ).toBe("LNK")
    await client.request({ type: "OFF" }, { entityId: off.rcvId, key: off.key })
    await client.request({ type: "DEL" }, { entityId: gone.rcvId, key: gone.key })
    const other = await create(client, { subscribe: false })
    await client.request({ type: "SKEY", key: sender.public }, { entityId: other.sndId, key: sender })
    for (const [text, answer] of [
      ["one", ok],
      ["two", ok],
      ["three", err("QUOTA")],
    ] as const)
      expect(await send(client, other, text, sender)).toEqual(answer)
    await before.close()

    for (let round = 0; round < 2; round++) {
      const after = await startRelay({ file, quota: 2, port: before.port })
      expect(after.address).toBe(before.address)
      expect(after.queueCount).toBe(3)
      const again = await open(after.address)
      const key = { entityId: link.linkId, key: linked }
      expect(await again.request({ type: "LKEY", key: linked.public }, key)).toMatchObject({
        type: "LNK",
        fixedData: link.fixedData,
        userData: link.userData,
      })
      expect(await send(again, off, "x")).toEqual(err("AUTH"))
      expect(await send(again, gone, "x")).toEqual(err("AUTH"))
      expect(await send(again, other, "unsigned")).toEqual(err("AUTH"))
      expect(await send(again, other, "four", sender)).toEqual(err("QUOTA"))
      expect((await subscribe(again, other)).type).toBe("SOK")
      expect(textOf(other, (await again.next()).response)).toBe("one")
      await after.close()
    }

    const last = await start({ file, quota: 2 })
    const reader = await open(last.address)
    await subscribe(reader, other)
    const texts = await drain(reader, other, (await reader.next()).response)
    expect(texts.slice(0, 2)).toEqual(["one", "two"])
    expect(texts).toHaveLength(3)
    expect(await send(reader, other, "five", sender)).toEqual(ok)
  })

  it("does not bring back what was acknowledged", async () => {
    const file = newFile()
    const before = await startRelay({ file })
    const client = await open(before.address)
    const q = await create(client)
    for (const text of ["a", "b"]) await send(client, q, text)
    const first = (await client.next()).response
    if (first.type !== "MSG") throw new Error("no message")
    await client.request({ type: "ACK", msgId: first.msgId }, { entityId: q.rcvId, key: q.key })
    await before.close()
    const after = await open((await start({ file })).address)
    await subscribe(after, q)
    expect(await drain(after, q, (await after.next()).response)).toEqual(["b"])
  })

  it("drops a last line that a crash cut off, and refuses a damaged file", async () => {
    const file = newFile()
    const before = await startRelay({ file })
    const q = await create(await open(before.address))
    await before.close()
    appendFileSync(file, '{"type":"delete","rcvId":{"b6')
    const after = await startRelay({ file })
    expect(after.queueCount).toBe(1)
    expect((await subscribe(await open(after.address), q)).type).toBe("SOK")
    await after.close()
    writeFileSync(file, readFileSync(file, "utf8").replace("}\n", "\n"))
    await expect(startRelay({ file })).rejects.toThrow()
  })

  it("loses nothing to SIGKILL that it has answered", async () => {
    const file = newFile()
    const launch = async (port: number): Promise<{ child: ChildProcess; address: string }> => {
      const main = fileURLToPath(new URL("main.ts", import.meta.url))
      const args = ["--import", "tsx", main, "--file", file, "--port", `${port}`]
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
      cleanups.push(() => child.kill("SIGKILL"))
      const lines = createInterface({ input: child.stdout })
      const address = await new Promise<string>((resolve, reject) => {
        lines.once("line", resolve)
        child.once("exit", () => reject(new Error("the relay has exited")))
      })
      return { child, address }
    }
    const first = await launch(0)
    const client = await open(first.address)
    const q = await create(client)
    const sent: string[] = []
    for (let i = 0; i < 20; i++) {
      expect(await send(client, q, `message ${i}`)).toEqual(ok)
      sent.push(`message ${i}`)
    }
    first.child.kill("SIGKILL")
    await client.closed
    const second = await launch(parseServerAddress(first.address, "smp").server.port ?? 0)
    expect(second.address).toBe(first.address)
    const again = await open(second.address)
    await subscribe(again, q)
    expect(await drain(again, q, (await again.next()).response)).toEqual(sent)
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

describe("private routing between two relays", () => {
  /** Sends through the proxy as a client does; the answer of the destination, or that of the proxy. */
  const through = async (proxy: Client, destination: string, q: Queue, text: string): Promise<Response> => {
    const { server } = parseServerAddress(destination, "smp")
    const pkey = await proxy.request({ type: "PRXY", server, auth: null })
    if (pkey.type !== "PKEY") return pkey
    const serverKey = checkedKey(pkey.key, server.keyHash)
    if (serverKey === null) throw new Error("not the destination's key")
    const version = pkey.versions.max
    const [nonce, keys] = [random(24), newKeys("x25519")]
    const secret = dh(serverKey, keys.private)
    const [content = empty] = packBatches([
      proxy.encode({ command: { type: "SEND", notification: false, body: ascii(text) }, entityId: q.sndId }),
    ])
    const sealed = sealPadded(secret, nonce, content, 16226)
    if (sealed === null) throw new Error("too long")
    const answer = await proxy.request(
      { type: "PFWD", version, key: keys.public, transmission: sealed },
      { entityId: pkey.sessionId, corrId: nonce },
    )
    if (answer.type !== "PRES") return answer
    const opened = openPadded(secret, reversed(nonce), answer.response)
    if (opened === null) throw new Error("the answer does not open")
    return decode(response(version), decode(transmission(smpFrame(version)), opened.slice(3)).command)
  }

  for (const maxVersion of [8, 10, 11, 13, 14, 18])
    it(`to a relay of version ${maxVersion}`, async () => {
      const [first, second] = [await start(), await start({ maxVersion })]
      const recipient = await open(second.address)
      const q = await create(recipient)
      const sender = await open(first.address)
      expect(await through(sender, second.address, q, "hidden")).toEqual(ok)
      expect(textOf(q, (await recipient.next()).response)).toBe("hidden")
      expect(await through(sender, second.address, { ...q, sndId: random(24) }, "x")).toEqual(err("AUTH"))
      expect(second.stats.commands).toMatchObject({ RFWD: 2 })
      // one connection of the proxy serves all
      await through(await open(first.address), second.address, q, "again")
      expect(second.stats.accepted).toBe(2)
    })

  it("a destination that is silent, and one that goes away", async () => {
    let silent = true
    const hooks = { onAnswer: (_: unknown, __: Bytes, answer: Response) => (silent ? ("silent" as const) : answer) }
    const [first, second] = [await start({ proxyTimeout: 300 }), await start({ hooks })]
    const sender = await open(first.address)
    const q = { rcvId: random(24), sndId: random(24), key: newKeys("ed25519"), secret: random(32) }
    const broker = (error: object) => ({ type: "ERR", error: { type: "PROXY", error } })
    expect(await through(sender, second.address, q, "x")).toEqual(
      broker({ type: "BROKER", error: { type: "TIMEOUT" } }),
    )
    silent = false
    expect(await through(sender, second.address, q, "x")).toEqual(err("AUTH"))
    await second.close()
    // until the proxy has noticed, it may still name the old session
    await vi.waitFor(async () =>
      expect(await through(sender, second.address, q, "x")).toMatchObject(
        broker({ type: "BROKER", error: { type: "NETWORK" } }),
      ),
    )
  })

  it("a destination of another identity", async () => {
    const [first, second] = [await start(), await start()]
    const { server } = parseServerAddress(second.address, "smp")
    const sender = await open(first.address)
    const answer = await sender.request({ type: "PRXY", server: { ...server, keyHash: random(32) }, auth: null })
    expect(answer).toMatchObject({ type: "ERR", error: { type: "PROXY", error: { type: "BROKER" } } })
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
