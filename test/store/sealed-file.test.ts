/** Contents of files on the disk: whole, from anywhere, and what has been done to them is noticed. */
import { describe, expect, it } from "vitest"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { DiskFull, memoryDisk } from "../../worker/store/disk.ts"
import { sealedContent, sealedReader, sealedWriter } from "../../worker/store/sealed-file.ts"
import { seededRandom } from "../support/random.ts"

const random = seededRandom("sealed files")
const piece = 64 * 1024

const written = async (content: Bytes, step = 10_000) => {
  const disk = memoryDisk()
  const key = random(32)
  const writer = sealedWriter(disk, "f", key)
  for (let i = 0; i < content.length; i += step) await writer.write(content.slice(i, i + step))
  await writer.close()
  return { disk, key, reader: sealedReader(disk, "f", key, content.length) }
}

describe("a sealed file", () => {
  it.each([0, 1, piece - 1, piece, piece + 1, 3 * piece, 1_000_003])(
    "of %i bytes is read as it was written",
    async size => {
      const content = random(size)
      const { reader } = await written(content)
      const all: Bytes[] = []
      for await (const p of sealedContent(reader, size)) all.push(p)
      expect(Buffer.concat(all).equals(Buffer.from(content))).toBe(true)
    },
  )

  it("is read from anywhere", async () => {
    const content = random(300_000)
    const { reader } = await written(content, 300_000)
    for (const [at, length] of [
      [0, 1],
      [piece - 1, 2],
      [100_000, 150_000],
      [299_999, 100],
      [300_000, 5],
    ] as const)
      expect(await reader.read(at, length)).toEqual(content.slice(at, at + length))
  })

  it("shows no plaintext on the disk", async () => {
    const content = new TextEncoder().encode("secret ".repeat(20_000))
    const { disk } = await written(content)
    const raw = await disk.read("f", 0, 1_000_000)
    expect(Buffer.from(raw).includes("secret")).toBe(false)
  })

  it("that was altered, cut, or whose pieces changed places is refused", async () => {
    const content = random(3 * piece)
    const change = async (how: (disk: ReturnType<typeof memoryDisk>) => Promise<void>, size = content.length) => {
      const { disk, key } = await written(content)
      await how(disk)
      return sealedReader(disk, "f", key, size).read(0, size)
    }
    const at = piece + 16
    await expect(change(d => d.write("f", at + 5, Uint8Array.of(1, 2, 3)))).rejects.toMatchObject({ code: "CORRUPT" })
    await expect(change(async d => d.write("f", 0, await d.read("f", at, at)))).rejects.toMatchObject({
      code: "CORRUPT",
    })
    await expect(change(async () => undefined, 2 * piece)).rejects.toMatchObject({ code: "CORRUPT" })
    await expect(change(d => d.remove("f"))).rejects.toMatchObject({ code: "CORRUPT" })
  })

  it("in memory takes no more than is allowed, and gives the room back", async () => {
    const disk = memoryDisk(2 << 20)
    await disk.write("a", 0, random(1 << 20))
    await expect(disk.write("b", 0, random(2 << 20))).rejects.toThrow(DiskFull)
    await disk.remove("b")
    await disk.remove("a")
    await disk.write("c", 0, random(2 << 20))
    expect(await disk.list()).toEqual(["c"])
  })
})
