import { describe, expect, it } from "vitest"
import { allRows, writeAll } from "../../worker/store/copy.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { type Change, put } from "../../worker/store/schema.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { seededRandom } from "../support/random.ts"

const random = seededRandom("copy")
const line = (order: number) => put("kept", { contactId: "a", order, event: "x.test", message: "kept", at: 1 })
const newStore = async (backend = memoryBackend()) => openStore(backend, await sessionKey(random), random)

async function* batchesOf(count: number, given: (n: number) => void = () => undefined): AsyncGenerator<Change[]> {
  for (let n = 0; n < count; n++) {
    given(n)
    yield [line(2 * n), line(2 * n + 1)]
  }
}

describe("rows on their way into another store", () => {
  it("all arrive, in batches of which several are on their way", async () => {
    const [from, to] = [await newStore(), await newStore()]
    await writeAll(from, batchesOf(300))
    await writeAll(to, allRows(from))
    expect(await to.list("kept")).toEqual(await from.list("kept"))
    expect(await to.keys("kept", { prefix: ["a"] })).toHaveLength(600)
  })

  it("are not asked for any more when some could not be written, and nothing is still being written then", async () => {
    const backend = memoryBackend()
    let writing = 0
    let left = 5
    const failing = {
      ...backend,
      write: async (...args: Parameters<typeof backend.write>) => {
        writing++
        try {
          await new Promise(resolve => setTimeout(resolve, 1))
          if (left-- <= 0) throw new Error("disk")
          await backend.write(...args)
        } finally {
          writing--
        }
      },
    }
    let last = 0
    const given = (n: number) => {
      last = n
    }
    await expect(writeAll(await newStore(failing), batchesOf(1000, given))).rejects.toMatchObject({ code: "WRITE" })
    expect(writing).toBe(0)
    expect(last).toBeLessThan(100)
  })
})
