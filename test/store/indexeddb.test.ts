import "fake-indexeddb/auto"
import fc from "fast-check"
import { openDB } from "idb"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { readAhead } from "../../worker/store/ahead.ts"
import type { Backend, Key } from "../../worker/store/backend.ts"
import { deleteDatabase, indexedDbBackend } from "../../worker/store/indexeddb.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { tableNames } from "../../worker/store/schema.ts"

const bytes = (...n: number[]) => Uint8Array.from(n)

/** What the store relies on, said once and held by both backends. */
const contract = (name: string, make: () => Promise<Backend>) =>
  describe(name, () => {
    let b: Backend
    beforeEach(async () => {
      b = await make()
      await b.write(
        [1, 2, 3, 10, 20].flatMap(n => [
          { table: "items", key: ["a", n], sealed: bytes(n) },
          { table: "items", key: ["b", n], sealed: bytes(n, n) },
        ]),
      )
    })
    afterEach(() => b.close())
    const list = async (range: object) => (await b.list("items", { prefix: ["a"], ...range })).map(r => r.key[1])

    it("gives back what was written", async () => {
      expect(await b.get("items", ["b", 3])).toEqual(bytes(3, 3))
      expect(await b.get("items", ["b", 4])).toBeUndefined()
      expect(await b.get("contacts", ["b"])).toBeUndefined()
    })
    it("lists a prefix in key order", async () => expect(await list({})).toEqual([1, 2, 3, 10, 20]))
    it("lists from the end", async () => expect(await list({ reverse: true, limit: 2 })).toEqual([20, 10]))
    it("lists between bounds", async () => {
      expect(await list({ before: 10 })).toEqual([1, 2, 3])
      expect(await list({ after: 2 })).toEqual([3, 10, 20])
      expect(await list({ before: 10, reverse: true, limit: 1 })).toEqual([3])
      expect(await list({ after: 2, limit: 2 })).toEqual([3, 10])
    })
    it("lists in parts, each from where the last one ended", async () => {
      const parts: unknown[][] = []
      for (let above: Key | undefined; ; ) {
        const part = await b.list("items", { prefix: [], limit: 4, ...(above === undefined ? {} : { above }) })
        parts.push(part.map(r => r.key.join("")))
        above = part.at(-1)?.key
        if (part.length < 4) break
      }
      expect(parts).toEqual([
        ["a1", "a2", "a3", "a10"],
        ["a20", "b1", "b2", "b3"],
        ["b10", "b20"],
      ])
    })
    it("lists all", async () => expect((await b.list("items", { prefix: [] })).length).toBe(10))
    it("removes", async () => {
      await b.write([{ table: "items", key: ["a", 2] }])
      expect(await list({})).toEqual([1, 3, 10, 20])
    })
  })

contract("memory", async () => memoryBackend())
contract("read ahead", async () => readAhead(memoryBackend(), ["items", "contacts"]))
contract("IndexedDB", async () => {
  await deleteDatabase("test")
  return indexedDbBackend("test", () => undefined)
})

it("both list the same, whatever is asked for", async () => {
  const first = fc.constantFrom("a", "b", "c", 7)
  const second = fc.integer({ min: 0, max: 9 })
  // All keys of a table have as many parts.
  const key = fc.tuple(first, second)
  const after = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined })
  const before = fc.option(fc.integer({ min: 5, max: 9 }), { nil: undefined })
  const flag = { limit: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), reverse: fc.boolean() }
  const range = fc.oneof(
    fc.record({ prefix: fc.oneof(fc.constant([]), fc.tuple(first), fc.tuple(first, second)), ...flag }),
    fc.record({ prefix: fc.tuple(first), after, before, ...flag }),
    fc.record({ prefix: fc.constant([]), above: key, ...flag }),
  )
  const write = fc.record({ key, isThere: fc.boolean() })
  const run = async (writes: readonly { key: Key; isThere: boolean }[], asked: readonly object[]) => {
    await deleteDatabase("same")
    const backends = [memoryBackend(), await indexedDbBackend("same", () => undefined)]
    const lists: unknown[][] = []
    for (const b of backends) {
      for (const { key, isThere } of writes) {
        await b.write([{ table: "items", key, ...(isThere ? { sealed: bytes(1) } : {}) }])
        // What is put in order here has to stay so with what comes later.
        await b.list("items", { prefix: [] })
      }
      const found = await Promise.all(asked.map(r => b.list("items", { prefix: [], ...r })))
      lists.push(found)
      const keys = await Promise.all(asked.map(r => b.keys("items", { prefix: [], ...r })))
      expect(keys).toEqual(found.map(rows => rows.map(row => row.key)))
      b.close()
    }
    expect(lists[0]).toEqual(lists[1])
  }
  const writes = fc.array(write, { maxLength: 25 })
  const asked = fc.array(range, { minLength: 1, maxLength: 8 })
  await fc.assert(fc.asyncProperty(writes, asked, run), { numRuns: 60 })
})

describe("what is read ahead", () => {
  const items = (b: Backend) => b.list("items", { prefix: [] })
  const filled = async () => {
    const memory = memoryBackend()
    await memory.write([{ table: "items", key: ["a", 1], sealed: bytes(1) }])
    let lists = 0
    const list: Backend["list"] = (table, range) => {
      lists++
      return memory.list(table, range)
    }
    return { ahead: readAhead({ ...memory, list }, ["items"]), count: () => lists }
  }
  it("is given once, and only to who wants all of it", async () => {
    const { ahead, count } = await filled()
    expect(count()).toBe(1)
    expect(await ahead.list("items", { prefix: ["b"] })).toEqual([])
    expect(count()).toBe(2)
    expect(await items(ahead)).toHaveLength(1)
    expect(count()).toBe(2)
    expect(await items(ahead)).toHaveLength(1)
    expect(count()).toBe(3)
  })
  it("is forgotten when the table changes", async () => {
    const { ahead } = await filled()
    await ahead.write([{ table: "items", key: ["a", 2], sealed: bytes(1) }])
    expect(await items(ahead)).toHaveLength(2)
  })
  it("that fails is told to who asks for it", async () => {
    const list = () => Promise.reject(new Error("unreadable"))
    await expect(items(readAhead({ ...memoryBackend(), list }, ["items"]))).rejects.toThrow("unreadable")
  })
})

it("a database of a later version is left as it is", async () => {
  await deleteDatabase("later")
  const later = await openDB("later", 9999)
  later.close()
  await expect(indexedDbBackend("later", () => undefined)).rejects.toMatchObject({ name: "StoreError", code: "NEWER" })
  const again = await openDB("later")
  expect(again.version).toBe(9999)
  again.close()
})

describe("an IndexedDB write", () => {
  it("leaves nothing when one of its rows fails", async () => {
    await deleteDatabase("atomic")
    const b = await indexedDbBackend("atomic", () => undefined)
    const bad = { table: "items", key: [Number.NaN], sealed: bytes(1) }
    await expect(b.write([{ table: "items", key: ["x"], sealed: bytes(1) }, bad])).rejects.toThrow()
    expect(await b.get("items", ["x"])).toBeUndefined()
    b.close()
  })
  it("lets go when another tab deletes the database", async () => {
    let lost = false
    await indexedDbBackend("gone", () => {
      lost = true
    })
    await deleteDatabase("gone")
    expect(lost).toBe(true)
  })
})

describe("a database of an earlier version", () => {
  /** The tables of the first version. */
  const first = ["vault", "connections", "ratchets", "skipped", "deliveries", "sent", "lookUps", "profile", "contacts"]
  const old = async (): Promise<void> => {
    const db = await openDB("old", 1, {
      upgrade: d => {
        for (const name of [...first, "items", "kept"]) d.createObjectStore(name)
      },
    })
    await db.put("contacts", bytes(1, 2, 3), ["a"])
    db.close()
  }

  it("keeps its rows and gets the tables that came later", async () => {
    await old()
    const b = await indexedDbBackend("old", () => undefined)
    expect(await b.get("contacts", ["a"])).toEqual(bytes(1, 2, 3))
    await b.write(tableNames.map(table => ({ table, key: ["new"], sealed: bytes(9) })))
    for (const table of tableNames) expect(await b.get(table, ["new"]), table).toEqual(bytes(9))
    b.close()
    await deleteDatabase("old")
  })
})
