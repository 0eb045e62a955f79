/** What a bridge could do that does not keep to its frames. Only a bridge of our own making can be made to lie. */
import { describe, expect, it } from "vitest"
import { type Bytes, concat, empty } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import type { Socket } from "../../worker/platform.ts"
import { XftpError } from "../../worker/xftp/error.ts"
import { type Frame, firstWindow, frame } from "../../worker/xftp/frame.ts"
import { createRequests, type Exchange } from "../../worker/xftp/requests.ts"
import { codeOf, until } from "./support.ts"

const scene = () => {
  const sent: Frame[] = []
  const incoming: Bytes[] = []
  let isClosed = false
  let wake: () => void = () => undefined
  let closes = 0
  const socket: Socket = {
    send: async bytes => {
      if (isClosed) throw new Error("closed")
      sent.push(decode(frame, bytes))
    },
    received: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const next = incoming.shift()
          if (next !== undefined) yield next
          else if (isClosed) return
          else
            await new Promise<void>(r => {
              wake = r
            })
        }
      },
    },
    close: () => {
      isClosed = true
      wake()
    },
  }
  const requests = createRequests(socket, () => closes++)
  const say = (message: Frame | Bytes) => {
    incoming.push(message instanceof Uint8Array ? message : encode(frame, message))
    wake()
  }
  return { requests, say, sent, closed: () => isClosed, closes: () => closes }
}

const bodyOf = async (e: Exchange): Promise<Bytes> => {
  const parts: Bytes[] = []
  for (let part = await e.next(); part !== null; part = await e.next()) parts.push(part)
  return concat(...parts)
}
const bytes = (n: number): Bytes => new Uint8Array(n).fill(7)
const data = (id: number, b: Bytes): Frame => ({ type: "data", id, bytes: b })
const end = (id: number, b: Bytes = empty): Frame => ({ type: "end", id, bytes: b })

describe("requests", () => {
  it("send no more than the window, and go on when it opens", async () => {
    const s = scene()
    const e = await s.requests.start([bytes(16_384), bytes(600_000)])
    const length = () => s.sent.reduce((n, f) => n + ("bytes" in f ? f.bytes.length : 0), 0)
    await until(() => length() > 0)
    await new Promise(done => setTimeout(done, 20))
    expect(length()).toBeLessThanOrEqual(firstWindow)
    expect(s.sent.at(-1)?.type).toBe("data")
    s.say({ type: "window", id: 1, size: 1_000_000 })
    await until(() => s.sent.at(-1)?.type === "end")
    expect(length()).toBe(616_384)
    s.say(end(1, bytes(5)))
    expect((await bodyOf(e)).length).toBe(5)
  })

  it("open the window again as what came is taken, and not before", async () => {
    const s = scene()
    const e = await s.requests.start([])
    s.say(data(1, bytes(100_000)))
    await until(() => s.sent.length === 1)
    await new Promise(done => setTimeout(done, 20))
    expect(s.sent.map(f => f.type)).toEqual(["end"])
    expect((await e.next())?.length).toBe(100_000)
    expect(s.sent.at(-1)).toEqual({ type: "window", id: 1, size: 100_000 })
  })

  it("whose response is long open its window at once", async () => {
    const s = scene()
    const e = await s.requests.start([bytes(10)], { isLong: true })
    await until(() => s.sent.length === 2)
    expect(s.sent[1]).toEqual({ type: "window", id: 1, size: 3 * firstWindow })
    s.say(data(1, bytes(firstWindow)))
    s.say(end(1, bytes(3 * firstWindow)))
    expect((await bodyOf(e)).length).toBe(4 * firstWindow)
    const over = await s.requests.start([bytes(10)], { isLong: true })
    await until(() => s.sent.length === 4)
    s.say(end(2, bytes(4 * firstWindow + 1)))
    expect(await codeOf(bodyOf(over))).toBe("NETWORK")
  })

  it("over the limit wait for a free place", async () => {
    const s = scene()
    for (let i = 0; i < 8; i++) await s.requests.start([])
    let isStarted = false
    const ninth = s.requests.start([]).then(e => {
      isStarted = true
      return e
    })
    await new Promise(done => setTimeout(done, 10))
    expect(isStarted).toBe(false)
    s.say(end(3))
    await ninth
    expect(s.sent.at(-1)?.id).toBe(9)
  })

  const lies: [string, (Frame | Bytes)[]][] = [
    ["more than the window", [data(1, bytes(firstWindow)), data(1, bytes(1))]],
    ["more than the window at the end", [end(1, bytes(firstWindow + 1))]],
    ["no frame", [bytes(3)]],
    ["a frame of no kind", [bytes(20)]],
    ["half a window frame", [Uint8Array.of(0x57, 0, 0, 0, 1, 0)]],
  ]
  for (const [what, messages] of lies)
    it(`end with the connection when the bridge sends ${what}`, async () => {
      const s = scene()
      const e = await s.requests.start([])
      for (const m of messages) s.say(m)
      await until(s.closed)
      expect(await codeOf(bodyOf(e))).toBe("NETWORK")
      expect(await codeOf(s.requests.start([]))).toBe("NETWORK")
      expect(s.closes()).toBe(1)
    })

  it("take nothing for a request that is over or was never made", async () => {
    const s = scene()
    const e = await s.requests.start([])
    s.say(data(9, bytes(1_000_000)))
    s.say({ type: "window", id: 9, size: 1 })
    s.say({ type: "reset", id: 9 })
    s.say(end(1, bytes(1)))
    s.say(data(1, bytes(1_000_000)))
    s.say(end(1, bytes(1)))
    expect((await bodyOf(e)).length).toBe(1)
    expect(s.requests.isClosed).toBe(false)
  })

  it("that are reset fail alone, after what had come", async () => {
    const s = scene()
    const [one, two] = [await s.requests.start([]), await s.requests.start([])]
    s.say(data(1, bytes(3)))
    s.say({ type: "reset", id: 1 })
    s.say(end(2, bytes(4)))
    expect((await one.next())?.length).toBe(3)
    expect(await codeOf(one.next())).toBe("NETWORK")
    expect((await bodyOf(two)).length).toBe(4)
  })

  it("that are given up say so to the bridge, once", async () => {
    const s = scene()
    const e = await s.requests.start([bytes(900_000)])
    e.cancel(new XftpError("CANCELLED"))
    e.cancel(new XftpError("TIMEOUT"))
    expect(await codeOf(e.next())).toBe("CANCELLED")
    await until(() => s.sent.at(-1)?.type === "reset")
    s.say({ type: "window", id: 1, size: 1_000_000 })
    await new Promise(done => setTimeout(done, 10))
    expect(s.sent.filter(f => f.type === "reset").length).toBe(1)
    expect(s.sent.at(-1)?.type).toBe("reset")
  })
})
