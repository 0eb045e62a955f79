import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { recentRows } from "../../worker/chat/recent.ts"
import { createTexts, searchable } from "../../worker/chat/texts.ts"
import { contactsWithWaiting } from "../../worker/chat/waiting.ts"
import type { ContactRow, ItemRow } from "../../worker/store/chat.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { type Change, put, remove } from "../../worker/store/schema.ts"
import { openStore, StoreError } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { seededRandom } from "../support/random.ts"

const random = seededRandom("texts")
const newStore = async () => openStore(memoryBackend(), await sessionKey(random), random)

const row = (contactId: string, order: number, text: string): ItemRow => ({
  contactId,
  order,
  at: order,
  direction: "received",
  text,
  status: "received",
})

type Step = { readonly order: number; readonly do: "write" | "remove" | "mark" | "look"; readonly text: string }

const steps = fc.array(
  fc.record({
    order: fc.integer({ min: 1, max: 12 }),
    do: fc.constantFrom<Step["do"]>("write", "remove", "mark", "look"),
    text: fc.constantFrom("one", "TWO", "three"),
  }),
)

describe("texts for search", () => {
  it("are what is stored, whatever changed before, while and after they were read", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const store = await newStore()
        const recent = recentRows()
        const timers: (() => void)[] = []
        const after = (_: number, run: () => void) => {
          timers.push(run)
          return () => undefined
        }
        const clock = { now: () => 0, after }
        const latest = (r: ItemRow) => recent.latest("items", [r.contactId, r.order], r)
        const texts = createTexts({ store, clock, latest, nextOrder: () => 13 })
        const commit = async (change: Change) => {
          recent.note(change)
          texts.note(change)
          await store.commit([change])
        }
        await store.commit([put("items", row("a", 5, "before")), put("items", row("b", 5, "another chat"))])
        const running: Promise<unknown>[] = []
        for (const step of all) {
          const mine = row("a", step.order, step.text)
          if (step.do === "look") running.push(texts.of("a"))
          else if (step.do === "remove") running.push(commit(remove("items", "a", step.order)))
          else running.push(commit(put("items", step.do === "mark" ? { ...mine, deleted: { by: "me", at: 1 } } : mine)))
        }
        await Promise.all(running)
        const stored = (await store.list("items", { prefix: ["a"] })).flatMap(r => searchable(r) ?? [])
        const found = [...(await texts.of("a"))].sort((a, b) => a.order - b.order)
        expect(found).toEqual(stored)
        // Forgotten after a while, and read again.
        for (const run of timers) run()
        expect([...(await texts.of("a"))].sort((a, b) => a.order - b.order)).toEqual(stored)
      }),
    )
  })
})

describe("texts of long conversations", () => {
  const idle = { now: () => 0, after: () => () => undefined }
  it("are read whole and once, whatever of them is still there", async () => {
    const order = fc.oneof(fc.integer({ min: 1, max: 2100 }), fc.constantFrom(1, 499, 500, 501, 1000, 1001, 1500))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(order), fc.integer({ min: 1, max: 1100 }), async (orders, above) => {
        const store = await newStore()
        let opened = 0
        const latest = (r: ItemRow) => {
          opened++
          return r
        }
        const nextOrder = () => Math.max(0, ...orders) + above
        const texts = createTexts({ store, clock: idle, latest, nextOrder })
        await store.commit(orders.map(n => put("items", row("a", n, "said"))))
        const found = [...(await texts.of("a"))].map(t => t.order)
        expect(found.sort((a, b) => a - b)).toEqual(orders.toSorted((a, b) => a - b))
        expect(opened).toBe(orders.length)
      }),
      { numRuns: 40 },
    )
  })
  it("come in the order that they are asked for, and a row that does not open is told", async () => {
    const store = await newStore()
    const ids = Array.from({ length: 40 }, (_, i) => `chat ${i}`)
    await store.commit(ids.map((id, i) => put("items", row(id, 1, `line ${i}`))))
    const list: typeof store.list = async (table, range) => {
      if (range?.prefix[0] === "chat 30") throw new StoreError("CORRUPT")
      return store.list(table, range)
    }
    const texts = createTexts({ store: { ...store, list }, clock: idle, latest: r => r, nextOrder: () => 2 })
    const found: string[] = []
    const all = async () => {
      for await (const lines of texts.each(ids)) for (const line of lines) found.push(line.text)
    }
    await expect(all()).rejects.toThrow(StoreError)
    expect(found).toEqual(ids.slice(0, 30).map((_, i) => `line ${i}`))
  })
})

describe("what waits to be sent", () => {
  const contact = (contactId: string): ContactRow => ({
    contactId,
    connId: contactId,
    createdAt: 1,
    status: "connected",
    peerVersion: 1,
    linkHashes: [],
    postQuantum: true,
    unread: 0,
    nextOrder: 50,
    lastAt: 1,
  })

  it("is found once in a store of an older version, and its place is kept", async () => {
    const store = await newStore()
    const line = { ...row("a", 7, "later"), direction: "sent", status: "sending", waiting: true } as const
    await store.commit([
      ...["a", "b", "c"].map(id => put("contacts", contact(id))),
      put("items", line),
      put("items", row("b", 3, "read")),
      put("outgoing", { contactId: "c", order: 4, json: "{}" }),
    ])
    const expected = [7, undefined, 4]
    expect((await contactsWithWaiting(store)).map(c => c.waitingFrom)).toEqual(expected)
    expect((await store.list("contacts")).map(c => c.waitingFrom)).toEqual(expected)
    await store.commit([put("items", { ...line, contactId: "b" })])
    // From then on the rows say so themselves.
    expect((await contactsWithWaiting(store)).map(c => c.waitingFrom)).toEqual(expected)
  })
})
