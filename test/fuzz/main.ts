/**
 * `npm run fuzz -- [--cases N] [--seed S] [--target NAME[,NAME]] [--case I | --input HEX-OR-JSON-STRING]`
 *
 * Runs N cases in all, shared by the targets, prints a table, and ends with 1 and a reproducer for every finding.
 */
import { parseArgs } from "node:util"
import { fromHex } from "../../worker/encoding/bytes.ts"
import { caseOf, examine, type Found, minimal, printed, type Report, runTarget, seedsOf } from "./run.ts"
import type { Input, Target } from "./target.ts"
import { targets } from "./targets.ts"

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    target: { type: "string" },
    case: { type: "string" },
    input: { type: "string" },
  },
})
const names = values.target?.split(",")
const chosen = targets.filter(t => names?.includes(t.name) ?? true)
const missing = names?.find(n => targets.every(t => t.name !== n))
const [cases, seed] = [Number(values.cases), Number(values.seed)]
if (missing !== undefined || !Number.isInteger(cases) || !Number.isInteger(seed)) {
  console.error(`targets: ${targets.map(t => t.name).join(", ")}`)
  process.exit(2)
}

const show = (t: string, f: Found): void => {
  const text = printed(f.input)
  console.log(`\nFINDING in "${t}": ${f.what}\n  ${f.detail.split("\n").slice(0, 8).join("\n  ")}`)
  console.log(`  again:   npm run fuzz -- --seed ${seed} --target "${t}" --case ${f.number}`)
  console.log(`  minimal: ${text.length > 4000 ? `${text.slice(0, 4000)}... (${f.input.length})` : text}`)
}

const one = async (t: Target, input: Input): Promise<never> => {
  const { outcome, finding, ms } = await examine(t, input)
  console.log(`${t.name}: ${outcome}, ${ms.toFixed(1)} ms, input of ${input.length}`)
  if (finding !== null)
    show(t.name, { ...finding, number: Number(values.case ?? -1), input: await minimal(t, input, finding) })
  process.exit(finding === null ? 0 : 1)
}

const [only] = chosen
if (only !== undefined && values.input !== undefined)
  await one(only, only.kind === "text" ? (JSON.parse(values.input) as string) : fromHex(values.input))
if (only !== undefined && values.case !== undefined)
  await one(only, caseOf(only, await seedsOf(only), seed, Number(values.case)))

const cell = (text: string | number, width: number): string => `${text}`.padStart(width)
const row = (r: Report): string => {
  const accepted = r.outcomes.get("accepted") ?? 0
  const errors = [...r.outcomes].filter(([o]) => o !== "accepted").sort(([, a], [, b]) => b - a)
  const texts = errors.map(([o, n]) => `${o} ${n}`).join(", ")
  const { ms, number, input } = r.slowest
  const slowest = `${ms.toFixed(1)} (case ${number}, ${input.length})`
  return `${r.target.padEnd(26)}${cell(r.seeds, 6)}${cell(r.cases, 9)}${cell(accepted, 9)}${cell(r.cases - accepted, 9)}  ${slowest.padEnd(28)} ${texts}`
}

const shares = chosen.reduce((n, t) => n + (t.share ?? 1000), 0)
let found = 0
console.log(
  `${"target".padEnd(26)}${cell("seeds", 6)}${cell("cases", 9)}${cell("accepted", 9)}${cell("rejected", 9)}  ${"slowest ms (case, length)".padEnd(28)} errors`,
)
for (const t of chosen) {
  const report = await runTarget(t, seed, Math.ceil((cases * (t.share ?? 1000)) / shares), true)
  console.log(row(report))
  for (const f of report.findings) show(t.name, f)
  found += report.findings.length
}
console.log(`\n${found} findings`)
process.exit(found === 0 ? 0 : 1)
