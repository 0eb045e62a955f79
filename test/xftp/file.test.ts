import { describe, expect, it } from "vitest"
import { sha256, sha512 } from "../../worker/crypto/hash.ts"
import { boxStream } from "../../worker/crypto/stream.ts"
import { type Bytes, concat, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { counter, encode } from "../../worker/encoding/codec.ts"
import { XftpError } from "../../worker/xftp/error.ts"
import { decryptChunks, encryptChunks, layOut } from "../../worker/xftp/file.ts"
import { memoryChunks, memorySink, memorySource } from "../../worker/xftp/source.ts"
import { flip, vectors } from "../crypto/vectors.ts"
import { contentOf } from "./content.ts"

type V = {
  fileName: string
  fileSize: number
  key: string
  nonce: string
  fileHeader_smp: string
  chunkSizes: number[]
  encryptedSize: number
  "encryptedSha512 (digest in the file description)": string
  chunks: { no: number; sha256: string; bytes?: string }[]
}
const files = vectors("xftp").files as V[]

const encrypted = async (name: string, content: Bytes, key: Bytes, nonce: Bytes) => {
  const layout = layOut(name, content.length)
  const chunks: Bytes[] = []
  const made = encryptChunks(layout, key, nonce, memorySource(content))
  for (;;) {
    const { done, value } = await made.next()
    if (done) return { layout, chunks, digest: value }
    chunks.push(value.bytes)
  }
}

const decrypted = async (chunks: readonly Bytes[], digest: Bytes, key: Bytes, nonce: Bytes, limit = 1 << 30) => {
  const store = memoryChunks()
  for (const [i, c] of chunks.entries()) await store.write(i + 1, c)
  const sink = memorySink(limit)
  const size = chunks.reduce((n, c) => n + c.length, 0)
  const described = chunks.map((c, i) => ({ no: i + 1, size: c.length, digest: sha256(c), replicas: [] }))
  await decryptChunks({ size, digest, key, nonce, chunks: described }, store, sink)
  return sink
}

/** Comparing megabytes element by element takes seconds. */
const isSame = (a: Bytes | null, b: Bytes): boolean => a !== null && Buffer.from(a).equals(b)

describe("encrypted files", () => {
  for (const v of files)
    it(`${v.fileName} of ${v.fileSize} bytes is encrypted as by the reference, and decrypted`, async () => {
      const [key, nonce, content] = [fromHex(v.key), fromHex(v.nonce), contentOf(v.fileSize)]
      const { layout, chunks, digest } = await encrypted(v.fileName, content, key, nonce)
      expect(hex(layout.header)).toBe(v.fileHeader_smp)
      expect(layout.sizes).toEqual(v.chunkSizes)
      expect(layout.total).toBe(v.encryptedSize)
      for (const c of v.chunks) {
        expect(hex(sha256(chunks[c.no - 1] ?? new Uint8Array(0)))).toBe(c.sha256)
        if (c.bytes !== undefined) expect(hex(chunks[c.no - 1] ?? new Uint8Array(0))).toBe(c.bytes)
      }
      expect(hex(digest)).toBe(v["encryptedSha512 (digest in the file description)"])
      const sink = await decrypted(chunks, digest, key, nonce)
      expect(sink.name).toBe(v.fileName)
      expect(isSame(sink.content, content)).toBe(true)
    })

  const key = contentOf(32)
  const nonce = contentOf(24)
  const codeOf = (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => "none",
      e => (e instanceof XftpError ? e.code : String(e)),
    )

  it("come back at every size around the borders of chunks", async () => {
    const overhead = layOut("name", 0).header.length + 24
    for (const border of [65_536, 131_072, 196_608, 262_144, 327_680])
      for (const by of [-1, 0, 1]) {
        const content = contentOf(border - overhead + by)
        const { chunks, digest } = await encrypted("name", content, key, nonce)
        expect(isSame((await decrypted(chunks, digest, key, nonce)).content, content)).toBe(true)
      }
  })

  it("that were changed, or are others, give an error and no file", async () => {
    const { chunks, digest } = await encrypted("name", contentOf(100_000), key, nonce)
    const [one = new Uint8Array(0), two = new Uint8Array(0)] = chunks
    const whole = (...parts: Bytes[]) => sha512(concat(...parts))
    expect(await codeOf(decrypted([one, flip(two, 9)], digest, key, nonce))).toBe("DIGEST")
    const wrongTag = flip(two, 65_535 * 8)
    expect(await codeOf(decrypted([one, wrongTag], whole(one, wrongTag), key, nonce))).toBe("DECRYPT")
    expect(await codeOf(decrypted([two, one], whole(two, one), key, nonce))).toBe("DECRYPT")
    expect(await codeOf(decrypted([one, two], digest, contentOf(33).slice(1), nonce))).toBe("DECRYPT")
    expect(await codeOf(decrypted([one], whole(one), key, nonce))).toBe("DECRYPT")
  })

  it("whose length or header lies give an error and no file", async () => {
    const lie = (plain: Bytes): { chunk: Bytes; digest: Bytes } => {
      const s = boxStream(key, nonce)
      const padded = new Uint8Array(65_520).fill(0x23)
      padded.set(plain)
      const chunk = concat(s.encrypt(padded), s.tag())
      return { chunk, digest: sha512(chunk) }
    }
    const header = fromHex("046e616d6530")
    const lies = [
      concat(encode(counter, 65_520), header), // longer than the chunk
      concat(encode(counter, 65_513), header), // by one byte
      concat(encode(counter, 5), header), // shorter than its own header
      fromHex(`ffffffffffffffff${hex(header)}`),
      concat(encode(counter, 100), fromHex("046e616d6532")), // no such extra
    ]
    for (const plain of lies) {
      const { chunk, digest } = lie(plain)
      expect(await codeOf(decrypted([chunk], digest, key, nonce))).toBe("DECRYPT")
    }
    const { chunk, digest } = lie(concat(encode(counter, 65_512), header))
    expect((await decrypted([chunk], digest, key, nonce)).content?.length).toBe(65_506)
  })

  it("with an extra that later versions may add are read", async () => {
    const s = boxStream(key, nonce)
    const padded = new Uint8Array(65_520).fill(0)
    padded.set(concat(encode(counter, 10 + 3), fromHex("046e616d653103666f6f"), fromHex("414243")))
    const chunk = concat(s.encrypt(padded), s.tag())
    const sink = await decrypted([chunk], sha512(chunk), key, nonce)
    expect(sink.content).toEqual(fromHex("414243"))
  })

  it("have names of 255 bytes and 5 GB at most, descriptions for redirects 4 MB", () => {
    expect(() => layOut("x".repeat(256), 1)).toThrow(XftpError)
    expect(() => layOut("x", 5 * 2 ** 30 + 1)).toThrow(XftpError)
    expect(() => layOut("x", 4 * 2 ** 20, true)).toThrow(XftpError)
    expect(layOut("x", 100_000, true).sizes).toEqual([262_144])
  })

  it("whose source gives fewer bytes are refused", async () => {
    const source = { size: 100, read: async () => new Uint8Array(10) }
    const chunks = encryptChunks(layOut("x", 100), key, nonce, source)
    expect(await codeOf(chunks.next())).toBe("SOURCE")
  })
})
