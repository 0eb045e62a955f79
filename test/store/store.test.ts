import { beforeEach, describe, expect, it } from "vitest"
import { type Backend, compareKeys } from "../../worker/store/backend.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { put, remove } from "../../worker/store/schema.ts"
import { openStore, type Store, StoreError } from "../../worker/store/store.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const aesKey = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
const seen = (contactId: string, order: number, at = 1) =>
  put("kept", { contactId, order, event: "x.test", message: "kept", at })

describe("the sealed store", () => {
  let backend: Backend
  let store: Store
  let key: CryptoKey
  beforeEach(async () => {
    backend = memoryBackend()
    key = await aesKey()
    store = openStore(backend, key, random)
  })

  it("gives back what was committed, bytes included", async () => {
    const row = { connId: "a", sndMsgId: 3, hash: Uint8Array.of(1, 2, 255) }
    await store.commit([put("sent", row)])
    expect(await store.get("sent", "a", 3)).toEqual(row)
    await store.commit([remove("sent", "a", 3)])
    expect(await store.get("sent", "a", 3)).toBeUndefined()
  })

  it("lists by prefix, in order, from either end, within bounds", async () => {
    const d = (connId: string, deliveryId: number) =>
      put("deliveries", { connId, deliveryId, kind: "message", body: new Uint8Array(1), notify: true, at: 0 })
    await store.commit([10, 9, 2, 1].flatMap(n => [d("a", n), d("b", n)]))
    const ids = async (range: object) =>
      (await store.list("deliveries", { prefix: ["a"], ...range })).map(r => r.deliveryId)
    expect(await ids({})).toEqual([1, 2, 9, 10])
    expect(await ids({ reverse: true, limit: 2 })).toEqual([10, 9])
    expect(await ids({ before: 10, after: 1 })).toEqual([2, 9])
  })

  it("shows the backend neither text nor ids that are not keys", async () => {
    await store.commit([put("profile", { profile: { displayName: "Alice", fullName: "" }, createdAt: 5 })])
    const sealed = await backend.get("profile", ["self"])
    expect(new TextDecoder().decode(sealed)).not.toContain("Alice")
  })

  it("refuses a row that was moved, altered, truncated or sealed under another key", async () => {
    await store.commit([seen("a", 1), seen("a", 2)])
    const x = await backend.get("kept", ["a", 1])
    if (x === undefined) throw new Error("no row")
    const altered = x.slice()
    altered[20] = (altered[20] ?? 0) ^ 1
    for (const sealed of [altered, x.slice(0, -1), x.slice(0, 5)]) {
      await backend.write([{ table: "kept", key: ["a", 1], sealed }])
      await expect(store.get("kept", "a", 1)).rejects.toThrow(StoreError)
    }
    await backend.write([{ table: "kept", key: ["a", 2], sealed: x }])
    await expect(store.get("kept", "a", 2)).rejects.toThrow(StoreError)
    await backend.write([{ table: "kept", key: ["a", 1], sealed: x }])
    await expect(store.get("kept", "a", 1)).resolves.toMatchObject({ order: 1 })
    const other = openStore(backend, await aesKey(), random)
    await expect(other.get("kept", "a", 1)).rejects.toThrow(StoreError)
  })

  it("applies commits in the order of their calls", async () => {
    const big = "z".repeat(200_000)
    await Promise.all([
      store.commit([put("profile", { profile: { displayName: big, fullName: "" }, createdAt: 1 })]),
      store.commit([put("profile", { profile: { displayName: "last", fullName: "" }, createdAt: 2 })]),
    ])
    expect((await store.get("profile", "self"))?.profile.displayName).toBe("last")
  })

  it("joins commits that wait into one transaction, and says of each whether it was written", async () => {
    const sizes: number[] = []
    let fail = false
    const slow: Backend = {
      ...backend,
      write: async w => {
        sizes.push(w.length)
        await new Promise(r => setTimeout(r, 5))
        if (fail) throw new Error("disk full")
        await backend.write(w)
      },
    }
    const s = openStore(slow, key, random)
    await Promise.all(Array.from({ length: 20 }, (_, i) => s.commit([seen("a", i)])))
    expect(sizes.reduce((a, b) => a + b)).toBe(20)
    expect(sizes.length).toBeLessThan(20)
    fail = true
    await expect(s.commit([seen("a", 100)])).rejects.toMatchObject({ code: "WRITE" })
    fail = false
    await s.commit([seen("a", 101)])
    expect(await s.get("kept", "a", 100)).toBeUndefined()
    expect(await s.get("kept", "a", 101)).toBeDefined()
  })
})

it("keys order as in IndexedDB", () => {
  const keys = [["b"], ["a", 10], ["a", 9], ["a"], ["a", "x"]]
  expect(keys.sort(compareKeys)).toEqual([["a"], ["a", 9], ["a", 10], ["a", "x"], ["b"]])
})
