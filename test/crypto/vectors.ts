/** Reading of test vectors for the crypto tests: bytes are hex, or a pattern given by its length. */
import { readFileSync } from "node:fs"
import { type Bytes, fromHex } from "../../worker/encoding/bytes.ts"

// biome-ignore lint/suspicious/noExplicitAny: vector files are read as they are, each test names the fields it uses
export const vectors = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"))

/** Byte i of a pattern is (i*7 + floor(i/256)) mod 256; see vectors/README.md. */
export const pattern = (length: number): Bytes => Uint8Array.from({ length }, (_, i) => i * 7 + Math.floor(i / 256))

/** Hex text or `{ patternBytesLength }`. */
export const bytesOf = (v: string | { patternBytesLength: number }): Bytes =>
  typeof v === "string" ? fromHex(v) : pattern(v.patternBytesLength)

/** A copy with one bit flipped. */
export const flip = (b: Bytes, bit: number): Bytes => {
  const out = b.slice()
  const at = Math.floor(bit / 8) % out.length
  out[at] = (out[at] ?? 0) ^ (1 << (bit % 8))
  return out
}

/** The code of the error that `run` throws, or undefined when it throws none or one without code. */
export const codeOf = (run: () => unknown): string | undefined => {
  try {
    run()
    return undefined
  } catch (e) {
    return (e as { code?: string }).code
  }
}
