import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PagePlace } from "../../worker/api.ts"
import { pageOf } from "../../worker/chat/paging.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { put } from "../../worker/store/schema.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { seededRandom } from "../support/random.ts"

const random = seededRandom("pages")

/** A conversation with lines at these orders, between two others. */
const storeWith = async (orders: readonly number[]) => {
  const store = openStore(memoryBackend(), await sessionKey(random), random)
  const line = { at: 1, direction: "received", text: "", status: "received" } as const
  const rows = ["a", "b", "c"].flatMap(contactId =>
    (contactId === "b" ? orders : [1, 2, 3]).map(order => ({ ...line, contactId, order })),
  )
  await store.commit(rows.map(row => put("items", row)))
  return store
}

const order = fc.integer({ min: 1, max: 40 })
const places: fc.Arbitrary<PagePlace | undefined> = fc.oneof(
  fc.constant(undefined),
  order,
  order.map(after => ({ after })),
  order.map(around => ({ around })),
)

describe("a page of a conversation", () => {
  it("has what lies at its place without a gap, and says what lies beside it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(order), places, fc.integer({ min: 1, max: 12 }), async (list, place, limit) => {
        const all = [...list].sort((a, b) => a - b)
        const page = await pageOf(await storeWith(all), "b", place, limit)
        const found = page.items.map(i => i.order)
        const at = all.indexOf(found[0] ?? -1)
        expect(page.items.every(i => i.chatId === "b")).toBe(true)
        expect(found.length).toBeLessThanOrEqual(limit)
        if (found.length > 0) {
          expect(all.slice(at, at + found.length)).toEqual(found)
          expect(page.hasOlder).toBe(at > 0)
          expect(page.hasNewer === true).toBe(at + found.length < all.length)
        }
        if (place === undefined) expect(found).toEqual(all.slice(-limit))
        if (typeof place === "number") expect(found).toEqual(all.filter(o => o < place).slice(-limit))
        if (typeof place === "object" && "after" in place)
          expect(found).toEqual(all.filter(o => o > place.after).slice(0, limit))
        if (typeof place === "object" && "around" in place) {
          const around = Number(place.around)
          const half = Math.ceil(limit / 2)
          const older = all.filter(o => o <= around).slice(-half)
          expect(found).toEqual([...older, ...all.filter(o => o > around).slice(0, limit - half)])
        }
      }),
    )
  })

  it("is around an item of this conversation only", async () => {
    const store = await storeWith([1, 2, 3, 4, 5])
    expect((await pageOf(store, "b", { around: "b/3" }, 3)).items.map(i => i.order)).toEqual([2, 3, 4])
    for (const around of ["b/6", "a/3", "nonsense", ""])
      await expect(pageOf(store, "b", { around }, 3)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
