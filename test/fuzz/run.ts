/** Runs cases of a target and judges them. A case is a function of seed, target and number only. */
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { hex } from "../../worker/encoding/bytes.ts"
import { createRng, hashOf, mutateBytes, mutateText, smaller } from "./mutate.ts"
import { pool, some } from "./seeds.ts"
import { errorsOf, type Input, isSame, Refused, sizeOf, type Target } from "./target.ts"

/** `what` is the same for all inputs that show the same flaw, `detail` is for people. */
export type Finding = { readonly what: string; readonly detail: string }

export type Verdict = { readonly outcome: string; readonly finding: Finding | null; readonly ms: number }

const nameOf = (e: unknown): string => (e instanceof Error ? e.name : typeof e)

const codeOf = (e: unknown): string =>
  typeof e === "object" && e !== null && "code" in e && typeof e.code === "string" ? ` ${e.code}` : ""

/** Only the name: a message may hold content, which differs from input to input. */
const escaped = (where: string, e: unknown): Finding => ({
  what: `${where}: ${nameOf(e)}${codeOf(e)}`,
  detail: e instanceof Error ? (e.stack ?? e.message) : String(e),
})

const copy = (input: Input): Input => (typeof input === "string" ? input : input.slice())

const judge = async (t: Target, input: Input, value: unknown): Promise<Finding | null> => {
  const most = (t.output ?? (n => 40 * n + 4000))(input.length)
  const size = sizeOf(value)
  if (size > most) return { what: "large", detail: `${size} bytes from ${input.length}, ${most} allowed` }
  try {
    if (t.again !== undefined) {
      const essence = t.essence ?? (v => v)
      const second = await t.again(value)
      if (!isSame(essence(second), essence(value))) return { what: "changed", detail: "reads differently when written" }
    }
    const problem = (await t.check?.(value, input)) ?? null
    return problem === null ? null : { what: `check: ${problem}`, detail: problem }
  } catch (e) {
    return escaped("writing", e)
  }
}

/** One input. The time is that of reading alone. */
export const examine = async (t: Target, input: Input): Promise<Verdict> => {
  const before = copy(input)
  const start = performance.now()
  const passed = (): number => performance.now() - start
  try {
    const reading = t.read(input)
    const value = reading instanceof Promise ? await reading : reading
    const ms = passed()
    if (typeof input !== "string" && !isSame(input, before))
      return { outcome: "accepted", ms, finding: { what: "input changed", detail: "reading has written into it" } }
    if (value instanceof Refused) return { outcome: value.code, finding: null, ms }
    return { outcome: "accepted", finding: await judge(t, input, value), ms }
  } catch (e) {
    const ms = passed()
    if (!errorsOf(t).some(c => e instanceof c)) return { outcome: "!", finding: escaped("reading", e), ms }
    const message = e instanceof Error ? e.message : ""
    const finding = message.length > 200 ? { what: "long message", detail: message.slice(0, 400) } : null
    return { outcome: nameOf(e) + codeOf(e), finding, ms }
  }
}

const known = new WeakMap<Target, Promise<readonly Input[]>>()

/** A seed may be rejected by its target only on purpose, so what is given by hand is not filtered. */
export const seedsOf = (t: Target): Promise<readonly Input[]> => {
  const seeds = known.get(t) ?? findSeeds(t)
  known.set(t, seeds)
  return seeds
}

const findSeeds = async (t: Target): Promise<readonly Input[]> => {
  if (t.seeds !== undefined) return t.seeds()
  const all: readonly Input[] = t.kind === "bytes" ? pool().bytes : pool().texts
  const good: Input[] = []
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0 // most are refused, and the traces would take most of the time
  for (const input of all)
    if (input.length <= (t.most ?? defaultMost) && (await examine(t, input)).outcome === "accepted") good.push(input)
  Error.stackTraceLimit = stackTraceLimit
  return some(good, 150)
}

const defaultMost = 20_000

export const caseOf = (t: Target, seeds: readonly Input[], seed: number, number: number): Input => {
  const rng = createRng(hashOf(`${seed} ${t.name} ${number}`))
  const most = t.most ?? defaultMost
  if (t.mutate !== undefined) return t.mutate(rng, seeds, most)
  return t.kind === "bytes"
    ? mutateBytes(rng, seeds as readonly Bytes[], most)
    : mutateText(rng, seeds as readonly string[], most)
}

/** Shorter inputs with the same flaw, as far as a bounded search finds them. */
export const minimal = async (t: Target, input: Input, { what }: Finding): Promise<Input> => {
  let best = input
  let left = 3000
  for (let shrunk = true; shrunk && left > 0; ) {
    shrunk = false
    for (const next of smaller(best)) {
      if (left-- <= 0) break
      if ((await examine(t, next)).finding?.what !== what) continue
      best = next
      shrunk = true
      break
    }
  }
  return best
}

/** Milliseconds of the fastest of several runs: what the input needs, not what else the machine was doing. */
export const confirmedMs = async (t: Target, input: Input): Promise<number> => {
  let ms = Number.POSITIVE_INFINITY
  for (let i = 0; i < 4; i++) ms = Math.min(ms, (await examine(t, input)).ms)
  return ms
}

export type Found = Finding & { readonly number: number; readonly input: Input }

export type Report = {
  readonly target: string
  readonly seeds: number
  readonly cases: number
  readonly outcomes: ReadonlyMap<string, number>
  readonly findings: readonly Found[]
  /** The slowest input, confirmed. */
  readonly slowest: { readonly ms: number; readonly number: number; readonly input: Input }
}

/** No honest input needs as long; a worker that is busy for longer is noticed. */
export const slow = 250

/** `isTimed`: slow inputs are findings. Not in the test suite, where other work runs at the same time. */
export const runTarget = async (t: Target, seed: number, cases: number, isTimed: boolean): Promise<Report> => {
  const seeds = await seedsOf(t)
  if (seeds.length === 0) throw new Error(`no seeds for "${t.name}"`)
  const outcomes = new Map<string, number>()
  const findings = new Map<string, Found>()
  const slowest: { ms: number; number: number; input: Input }[] = []
  for (let number = 0; number < cases; number++) {
    const input = caseOf(t, seeds, seed, number)
    const { outcome, finding, ms } = await examine(t, input)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (finding !== null && !findings.has(finding.what))
      findings.set(finding.what, { ...finding, number, input: await minimal(t, input, finding) })
    if (isTimed && ms > (slowest.at(-1)?.ms ?? 0)) {
      slowest.push({ ms, number, input })
      slowest.sort((a, b) => b.ms - a.ms)
      slowest.length = Math.min(5, slowest.length)
    }
  }
  let worst = { ms: 0, number: 0, input: seeds[0] ?? "" }
  for (const s of slowest) {
    const ms = await confirmedMs(t, s.input)
    if (ms > worst.ms) worst = { ...s, ms }
  }
  if (worst.ms > slow)
    findings.set("slow", { ...worst, what: "slow", detail: `${Math.round(worst.ms)} ms for ${worst.input.length}` })
  return { target: t.name, seeds: seeds.length, cases, outcomes, findings: [...findings.values()], slowest: worst }
}

/** As `--input` takes it back. */
export const printed = (input: Input): string => (typeof input === "string" ? JSON.stringify(input) : hex(input))
