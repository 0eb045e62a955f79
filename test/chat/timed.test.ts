import { describe, expect, it } from "vitest"
import { featureOf } from "../../worker/chat/preferences.ts"
import { begun, receivedTtl, sentTtl } from "../../worker/chat/timed.ts"

const on = featureOf("timedMessages", {})
const hourly = featureOf("timedMessages", { own: { timedMessages: { allow: "yes", ttl: 3600 } } })
const off = featureOf("timedMessages", { theirs: { timedMessages: { allow: "no" } } })

describe("a message disappears", () => {
  it("after its own time, or the chat's", () => {
    expect(sentTtl(on, 60)).toEqual({ ttl: 60 })
    expect(sentTtl(on)).toEqual({})
    expect(sentTtl(hourly)).toEqual({ ttl: 3600 })
    expect(sentTtl(hourly, 60)).toEqual({ ttl: 60 })
    expect(receivedTtl(on, 60)).toEqual({ ttl: 60 })
    expect(receivedTtl(hourly, null)).toEqual({})
  })
  it("only when both sides allow it", () => {
    expect(sentTtl(off, 60)).toEqual({})
    expect(receivedTtl(off, 60)).toEqual({})
    expect(receivedTtl(undefined, 60)).toEqual({})
  })
  it("not by a time that is none", () => {
    for (const ttl of [0, -1, 1e15]) {
      expect(receivedTtl(on, ttl)).toEqual({})
      expect(sentTtl(on, ttl)).toEqual({})
    }
  })
  it("counted from when it was read or sent, once, and not while it is typed", () => {
    expect(begun({ ttl: 60 }, 1000)).toEqual({ ttl: 60, disappearAt: 61_000 })
    expect(begun({ ttl: 60, disappearAt: 5 }, 1000)).toEqual({ ttl: 60, disappearAt: 5 })
    expect(begun({ ttl: 60, live: true }, 1000)).toEqual({ ttl: 60, live: true })
    expect(begun({}, 1000)).toEqual({})
  })
})
