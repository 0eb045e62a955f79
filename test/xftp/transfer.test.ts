import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Bridge } from "../../bridge/bridge.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { roundedRecipients } from "../../worker/xftp/chunks.ts"
import { type Description, parseDescription, writeDescription } from "../../worker/xftp/description.ts"
import { deleteChunks, download, followRedirect, serversOf } from "../../worker/xftp/download.ts"
import { createSessions, type Sessions } from "../../worker/xftp/sessions.ts"
import { memoryChunks, memorySink, memorySource, type Sink } from "../../worker/xftp/source.ts"
import {
  newRedirectUpload,
  newUpload,
  redirectSource,
  type Upload,
  type UploadChunk,
  type Uploaded,
  upload,
} from "../../worker/xftp/upload.ts"
import { flip } from "../crypto/vectors.ts"
import type { XftpRelay } from "../relay/xftp.ts"
import { atEnd, bridge, bytesOf, clock, codeOf, connectThrough, random, relay, until } from "./support.ts"

const sessionsOf = (b: Bridge): Sessions => {
  const sessions = createSessions({ connect: connectThrough(b), clock, random })
  atEnd(() => sessions.close())
  return sessions
}

/** A sender and a recipient with what they need; `rows` is what the sender has saved. */
const scene = async (...relays: XftpRelay[]) => {
  const sessions = sessionsOf(await bridge())
  const servers = relays.map(r => parseServerAddress(r.address, "xftp"))
  const rows = new Map<number, UploadChunk>()
  const send = (job: Upload, content: Bytes, more: { signal?: AbortSignal; save?: (c: UploadChunk) => void } = {}) =>
    upload(job, [...rows.values()], memorySource(content), {
      sessions,
      servers,
      clock,
      random,
      save: async c => {
        rows.set(c.no, c)
        more.save?.(c)
      },
      ...(more.signal ? { signal: more.signal } : {}),
    })
  const store = memoryChunks()
  const received: number[] = []
  const receive = async (d: Description, sink: Sink, signal?: AbortSignal) =>
    download(d, received, sink, {
      sessions,
      clock,
      chunks: store,
      save: async no => void received.push(no),
      ...(signal ? { signal } : {}),
    })
  return { sessions, servers, rows, send, store, received, receive, options: { sessions, clock } }
}
type Scene = Awaited<ReturnType<typeof scene>>

const jobFor = (content: Bytes, people = 1): Upload =>
  newUpload({ name: "file.bin", size: content.length, recipients: roundedRecipients(people) }, random)

const recipientOf = (made: Uploaded, i = 0): Description => {
  const d = made.recipients[i]
  if (d === undefined) throw new Error("no such recipient")
  // through its text, as it travels
  return parseDescription(writeDescription(d), "recipient")
}

const expectFile = async (s: Scene, d: Description, content: Bytes): Promise<void> => {
  const sink = memorySink(1 << 30)
  await s.receive(d, sink)
  expect(sink.name).toBe("file.bin")
  expect(sink.content !== null && Buffer.from(sink.content).equals(content)).toBe(true)
}

const kb = 1024
const mb = 1024 * kb

describe("files", () => {
  for (const [name, size] of [
    ["1 byte", 1],
    ["64 KB less 1", 64 * kb - 1],
    ["64 KB", 64 * kb],
    ["1 MB and 1", mb + 1],
    ["20 MB", 20 * mb],
  ] as const)
    it(`of ${name} go up and come down`, async () => {
      const s = await scene(await relay())
      const content = bytesOf(size)
      const made = await s.send(jobFor(content), content)
      expect(made.recipients.length).toBe(4)
      await expectFile(s, recipientOf(made), content)
      expect(await s.store.read(1, 0, 1)).toEqual(new Uint8Array(0))
    })

  it("of no byte too, with a name in any script", async () => {
    const s = await scene(await relay())
    const job = newUpload({ name: "пусто 空.txt", size: 0, recipients: 4 }, random)
    const sink = memorySink(100)
    await s.receive(recipientOf(await s.send(job, new Uint8Array(0))), sink)
    expect([sink.name, sink.content]).toEqual(["пусто 空.txt", new Uint8Array(0)])
  })

  it("for 300 people are described 512 times, by FNEW and FADD", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(1000)
    const made = await s.send(jobFor(content, 300), content)
    expect(made.recipients.length).toBe(512)
    expect(r.stats.commands).toEqual({ FNEW: 1, FADD: 2, FPUT: 1 })
    await expectFile(s, recipientOf(made, 511), content)
  })

  it("on several servers come together again", async () => {
    const relays = await Promise.all([relay(), relay(), relay()])
    const s = await scene(...relays)
    const content = bytesOf(9 * mb)
    const made = await s.send(jobFor(content), content)
    expect(serversOf(recipientOf(made)).length).toBeGreaterThan(1)
    await expectFile(s, recipientOf(made), content)
  })

  it("are deleted with the sender's description, and deleting again is no error", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(5 * mb)
    const made = await s.send(jobFor(content), content)
    const replicas = parseDescription(writeDescription(made.sender), "sender").chunks.flatMap(c => c.replicas)
    expect(await deleteChunks(replicas, s.options)).toEqual([])
    expect(await deleteChunks(replicas, s.options)).toEqual([])
    expect([r.chunkCount, r.used]).toEqual([0, 0])
    expect(await codeOf(s.receive(recipientOf(made), memorySink(1 << 30)))).toBe("AUTH")
    await r.close()
    expect((await deleteChunks(replicas, s.options)).length).toBe(replicas.length)
  })

  it("report their progress in bytes of the stream", async () => {
    const s = await scene(await relay())
    const content = bytesOf(mb + 1)
    const steps: number[] = []
    const job = jobFor(content)
    const made = await upload(job, [], memorySource(content), {
      ...s.options,
      servers: s.servers,
      random,
      save: async () => undefined,
      onProgress: (sent, total) => steps.push(sent / total),
    })
    await download(recipientOf(made), [], memorySink(1 << 30), {
      ...s.options,
      chunks: memoryChunks(),
      save: async () => undefined,
      onProgress: (n, total) => steps.push(n / total),
    })
    // which of the two chunks is there first is chance
    expect(steps.map(n => (n === 0.2 ? 0.8 : n))).toEqual([0.8, 1, 0.8, 1])
  })
})

describe("an upload", () => {
  it("goes on after a restart with what was saved, and sends no chunk twice", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(20 * mb)
    const job = jobFor(content)
    const stop = new AbortController()
    const saved: UploadChunk[] = []
    const first = s.send(job, content, {
      signal: stop.signal,
      save: c => {
        if (saved.push(c) === 5) stop.abort()
      },
    })
    expect(await codeOf(first)).toBe("CANCELLED")
    const done = [...s.rows.values()].filter(c => c.isUploaded).length
    expect(done).toBeLessThan(5)
    s.sessions.close()
    await until(() => r.stats.connections === 0)
    const before = r.stats.commands.FPUT ?? 0
    const made = await s.send(job, content)
    expect((r.stats.commands.FPUT ?? 0) - before).toBe(made.sender.chunks.length - done)
    await expectFile(s, recipientOf(made), content)
  })

  it("survives connections that are cut again and again", async () => {
    let cuts = 0
    const r = await relay({
      hooks: { onBytes: (way, n) => (way === "up" && n > mb && cuts < 2 && cuts++ >= 0 ? "cut" : undefined) },
    })
    const s = await scene(r)
    const content = bytesOf(12 * mb)
    const made = await s.send(jobFor(content), content)
    expect(cuts).toBe(2)
    await expectFile(s, recipientOf(made), content)
  })

  it("stops with a temporary error while the server is away, and goes on when it is back", async () => {
    const folder = mkdtempSync(join(tmpdir(), "xftp-relay-"))
    atEnd(() => rmSync(folder, { recursive: true }))
    const r = await relay({ folder })
    const s = await scene(r)
    const content = bytesOf(9 * mb)
    const job = jobFor(content)
    let saves = 0
    let closing: Promise<void> | null = null
    const away = s.send(job, content, {
      save: () => {
        if (++saves === 3) closing = r.close()
      },
    })
    expect(await codeOf(away)).toBe("NETWORK")
    await closing
    const again = await relay({ folder, port: r.port })
    expect(again.address).toBe(r.address)
    const made = await s.send(job, content)
    await expectFile(s, recipientOf(made), content)
    expect(again.used).toBe(made.sender.size)
  })

  it("registers again what the server has forgotten", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(1000)
    const job = jobFor(content)
    const stop = new AbortController()
    expect(await codeOf(s.send(job, content, { signal: stop.signal, save: () => stop.abort() }))).toBe("CANCELLED")
    const [row] = s.rows.values()
    expect(row?.isUploaded).toBe(false)
    await deleteChunks(row === undefined ? [] : [{ server: row.server, ...row.sender }], s.options)
    await expectFile(s, recipientOf(await s.send(job, content)), content)
  })

  it("of a file that was changed meanwhile is refused before its bytes are sent", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(9 * mb)
    const job = jobFor(content)
    const stop = new AbortController()
    await codeOf(s.send(job, content, { signal: stop.signal, save: () => stop.abort() }))
    const before = { ...r.stats.commands }
    expect(await codeOf(s.send(job, flip(content, 8 * mb)))).toBe("SOURCE")
    expect(await codeOf(s.send(job, content.slice(1)))).toBe("SOURCE")
    expect(r.stats.commands).toEqual(before)
  })

  it("tries the other servers when one is away", async () => {
    const away = await relay()
    const there = await relay()
    const s = await scene(away, there)
    await away.close()
    for (let i = 0; i < 5; i++) {
      s.rows.clear()
      const content = bytesOf(100)
      const made = await s.send(jobFor(content), content)
      expect(serversOf(made.sender)[0]?.port).toBe(there.port)
    }
  })

  it("over the quota, without the password, or to no server, says so", async () => {
    const content = bytesOf(9 * mb)
    expect(await codeOf((await scene(await relay({ quota: 5 * mb }))).send(jobFor(content), content))).toBe("QUOTA")
    const secret = await relay({ password: "secret" })
    const s = await scene(secret)
    await s.send(jobFor(content), content)
    s.rows.clear()
    const without = s.servers.map(a => ({ ...a, password: null }))
    const options = { ...s.options, servers: without, random, save: async () => undefined }
    expect(await codeOf(upload(jobFor(content), [], memorySource(content), options))).toBe("AUTH")
    expect(await codeOf((await scene()).send(jobFor(content), content))).toBe("NETWORK")
  })

  it("that cannot be saved stops", async () => {
    const s = await scene(await relay())
    const content = bytesOf(9 * mb)
    const full = () => {
      throw new RangeError("disk full")
    }
    await expect(s.send(jobFor(content), content, { save: full })).rejects.toThrow("disk full")
  })

  it("that was cancelled leaves nothing on servers once its chunks are deleted", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(20 * mb)
    const stop = new AbortController()
    const run = codeOf(s.send(jobFor(content), content, { signal: stop.signal }))
    await until(() => s.rows.size >= 3)
    stop.abort()
    expect(await run).toBe("CANCELLED")
    await deleteChunks(
      [...s.rows.values()].map(c => ({ server: c.server, ...c.sender })),
      s.options,
    )
    expect([r.chunkCount, r.used]).toEqual([0, 0])
  })
})

describe("a download", () => {
  it("goes on after a restart with the chunks that it has", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(20 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    const stop = new AbortController()
    const first = codeOf(s.receive(d, memorySink(1 << 30), stop.signal))
    await until(() => s.received.length >= 2)
    stop.abort()
    expect(await first).toBe("CANCELLED")
    s.sessions.close()
    await until(() => r.stats.connections === 0)
    const had = s.received.length
    const before = r.stats.commands.FGET ?? 0
    await expectFile(s, d, content)
    expect((r.stats.commands.FGET ?? 0) - before).toBe(d.chunks.length - had)
  })

  it("fetches again what the store has lost", async () => {
    const s = await scene(await relay())
    const content = bytesOf(5 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    s.received.push(1, 2, 3)
    await expectFile(s, d, content)
  })

  it("survives connections that are cut, and chunks that were damaged on the way", async () => {
    let cuts = 0
    const r = await relay({
      hooks: { onBytes: (way, n) => (way === "down" && n > mb && cuts < 2 && cuts++ >= 0 ? "cut" : undefined) },
    })
    const s = await scene(r)
    const content = bytesOf(12 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    await expectFile(s, d, content)
    expect(cuts).toBe(2)
  })

  it("of damaged chunks, of a missing chunk or from a server that is away fails, and shows nothing", async () => {
    let isDamaged = false
    const r = await relay({ hooks: { onChunk: b => (isDamaged ? flip(b, 1) : b) } })
    const s = await scene(r)
    const content = bytesOf(5 * mb)
    const made = await s.send(jobFor(content), content)
    const d = recipientOf(made)
    const sink = memorySink(1 << 30)
    isDamaged = true
    expect(await codeOf(s.receive(d, sink))).toBe("DIGEST")
    isDamaged = false
    await deleteChunks(
      made.sender.chunks.slice(1, 2).flatMap(c => c.replicas),
      s.options,
    )
    expect(await codeOf(s.receive(d, sink))).toBe("AUTH")
    await r.close()
    expect(await codeOf(s.receive(d, sink))).toBe("NETWORK")
    expect(sink.content).toBe(null)
  })

  it("takes the chunk from another replica when the first has it no more", async () => {
    const s = await scene(await relay())
    const content = bytesOf(1000)
    const [one, two] = [jobFor(content), jobFor(content)]
    const first = await s.send(one, content)
    s.rows.clear()
    const second = await s.send({ ...two, key: one.key, nonce: one.nonce }, content)
    const [a, b] = [recipientOf(first), recipientOf(second)]
    const both: Description = {
      ...a,
      chunks: a.chunks.map((c, i) => ({ ...c, replicas: [...c.replicas, ...(b.chunks[i]?.replicas ?? [])] })),
    }
    await deleteChunks(
      first.sender.chunks.flatMap(c => c.replicas),
      s.options,
    )
    await expectFile(s, both, content)
  })

  it("by a lying description fails and shows nothing", async () => {
    const s = await scene(await relay())
    const content = bytesOf(5 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    const lies: Description[] = [
      { ...d, digest: flip(d.digest, 3) },
      { ...d, key: flip(d.key, 3) },
      { ...d, nonce: flip(d.nonce, 3) },
      { ...d, chunks: d.chunks.map((c, i) => ({ ...c, replicas: d.chunks[i === 0 ? 1 : 0]?.replicas ?? [] })) },
      { ...d, chunks: d.chunks.map(c => ({ ...c, size: c.size / 2 })), size: d.size / 2 },
      { ...d, chunks: d.chunks.map(c => ({ ...c, replicas: [] })) },
    ]
    const codes: string[] = []
    for (const lie of lies) {
      const sink = memorySink(1 << 30)
      s.received.length = 0
      await s.store.clear()
      codes.push(await codeOf(s.receive(lie, sink)))
      expect(sink.content).toBe(null)
    }
    expect(codes).toEqual(["DIGEST", "DECRYPT", "DECRYPT", "SIZE", "SIZE", "NO_FILE"])
  })
})

describe("redirects", () => {
  const made = async (s: Scene, content: Bytes) => {
    const target = recipientOf(await s.send(jobFor(content), content))
    s.rows.clear()
    const job = newRedirectUpload(target, 4, random)
    const redirect = recipientOf(
      await upload(job, [], redirectSource(target), {
        ...s.options,
        servers: s.servers,
        random,
        save: async () => undefined,
      }),
    )
    return { target, redirect }
  }

  it("lead to the file, from a description of one chunk", async () => {
    const s = await scene(await relay())
    const content = bytesOf(9 * mb)
    const { target, redirect } = await made(s, content)
    expect(redirect.chunks.length).toBe(1)
    expect(writeDescription(redirect).length).toBeLessThan(800)
    const found = await followRedirect(redirect, s.options)
    expect(found).toEqual(target)
    expect(await followRedirect(found, s.options)).toBe(found)
    await expectFile(s, found, content)
  })

  it("to another file, to no description, or to a redirect are refused", async () => {
    const s = await scene(await relay())
    const { redirect } = await made(s, bytesOf(100))
    const lie = (change: Partial<Description["redirect"]>) =>
      codeOf(
        followRedirect(
          { ...redirect, redirect: { size: 65_536, digest: new Uint8Array(64), ...redirect.redirect, ...change } },
          s.options,
        ),
      )
    expect(await lie({})).toBe("none")
    expect(await lie({ size: 131_072 })).toBe("REDIRECT")
    expect(await lie({ digest: new Uint8Array(64) })).toBe("REDIRECT")
    const twice = await made(s, bytesOf(100))
    const job = newRedirectUpload(twice.redirect, 4, random)
    const options = { ...s.options, servers: s.servers, random, save: async () => undefined }
    const chain = recipientOf(await upload(job, [], redirectSource(twice.redirect), options))
    expect(await codeOf(followRedirect(chain, s.options))).toBe("REDIRECT")
    const content = bytesOf(2 * mb)
    s.rows.clear()
    const big = recipientOf(await s.send(jobFor(content), content))
    const none = { ...big, redirect: { size: 1, digest: new Uint8Array(64) } }
    expect(await codeOf(followRedirect(none, s.options))).toBe("REDIRECT")
  })
})
