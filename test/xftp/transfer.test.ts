/** Files there and back, and uploads that are interrupted or refused; see also download.test.ts. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import { parseDescription, writeDescription } from "../../worker/xftp/description.ts"
import { deleteChunks, download, serversOf } from "../../worker/xftp/download.ts"
import { memoryChunks, memorySink, memorySource } from "../../worker/xftp/source.ts"
import { newUpload, type UploadChunk, upload } from "../../worker/xftp/upload.ts"
import { flip } from "../crypto/vectors.ts"
import { expectFile, jobFor, kb, mb, recipientOf, scene } from "./scene.ts"
import { atEnd, bytesOf, codeOf, random, relay, until } from "./support.ts"

// Many megabytes go through client, bridge and relay in one process, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

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

  // Chunks of 1 MB, cut in the middle: each cut takes the others of its connection along, and all of it is sent again.
  it("survives connections that are cut again and again", async () => {
    let cuts = 0
    const r = await relay({
      hooks: { onBytes: (way, n) => (way === "up" && n > mb / 2 && cuts < 2 && cuts++ >= 0 ? "cut" : undefined) },
    })
    const s = await scene(r)
    const content = bytesOf(2_900_000)
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
