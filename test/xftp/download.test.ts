/** Downloads that go on, fail or are lied to, and redirects. */
import { describe, expect, it, vi } from "vitest"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { type Description, writeDescription } from "../../worker/xftp/description.ts"
import { deleteChunks, download, followRedirect } from "../../worker/xftp/download.ts"
import { memoryChunks, memorySink } from "../../worker/xftp/source.ts"
import { newRedirectUpload, redirectSource, upload } from "../../worker/xftp/upload.ts"
import { flip } from "../crypto/vectors.ts"
import { expectFile, jobFor, mb, recipientOf, type Scene, scene } from "./scene.ts"
import { bytesOf, codeOf, random, relay, until } from "./support.ts"

// Many megabytes go through client, bridge and relay in one process, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

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

  it("survives connections that are cut", async () => {
    let cuts = 0
    const r = await relay({
      hooks: { onBytes: (way, n) => (way === "down" && n > mb / 2 && cuts < 2 && cuts++ >= 0 ? "cut" : undefined) },
    })
    const s = await scene(r)
    const content = bytesOf(2_900_000)
    const d = recipientOf(await s.send(jobFor(content), content))
    await expectFile(s, d, content)
    expect(cuts).toBe(2)
  })

  it("decrypts what is there while the rest is on its way", async () => {
    const s = await scene(await relay())
    const content = bytesOf(5 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    const sink = memorySink(1 << 30)
    let open: () => void = () => undefined
    const opened = new Promise<void>(resolve => {
      open = resolve
    })
    const chunks = memoryChunks()
    const last = d.chunks.at(-1)?.no
    await download(
      d,
      [],
      { ...sink, open: file => sink.open(file).then(open) },
      {
        ...s.options,
        save: async () => undefined,
        // kept back until the first is being decrypted
        chunks: {
          ...chunks,
          write: (no, bytes) => (no === last ? opened : Promise.resolve()).then(() => chunks.write(no, bytes)),
        },
      },
    )
    expect(Buffer.compare(sink.content ?? new Uint8Array(0), content)).toBe(0)
  })

  it("fetches no more when the sink takes no more", async () => {
    const r = await relay()
    const s = await scene(r)
    const content = bytesOf(17 * mb)
    const d = recipientOf(await s.send(jobFor(content), content))
    const received: number[] = []
    const full = { ...memorySink(0), open: () => Promise.reject(new RangeError("full")) }
    const save = async (no: number): Promise<void> => void received.push(no)
    const chunks = memoryChunks()
    await expect(download(d, [], full, { ...s.options, save, chunks })).rejects.toThrow("full")
    expect(received.length).toBeLessThan(d.chunks.length)
    await download(d, received, memorySink(1 << 30), { ...s.options, save, chunks })
    expect(received.toSorted((a, b) => a - b)).toEqual(d.chunks.map(c => c.no))
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
