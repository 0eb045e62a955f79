/** When lines disappear: the timer for the next one, however many there are. */
import { describe, expect, it } from "vitest"
import type { ChatContext } from "../../worker/chat/context.ts"
import { itemId } from "../../worker/chat/item.ts"
import { createTimers } from "../../worker/chat/timers.ts"
import type { ExpiringRow } from "../../worker/store/chat.ts"

const expiring = (count: number): Map<string, ExpiringRow> =>
  new Map(
    Array.from({ length: count }, (_, i) => ({ contactId: "c", order: i + 1, at: 1000 + i })).map(e => [itemId(e), e]),
  )

/** Timers that are set, with their times; nothing of the state but what a timer looks at. */
const scene = (rows: Map<string, ExpiringRow>) => {
  const set: number[] = []
  const clock = {
    now: () => 0,
    after: (ms: number) => {
      set.push(ms)
      return () => undefined
    },
  }
  const state = { expiring: rows, onExpiring: (_: number): void => undefined }
  createTimers({ state, clock } as unknown as ChatContext, e => {
    throw e
  }).start()
  return { state, set }
}

describe("lines that disappear", () => {
  it("have one timer, for the first of them, also when there are more than a function takes arguments", () => {
    const { set } = scene(expiring(130_000))
    expect(set).toEqual([1000])
  })

  it("set it anew only when one goes before the others", () => {
    const { state, set } = scene(expiring(3))
    state.onExpiring(5000)
    expect(set).toEqual([1000])
    state.onExpiring(500)
    expect(set).toEqual([1000, 500])
  })

  it("have no timer when there are none", () => {
    const { state, set } = scene(new Map())
    expect(set).toEqual([])
    state.onExpiring(70)
    expect(set).toEqual([70])
  })
})
