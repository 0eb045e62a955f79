/** A sender and a recipient of files over a bridge and relays, without an agent around them. */
import { expect } from "vitest"
import type { Bridge } from "../../bridge/bridge.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { roundedRecipients } from "../../worker/xftp/chunks.ts"
import { type Description, parseDescription, writeDescription } from "../../worker/xftp/description.ts"
import { download } from "../../worker/xftp/download.ts"
import { createSessions, type Sessions } from "../../worker/xftp/sessions.ts"
import { memoryChunks, memorySink, memorySource, type Sink } from "../../worker/xftp/source.ts"
import { newUpload, type Upload, type UploadChunk, type Uploaded, upload } from "../../worker/xftp/upload.ts"
import type { XftpRelay } from "../relay/xftp.ts"
import { atEnd, bridge, clock, connectThrough, random } from "./support.ts"

export const sessionsOf = (b: Bridge): Sessions => {
  const sessions = createSessions({ connect: connectThrough(b), clock, random })
  atEnd(() => sessions.close())
  return sessions
}

/** A sender and a recipient with what they need; `rows` is what the sender has saved. */
export const scene = async (...relays: XftpRelay[]) => {
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
export type Scene = Awaited<ReturnType<typeof scene>>

export const jobFor = (content: Bytes, people = 1): Upload =>
  newUpload({ name: "file.bin", size: content.length, recipients: roundedRecipients(people) }, random)

export const recipientOf = (made: Uploaded, i = 0): Description => {
  const d = made.recipients[i]
  if (d === undefined) throw new Error("no such recipient")
  // through its text, as it travels
  return parseDescription(writeDescription(d), "recipient")
}

export const expectFile = async (s: Scene, d: Description, content: Bytes): Promise<void> => {
  const sink = memorySink(1 << 30)
  await s.receive(d, sink)
  expect(sink.name).toBe("file.bin")
  expect(sink.content !== null && Buffer.from(sink.content).equals(content)).toBe(true)
}

export const kb = 1024
export const mb = 1024 * kb
