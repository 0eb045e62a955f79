/** Stopped before or after any single thing that is saved, a transfer goes on from what was saved, with new sessions. */
import { describe, expect, it } from "vitest"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Description } from "../../worker/xftp/description.ts"
import { download } from "../../worker/xftp/download.ts"
import { createSessions, type Sessions } from "../../worker/xftp/sessions.ts"
import { type ChunkStore, memoryChunks, memorySink, memorySource } from "../../worker/xftp/source.ts"
import { newUpload, type UploadChunk, upload } from "../../worker/xftp/upload.ts"
import { bridge, bytesOf, clock, connectThrough, random, relay } from "./support.ts"

class Crash extends Error {}

/** Counts steps, and crashes at the given one; `late`: what the step does is done, but nobody learns of it. */
const stepper = (at: number, late: boolean) => {
  let n = 0
  let isDead = false
  return {
    isReached: () => isDead,
    step: async (act: () => unknown) => {
      if (isDead) throw new Crash()
      isDead = ++n === at
      if (!isDead || late) await act()
      if (isDead) throw new Crash()
    },
  }
}

// two chunks of 64 KB
const content = bytesOf(120_000)

const scene = async () => {
  const r = await relay()
  const connect = connectThrough(await bridge())
  /** A process of its own, as after a restart. */
  const inSession = async <T>(run: (sessions: Sessions) => Promise<T>): Promise<T> => {
    const sessions = createSessions({ connect, clock, random })
    try {
      return await run(sessions)
    } finally {
      sessions.close()
    }
  }
  return { inSession, servers: [parseServerAddress(r.address, "xftp")] }
}
type Scene = Awaited<ReturnType<typeof scene>>

const caught = (e: unknown): null => {
  if (!(e instanceof Crash)) throw e
  return null
}

const send = async (s: Scene, at: number, late: boolean) => {
  const job = newUpload({ name: "file", size: content.length, recipients: 4 }, random)
  const rows = new Map<number, UploadChunk>()
  let crashes = 0
  for (let next = at; ; next = 0) {
    const { step, isReached } = stepper(next, late)
    const made = await s
      .inSession(sessions =>
        upload(job, [...rows.values()], memorySource(content), {
          sessions,
          servers: s.servers,
          clock,
          random,
          save: c => step(() => rows.set(c.no, c)),
        }),
      )
      .catch(caught)
    if (isReached()) crashes++
    if (made !== null) return { made, crashes }
  }
}

const receive = async (s: Scene, d: Description, at: number, late: boolean) => {
  const memory = memoryChunks()
  const received: number[] = []
  for (let next = at; ; next = 0) {
    const { step, isReached } = stepper(next, late)
    const chunks: ChunkStore = { ...memory, write: (no, bytes) => step(() => memory.write(no, bytes)) }
    const sink = memorySink(1 << 20)
    await s
      .inSession(sessions =>
        download(d, received, sink, { sessions, clock, chunks, save: no => step(() => received.push(no)) }),
      )
      .catch(caught)
    if (!isReached()) return sink.content
  }
}

describe("a transfer that is stopped", () => {
  it("at any step of its upload is finished by the next start", async () => {
    const s = await scene()
    for (let at = 1; at <= 5; at++)
      for (const late of [false, true]) {
        const { made, crashes } = await send(s, at, late)
        // every chunk is saved twice
        expect(crashes).toBe(at <= 4 ? 1 : 0)
        const got = await receive(s, made.recipients[at % 4] ?? made.sender, 0, false)
        expect(got !== null && Buffer.from(got).equals(content)).toBe(true)
      }
  })

  it("at any step of its download is finished by the next start", async () => {
    const s = await scene()
    const { made } = await send(s, 0, false)
    const [d = made.sender] = made.recipients
    for (let at = 1; at <= 5; at++)
      for (const late of [false, true]) {
        const got = await receive(s, d, at, late)
        expect(got !== null && Buffer.from(got).equals(content)).toBe(true)
      }
  })
})
