/** Sound on its way to a voice message: another rate, loudness, names. */
import { describe, expect, it } from "vitest"
import { stampedName } from "../../../web/media/name.ts"
import { resampler } from "../../../web/media/resample.ts"
import { peaksOf } from "../../../web/media/wave.ts"

const tone = (hertz: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate))

/** In pieces of odd sizes, as they come. */
const inPieces = (samples: Float32Array, convert: (s: Float32Array) => Float32Array): number[] => {
  const out: number[] = []
  for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7) % 1031 || 1)
    out.push(...convert(samples.subarray(at, at + size)))
  return out
}

const rms = (samples: readonly number[]): number => Math.sqrt(samples.reduce((a, s) => a + s * s, 0) / samples.length)

describe("another rate", () => {
  for (const rate of [48_000, 44_100, 32_000, 22_050, 8000])
    it(`keeps a voice's tone that comes at ${rate}, in its place and as loud`, () => {
      const got = inPieces(tone(440, rate, 0.5), resampler(rate, 16_000))
      // A few milliseconds stay inside.
      expect(got.length).toBeGreaterThan(7900)
      expect(got.length).toBeLessThanOrEqual(8001)
      const wanted = tone(440, 16_000, 0.5)
      const middle = got.slice(500, 7500)
      expect(Math.max(...middle.map((s, i) => Math.abs(s - (wanted[i + 500] ?? 0))))).toBeLessThan(0.01)
    })

  it("lets nothing through that the new rate cannot hold", () => {
    const got = inPieces(tone(11_000, 48_000, 0.5), resampler(48_000, 16_000))
    expect(rms(got.slice(500, 7500))).toBeLessThan(0.001)
  })

  it("leaves alone what has it already", () => {
    const samples = tone(440, 16_000, 0.1)
    expect(resampler(16_000, 16_000)(samples)).toBe(samples)
  })
})

describe("the picture of a sound", () => {
  it("is as high as its loudest moments", () => {
    const samples = new Float32Array(5600)
    samples[0] = -0.5
    samples[5599] = 0.25
    expect(peaksOf(samples, 56)).toEqual([1, ...Array(54).fill(0), 0.5])
  })

  it("shows silence as silence", () => {
    expect(Math.max(...peaksOf(tone(440, 8000, 1).map(s => s * 0.001)))).toBeLessThan(0.03)
    expect(peaksOf(new Float32Array()).length).toBe(56)
  })
})

describe("names", () => {
  it("say when in UTC, and are never the same twice", () => {
    const at = new Date("2026-11-21T23:59:58.999+05:00")
    expect(stampedName("IMG", "jpg", at)).toBe("IMG_20261121_185958.jpg")
    expect(stampedName("IMG", "jpg", at)).toBe("IMG_20261121_185958_1.jpg")
    expect(stampedName("voice", "m4a", at)).toBe("voice_20261121_185958.m4a")
  })
})
