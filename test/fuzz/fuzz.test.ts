/**
 * A fixed slice of the fuzzer: the same few thousand inputs in every run. Sizes are checked, times are not.
 * More by hand: `npm run fuzz -- --cases 1000000`.
 */
import { describe, expect, it } from "vitest"
import { DecodeError } from "../../worker/encoding/bytes.ts"
import { createRng, mutateBytes, mutateText, smaller } from "./mutate.ts"
import { caseOf, examine, minimal, printed, runTarget, seedsOf } from "./run.ts"
import { some } from "./seeds.ts"
import { bytesTarget, textTarget } from "./target.ts"
import { targets } from "./targets.ts"

/** Of an ordinary target; those that take long have their share of it. */
const each = 40

describe("every decoder, with inputs that began as valid ones", () => {
  for (const t of targets)
    it(t.name, async () => {
      const cases = Math.max(6, Math.ceil((each * (t.share ?? 1000)) / 1000))
      const { findings, outcomes } = await runTarget(t, 1, cases, false)
      expect(findings.map(f => `case ${f.number}: ${f.what} ${printed(f.input).slice(0, 300)} ${f.detail}`)).toEqual([])
      expect([...outcomes.values()].reduce((n, x) => n + x)).toBe(cases)
    })

  it("have seeds that they accept", async () => {
    for (const t of targets) {
      const outcomes = new Set<string>()
      for (const s of some(await seedsOf(t), 6)) {
        const { outcome, finding } = await examine(t, s)
        expect(finding, t.name).toBe(null)
        outcomes.add(outcome)
      }
      expect(outcomes, t.name).toContain("accepted")
    }
  })
})

describe("the fuzzer itself", () => {
  const letter = bytesTarget({
    name: "letter",
    read: b => {
      if (b[0] !== 0x41) throw new DecodeError("no A")
      if (b.includes(0x5a)) throw new TypeError("Z")
      return b
    },
    again: b => (b.includes(0x59) ? null : b),
    check: b => (b.length > 40 ? "too long" : null),
    seeds: () => [Uint8Array.of(0x41, 1, 2, 3)],
  })

  it("finds an error that was not declared, and the shortest input for it", async () => {
    const input = Uint8Array.of(0x41, 9, 9, 9, 0x5a, 9, 9)
    const { finding, outcome } = await examine(letter, input)
    expect([outcome, finding?.what]).toEqual(["!", "reading: TypeError"])
    expect(finding && printed(await minimal(letter, input, finding))).toBe("415a")
  })

  it("finds what reads differently, what does not hold, what is too large, and what changes its input", async () => {
    const whatOf = async (t: typeof letter, input: Uint8Array<ArrayBuffer> | string) =>
      (await examine(t, input)).finding?.what
    expect(await whatOf(letter, Uint8Array.of(0x41, 0x59))).toBe("changed")
    expect(await whatOf(letter, new Uint8Array(41).fill(0x41))).toBe("check: too long")
    expect(await whatOf(letter, Uint8Array.of(1))).toBe(undefined)
    const large = textTarget({ name: "large", read: t => t.repeat(1000), seeds: () => ["a"] })
    expect(await whatOf(large, "abcdefghij")).toBe("large")
    const writes = bytesTarget({ name: "writes", read: b => b.fill(0), seeds: () => [] })
    expect(await whatOf(writes, Uint8Array.of(1))).toBe("input changed")
    const tells = textTarget({
      name: "tells",
      read: (t): string => {
        throw new DecodeError(t)
      },
    })
    expect(await whatOf(tells, "secret".repeat(50))).toBe("long message")
  })

  it("makes the same case again, and other ones for other seeds", async () => {
    for (const t of targets.filter(t => t.name === "link" || t.name === "envelope" || t.name === "certificates")) {
      const seeds = await seedsOf(t)
      const inputs = (seed: number) => Array.from({ length: 20 }, (_, i) => printed(caseOf(t, seeds, seed, i)))
      expect(inputs(3)).toEqual(inputs(3))
      expect(inputs(3)).not.toEqual(inputs(4))
    }
  })

  it("stays below the longest input, and leaves seeds as they are", () => {
    const rng = createRng(5)
    const [bytes, text] = [Uint8Array.of(1, 2, 3, 250, 4, 5, 6, 7), '{"a":[1,"b"],"c":{"d":null}}']
    for (let i = 0; i < 500; i++) {
      expect(mutateBytes(rng, [bytes], 100).length).toBeLessThanOrEqual(100)
      expect(mutateText(rng, [text], 100).length).toBeLessThanOrEqual(100)
    }
    expect([...bytes]).toEqual([1, 2, 3, 250, 4, 5, 6, 7])
  })

  it("cuts every part of an input once", () => {
    expect([...smaller("abcd")]).toEqual(["cd", "ab", "bcd", "acd", "abd", "abc"])
  })
})
