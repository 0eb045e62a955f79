import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { chunkSizes, prepareChunkSizes, roundedRecipients, singleChunkSize } from "../../worker/xftp/chunks.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("xftp")
type V = { size: number; chunks: { size: number; count: number }[]; singleChunkSize: number | null }

describe("chunk sizes", () => {
  it("are those of the reference", () => {
    expect([...chunkSizes]).toEqual(file.serverChunkSizes)
    for (const v of file.prepareChunkSizes as V[]) {
      const sizes = v.chunks.flatMap(c => Array<number>(c.count).fill(c.size))
      expect(prepareChunkSizes(v.size)).toEqual(sizes)
      expect(singleChunkSize(v.size)).toBe(v.singleChunkSize ?? null)
    }
  })

  it("hold the stream, waste less than a third of a big chunk, and are at most two neighbours", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 2 ** 30 }), size => {
        const sizes = prepareChunkSizes(size)
        const total = sizes.reduce((a, b) => a + b, 0)
        expect(total).toBeGreaterThanOrEqual(size)
        expect(total - size).toBeLessThan(Math.max(...sizes))
        expect(new Set(sizes).size).toBeLessThanOrEqual(2)
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      }),
    ))
})

describe("recipients", () => {
  it("are rounded up to a power of two, and to four", () => {
    expect([-1, 0, 1, 2, 4, 5, 8, 9, 100, 256].map(roundedRecipients)).toEqual([4, 4, 4, 4, 4, 8, 8, 16, 128, 256])
  })
})
