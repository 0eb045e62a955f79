import { describe, expect, it } from "vitest"
import { sha256 } from "../../worker/crypto/hash.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { toPkcs8 } from "../../worker/crypto/private-key.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Entity, XftpSession } from "../../worker/xftp/client.ts"
import { flip } from "../crypto/vectors.ts"
import { makeChain } from "../support/certificate.ts"
import { acceleratedClock } from "../support/clock.ts"
import { bytesOf, codeOf, open, random, relay, until } from "./support.ts"

const newKey = (alg: "Ed25519" | "Ed448" | "X25519" = "Ed25519"): Bytes =>
  toPkcs8(
    alg === "Ed25519"
      ? generateKeyPair(alg, random).privateKey
      : alg === "Ed448"
        ? generateKeyPair(alg, random).privateKey
        : generateKeyPair(alg, random).privateKey,
  )

const create = async (
  session: XftpSession,
  bytes: Bytes,
  {
    keys = [newKey()],
    key = newKey(),
    password = null as string | null,
    digest = sha256(bytes),
    size = bytes.length,
  } = {},
): Promise<{ sender: Entity; recipients: Entity[] }> => {
  const made = await session.create({ size, digest, key, recipientKeys: keys, password })
  return {
    sender: { id: made.id, key },
    recipients: made.recipientIds.map((id, i) => ({ id, key: keys[i] ?? key })),
  }
}
const none: Entity = { id: new Uint8Array(0), key: new Uint8Array(0) }

describe("a session", () => {
  it("pings, and speaks the newest version that both have", async () => {
    const r = await relay({ versions: { min: 1, max: 9 } })
    const session = await open(r.address)
    expect(session.version).toBe(3)
    await session.ping()
    expect((await open((await relay({ versions: { min: 1, max: 2 } })).address)).version).toBe(2)
  })

  for (const size of [65_536, 262_144, 1_048_576, 4_194_304])
    it(`carries a chunk of ${size} bytes up and down`, async () => {
      const session = await open((await relay()).address)
      const bytes = bytesOf(size)
      const {
        sender,
        recipients: [recipient = none],
      } = await create(session, bytes)
      await session.upload(sender, bytes)
      expect(Buffer.from(await session.download(recipient, size, sha256(bytes))).equals(bytes)).toBe(true)
    })

  it("carries eight chunks at once each way, and more in turn", async () => {
    const r = await relay()
    const session = await open(r.address)
    const all = Array.from({ length: 12 }, () => bytesOf(262_144))
    const chunks = await Promise.all(
      all.map(async bytes => {
        const made = await create(session, bytes)
        await session.upload(made.sender, bytes)
        return made
      }),
    )
    const back = await Promise.all(
      chunks.map(({ recipients: [recipient = none] }, i) =>
        session.download(recipient, 262_144, sha256(all[i] ?? new Uint8Array(0))),
      ),
    )
    for (const [i, bytes] of back.entries()) expect(Buffer.from(bytes).equals(all[i] ?? bytes.subarray(1))).toBe(true)
    expect(r.stats.connections).toBe(1)
  })

  it("authorizes with each kind of key", async () => {
    const session = await open((await relay()).address)
    const bytes = bytesOf(65_536)
    for (const alg of ["Ed25519", "Ed448", "X25519"] as const) {
      const {
        sender,
        recipients: [recipient = none],
      } = await create(session, bytes, { key: newKey(alg), keys: [newKey(alg)] })
      await session.upload(sender, bytes)
      await session.download(recipient, bytes.length, sha256(bytes))
    }
  })

  it("adds recipients, who each have a key of their own", async () => {
    const session = await open((await relay()).address)
    const bytes = bytesOf(65_536)
    const { sender, recipients } = await create(session, bytes)
    await session.upload(sender, bytes)
    const keys = [newKey(), newKey()]
    const [id = none.id, other = none.id] = await session.addRecipients(sender, keys)
    const mine = { id, key: keys[0] ?? none.key }
    expect(await codeOf(session.download(mine, 65_536, sha256(bytes)))).toBe("none")
    expect(await codeOf(session.download({ ...mine, id: other }, 65_536, sha256(bytes)))).toBe("AUTH")
    expect(await codeOf(session.download({ ...mine, id: recipients[0]?.id ?? id }, 65_536, sha256(bytes)))).toBe("AUTH")
  })

  it("registers 200 recipients at once", async () => {
    const session = await open((await relay()).address)
    const keys = Array.from({ length: 200 }, () => newKey())
    expect((await create(session, bytesOf(65_536), { keys })).recipients.length).toBe(200)
  })

  it("acknowledges for one recipient and deletes for all", async () => {
    const r = await relay()
    const session = await open(r.address)
    const bytes = bytesOf(65_536)
    const {
      sender,
      recipients: [one = none, two = none],
    } = await create(session, bytes, { keys: [newKey(), newKey()] })
    await session.upload(sender, bytes)
    const get = (who: Entity) => codeOf(session.download(who, 65_536, sha256(bytes)))
    await session.acknowledge(one)
    expect(await get(one)).toBe("AUTH")
    expect(await get(two)).toBe("none")
    expect(await codeOf(session.delete(two))).toBe("AUTH")
    await session.delete(sender)
    expect(await get(two)).toBe("AUTH")
    expect([r.chunkCount, r.used]).toEqual([0, 0])
  })

  it("may upload a chunk twice", async () => {
    const r = await relay()
    const session = await open(r.address)
    const bytes = bytesOf(262_144)
    const { sender } = await create(session, bytes)
    await session.upload(sender, bytes)
    await session.upload(sender, bytes)
    expect(r.used).toBe(262_144)
  })
})

describe("a server refuses", () => {
  it("other sizes, other bytes, more or fewer of them, and uploads without registration", async () => {
    const session = await open((await relay()).address)
    const bytes = bytesOf(65_536)
    expect(await codeOf(create(session, bytesOf(65_537)))).toBe("SIZE")
    const {
      sender,
      recipients: [recipient = none],
    } = await create(session, bytes)
    expect(await codeOf(session.download(recipient, 65_536, sha256(bytes)))).toBe("NO_FILE")
    expect(await codeOf(session.upload(sender, flip(bytes, 7)))).toBe("DIGEST")
    expect(await codeOf(session.upload(sender, bytes.slice(1)))).toBe("SIZE")
    expect(await codeOf(session.upload(sender, bytesOf(262_144)))).toBe("SIZE")
    expect(await codeOf(session.upload({ ...sender, id: random(24) }, bytes))).toBe("AUTH")
    expect(await codeOf(session.upload({ ...sender, key: newKey() }, bytesOf(4_194_304)))).toBe("AUTH")
    expect(await codeOf(session.upload(sender, bytes))).toBe("none")
  })

  it("without the password, over its quota, what is blocked and what has expired", async () => {
    let now = Date.now()
    const r = await relay({ password: "secret", quota: 131_072, now: () => now, ttl: 60 })
    const session = await open(r.address)
    const bytes = bytesOf(65_536)
    expect(await codeOf(create(session, bytes))).toBe("AUTH")
    expect(await codeOf(create(session, bytes, { password: "other" }))).toBe("AUTH")
    const made = [1, 2, 3].map(() => create(session, bytes, { password: "secret" }))
    const codes: string[] = []
    for (const { sender } of await Promise.all(made)) codes.push(await codeOf(session.upload(sender, bytes)))
    expect(codes).toEqual(["none", "none", "QUOTA"])
    const [
      {
        recipients: [recipient = none],
      } = { recipients: [] },
    ] = await Promise.all(made)
    r.block({ reason: "content", notice: null })
    expect(await codeOf(session.download(recipient, 65_536, sha256(bytes)))).toBe("BLOCKED")
    r.block(null)
    expect(await codeOf(session.download(recipient, 65_536, sha256(bytes)))).toBe("none")
    now += 61_000
    r.expire()
    expect(await codeOf(session.download(recipient, 65_536, sha256(bytes)))).toBe("AUTH")
    expect(r.used).toBe(0)
  })

  it("what it refuses early, without the rest of the chunk, and the session goes on", async () => {
    const session = await open((await relay()).address)
    for (let i = 0; i < 5; i++)
      expect(await codeOf(session.upload({ id: random(24), key: newKey() }, bytesOf(4_194_304)))).toBe("AUTH")
    await session.ping()
  })
})

describe("a client refuses", () => {
  it("a server that is not the one of the address, or cannot show it", async () => {
    const r = await relay()
    const other = await relay()
    const lying = `xftp://${other.address.slice(7, 51)}@127.0.0.1:${r.port}`
    expect(await codeOf(open(lying))).toBe("SERVER_IDENTITY")
    for (const broken of ["expired", "notYet", "wrongSignature", "notCa"] as const)
      expect(await codeOf(open((await relay({ chain: makeChain({ alg: "ed25519", broken }) })).address))).toBe(
        "SERVER_IDENTITY",
      )
    const hello = other.stats
    expect(hello.commands).toEqual({})
  })

  it("a hello that is none, of no known version, or with another's key", async () => {
    expect(await codeOf(open((await relay({ hooks: { hello: () => bytesOf(200) } })).address))).toBe("NETWORK")
    expect(await codeOf(open((await relay({ versions: { min: 4, max: 5 } })).address))).toBe("NETWORK")
    const flipped = await relay({
      hooks: { hello: h => ({ ...h, key: { ...h.key, signedKey: flip(h.key.signedKey, 200) } }) },
    })
    expect(await codeOf(open(flipped.address))).toBe("SERVER_IDENTITY")
  })

  it("chunks that are not those of the digest, too short or too long", async () => {
    let change = (b: Bytes): Bytes => b
    const session = await open((await relay({ hooks: { onChunk: b => change(b) } })).address)
    const bytes = bytesOf(65_536)
    const {
      sender,
      recipients: [recipient = none],
    } = await create(session, bytes)
    await session.upload(sender, bytes)
    const get = () => codeOf(session.download(recipient, 65_536, sha256(bytes)))
    change = b => flip(b, 99)
    expect(await get()).toBe("DIGEST")
    // what is too short may have been cut off, and is worth another try
    change = b => b.slice(1)
    expect(await get()).toBe("NETWORK")
    change = b => b.slice(0, 100)
    expect(await get()).toBe("NETWORK")
    change = () => bytesOf(4_194_304)
    expect(await get()).toBe("SIZE")
    change = b => b
    expect(await get()).toBe("none")
  })

  it("answers that do not belong to the command", async () => {
    let type: "OK" | "PONG" = "PONG"
    const session = await open((await relay({ hooks: { onAnswer: () => ({ type }) } })).address)
    expect(await codeOf(create(session, bytesOf(65_536)))).toBe("UNEXPECTED")
    expect(await codeOf(session.delete({ id: random(24), key: newKey() }))).toBe("UNEXPECTED")
    type = "OK"
    expect(await codeOf(session.ping())).toBe("UNEXPECTED")
  })
})

describe("a connection", () => {
  it("that is cut in the middle of a chunk fails what is under way, once, and says so", async () => {
    for (const way of ["up", "down"] as const) {
      let isCut = false
      const r = await relay({
        hooks: { onBytes: (w, n) => (w === way && n > 500_000 && isCut ? "cut" : undefined) },
      })
      let closed = 0
      const session = await open(r.address, undefined, () => closed++)
      const bytes = bytesOf(1_048_576)
      const {
        sender,
        recipients: [recipient = none],
      } = await create(session, bytes)
      if (way === "down") await session.upload(sender, bytes)
      isCut = true
      const run =
        way === "up" ? session.upload(sender, bytes) : session.download(recipient, bytes.length, sha256(bytes))
      expect(await codeOf(run)).toBe("NETWORK")
      await until(() => session.isClosed)
      expect(await codeOf(session.ping())).toBe("NETWORK")
      expect(closed).toBe(1)
    }
  })

  it("on which nothing moves any more is given up", async () => {
    let isSilent = false
    const r = await relay({ hooks: { onAnswer: (_, a) => (isSilent ? "silent" : a) } })
    const session = await open(r.address, undefined, undefined, acceleratedClock(500))
    isSilent = true
    expect(await codeOf(session.ping())).toBe("TIMEOUT")
    expect(session.isClosed).toBe(true)
  })

  it("goes on after one request was cancelled", async () => {
    const session = await open((await relay()).address)
    const bytes = bytesOf(4_194_304)
    const {
      sender,
      recipients: [recipient = none],
    } = await create(session, bytes)
    const stop = new AbortController()
    const upload = codeOf(session.upload(sender, bytes, stop.signal))
    setTimeout(() => stop.abort(), 5)
    expect(await upload).toBe("CANCELLED")
    await session.upload(sender, bytes)
    const down = new AbortController()
    const download = codeOf(session.download(recipient, bytes.length, sha256(bytes), down.signal))
    down.abort()
    expect(await download).toBe("CANCELLED")
    expect(await codeOf(session.download(recipient, bytes.length, sha256(bytes), down.signal))).toBe("CANCELLED")
    expect(await codeOf(session.download(recipient, bytes.length, sha256(bytes)))).toBe("none")
  })

  it("to nobody, and through a bridge that refuses, is NETWORK", async () => {
    const r = await relay()
    const nobody = r.address.replace(/:\d+$/, ":1")
    expect(await codeOf(open(nobody))).toBe("NETWORK")
  })
})
