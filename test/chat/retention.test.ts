import { describe, expect, it } from "vitest"
import { isExpired, isRetention, retentionOf } from "../../worker/chat/retention.ts"

const day = 86_400
const row = (createdAt: number, at = createdAt) => ({ at, createdAt, status: "received" as const })

describe("messages of a chat are deleted", () => {
  it("after the time of the profile", () => {
    expect(retentionOf({ status: "connected" }, { retention: day })).toBe(day)
    expect(retentionOf({ status: "ended" }, { retention: day })).toBe(day)
  })
  it("after the time of the chat, when it has one, and never when it says so", () => {
    expect(retentionOf({ status: "connected", retention: 7 * day }, { retention: day })).toBe(7 * day)
    expect(retentionOf({ status: "connected", retention: 7 * day }, {})).toBe(7 * day)
    expect(retentionOf({ status: "connected", retention: 0 }, { retention: day })).toBeNull()
  })
  it("never when nothing is set, nor what one wrote to oneself", () => {
    expect(retentionOf({ status: "connected" }, {})).toBeNull()
    expect(retentionOf({ status: "connected" }, undefined)).toBeNull()
    expect(retentionOf({ status: "notes" }, { retention: day })).toBeNull()
  })
  it("by when they were stored here, not by what their sender says", () => {
    const now = 1000 * day * 1000
    expect(isExpired(row(now - day * 1000, now), day, now)).toBe(true)
    expect(isExpired(row(now - day * 1000 + 1, 0), day, now)).toBe(false)
    expect(isExpired({ at: now - day * 1000, status: "sent" }, day, now)).toBe(true)
  })
  it("not before they were sent", () => {
    expect(isExpired({ ...row(0), status: "sending" }, day, 1000 * day * 1000)).toBe(false)
    expect(isExpired({ ...row(0), status: "failed" }, day, 1000 * day * 1000)).toBe(true)
  })
  it("after whole seconds, up to a hundred years", () => {
    for (const seconds of [1, day, 365 * day, 36_600 * day]) expect(isRetention(seconds)).toBe(true)
    for (const seconds of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 36_601 * day])
      expect(isRetention(seconds)).toBe(false)
  })
})
