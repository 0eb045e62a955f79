import fc from "fast-check"
import { expect, it } from "vitest"
import { websocketMask, websocketUnmask } from "../../bridge/unmask.ts"

const mask = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(b => Buffer.from(b))
const bytes = fc.uint8Array({ maxLength: 100 })
const place = fc.nat({ max: 16 })

it("masks every byte at every alignment, and none beside them", () => {
  fc.assert(
    fc.property(bytes, mask, place, (data, m, at) => {
      const room = Buffer.from(new ArrayBuffer(at + data.length + 8)).fill(0xaa)
      room.set(data, at)
      websocketUnmask(room.subarray(at, at + data.length), m)
      expect([...room.subarray(at, at + data.length)]).toEqual([...data].map((b, i) => b ^ (m[i & 3] ?? 0)))
      expect([...room.subarray(0, at), ...room.subarray(at + data.length)]).toEqual(Array(at + 8).fill(0xaa))
    }),
  )
})

it("masks from one buffer to another, or in place, as ws asks for", () => {
  fc.assert(
    fc.property(bytes, mask, place, (data, m, at) => {
      const masked = [...data].map((b, i) => b ^ (m[i & 3] ?? 0))
      const source = Buffer.from(data)
      const output = Buffer.alloc(at + data.length)
      websocketMask(source, m, output, at, data.length)
      expect([...output.subarray(at)]).toEqual(masked)
      expect([...source]).toEqual([...data])
      websocketMask(source, m, source, 0, data.length)
      expect([...source]).toEqual(masked)
    }),
  )
})
