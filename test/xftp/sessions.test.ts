import { describe, expect, it } from "vitest"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { XftpError } from "../../worker/xftp/error.ts"
import { createSessions, pause, retrying, taskPool } from "../../worker/xftp/sessions.ts"
import { acceleratedClock, virtualClock } from "../support/clock.ts"
import { atEnd, bridge, clock, codeOf, connectThrough, random, relay, until } from "./support.ts"

const never = new AbortController().signal

describe("sessions", () => {
  it("are shared, one a lane, and made anew after they broke", async () => {
    const r = await relay()
    const { server } = parseServerAddress(r.address, "xftp")
    const sessions = createSessions({ connect: connectThrough(await bridge()), clock, random })
    atEnd(() => sessions.close())
    const ping = (lane?: number) => sessions.use(server, s => s.ping(), lane === undefined ? {} : { lane })
    await Promise.all([ping(), ping(), ping()])
    expect(r.stats.connections).toBe(1)
    await ping(1)
    expect(r.stats.connections).toBe(2)
    r.dropConnections()
    await until(() => r.stats.connections === 0)
    await retrying(clock, never, () => ping())
    expect(r.stats.connections).toBe(1)
  })

  it("that nobody uses are closed after a minute", async () => {
    const r = await relay()
    const fast = acceleratedClock(400)
    const { server } = parseServerAddress(r.address, "xftp")
    const sessions = createSessions({ connect: connectThrough(await bridge()), clock: fast, random })
    await sessions.use(server, s => s.ping())
    await until(() => r.stats.connections === 0)
    await sessions.use(server, s => s.ping())
    sessions.close()
    await until(() => r.stats.connections === 0)
  })

  it("that cannot be opened are tried anew the next time", async () => {
    const r = await relay()
    const { server } = parseServerAddress(r.address, "xftp")
    let isAway = true
    const through = connectThrough(await bridge())
    const sessions = createSessions({
      connect: target => (isAway ? Promise.reject(new Error("no bridge")) : through(target)),
      clock: { ...clock, now: () => (isExpired ? 0 : Date.now()) },
      random,
    })
    let isExpired = false
    atEnd(() => sessions.close())
    expect(await codeOf(sessions.use(server, s => s.ping()))).toBe("NETWORK")
    isAway = false
    isExpired = true
    expect(await codeOf(sessions.use(server, s => s.ping()))).toBe("SERVER_IDENTITY")
    isExpired = false
    expect(await codeOf(sessions.use(server, s => s.ping()))).toBe("none")
  })
})

describe("retries", () => {
  it("are three for temporary errors, with pauses of two and four seconds, and none for others", async () => {
    const time = virtualClock()
    const start = time.now()
    const at: number[] = []
    const run = codeOf(
      retrying(time, never, async () => {
        at.push(time.now() - start)
        throw new XftpError("TIMEOUT")
      }),
    )
    await time.pass(60_000)
    expect([await run, ...at]).toEqual(["TIMEOUT", 0, 2_000, 6_000])
    let others = 0
    const auth = retrying(time, never, async () => {
      others++
      throw new XftpError("AUTH")
    })
    expect([await codeOf(auth), others]).toEqual(["AUTH", 1])
  })

  it("end at once when they are cancelled", async () => {
    const time = virtualClock()
    const stop = new AbortController()
    const waiting = codeOf(pause(time, 1_000, stop.signal))
    stop.abort()
    expect(await waiting).toBe("CANCELLED")
    expect(await codeOf(pause(time, 1_000, stop.signal))).toBe("CANCELLED")
    expect(await codeOf(retrying(time, stop.signal, async () => 1))).toBe("CANCELLED")
    expect(time.pending).toBe(0)
  })
})

describe("a pool of tasks", () => {
  it("runs so many at a time, and ends with the first failure when all have ended", async () => {
    const pool = taskPool(2, undefined)
    let running = 0
    let most = 0
    const task = async () => {
      most = Math.max(most, ++running)
      await new Promise(done => setTimeout(done, 5))
      running--
    }
    for (let i = 0; i < 6; i++) await pool.add(task)
    await pool.add(async () => {
      throw new XftpError("QUOTA")
    })
    expect(await codeOf(pool.done())).toBe("QUOTA")
    expect([most, running, pool.signal.aborted]).toEqual([2, 0, true])
    expect(await codeOf(pool.add(task))).toBe("QUOTA")
  })

  it("that is cancelled starts nothing more", async () => {
    const stop = new AbortController()
    const pool = taskPool(2, stop.signal)
    stop.abort()
    let started = 0
    expect(await codeOf(pool.add(async () => void started++))).toBe("CANCELLED")
    expect(started).toBe(0)
  })
})
