/**
 * Bytes being written and read, one after the other.
 *
 * Trust: readers take foreign bytes; only DecodeError escapes, nothing is allocated by a size that was not checked.
 */
import { type Bytes, DecodeError } from "./bytes.ts"

/** A value of our own that does not fit its wire form: a bug or a limit to check earlier. */
export class EncodeError extends Error {
  override name = "EncodeError"
}

export class Writer {
  private buffer: Bytes = new Uint8Array(256)
  private length = 0

  private reserve(n: number): number {
    const at = this.length
    this.length += n
    if (this.length > this.buffer.length) {
      const bigger = new Uint8Array(Math.max(this.length, this.buffer.length * 2))
      bigger.set(this.buffer)
      this.buffer = bigger
    }
    return at
  }

  byte(n: number): void {
    // reserve first: it may replace the buffer, and JavaScript would have looked at the old one already
    const at = this.reserve(1)
    this.buffer[at] = n
  }

  bytes(b: Uint8Array): void {
    const at = this.reserve(b.length)
    this.buffer.set(b, at)
  }

  /** Big-endian unsigned integer of `size` bytes. */
  uint(n: number, size: number): void {
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** (8 * size))
      throw new EncodeError(`number does not fit ${size} bytes`)
    for (let i = size - 1; i >= 0; i--) this.byte(Math.floor(n / 2 ** (8 * i)) % 256)
  }

  /** All that was written; nothing may be after it. */
  finish(): Bytes {
    return this.length === this.buffer.length ? this.buffer : this.buffer.slice(0, this.length)
  }
}

export class Reader {
  readonly bytes: Bytes
  private at = 0
  constructor(bytes: Bytes) {
    this.bytes = bytes
  }

  get offset(): number {
    return this.at
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  fail(message: string): never {
    throw new DecodeError(message, this.at)
  }

  take(n: number): Bytes {
    return this.view(n).slice()
  }

  /** The same, not copied: as long as the input stays what it is. */
  view(n: number): Bytes {
    if (n > this.left) this.fail(`${n} bytes wanted, ${this.left} left`)
    this.at += n
    return this.bytes.subarray(this.at - n, this.at)
  }

  byte(): number {
    const b = this.bytes[this.at]
    if (b === undefined) this.fail("end of input")
    this.at++
    return b
  }

  /** The next byte without taking it; undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.at]
  }

  uint(size: number): number {
    let n = 0
    for (let i = 0; i < size; i++) n = n * 256 + this.byte()
    return n
  }

  /** Takes the text if it comes next, and says whether it did. */
  skip(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false
    this.at += text.length
    return true
  }
}
