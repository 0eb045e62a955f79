/**
 * Plays every scenario against two servers and prints where their answers differ.
 *
 *   node --import tsx test/relay/differential.ts REFERENCE OTHER [--versions 6,11,17] [--only name,...] [--record FILE]
 *
 * Both are addresses (smp://...). With --record the lines of the reference are kept: that is how transcript.json is made.
 */
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { play, scenarios } from "./scenarios.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { versions: { type: "string" }, only: { type: "string" }, record: { type: "string" } },
})
type Recorded = Record<string, { versions: number[]; lines: string[] }[]>

const [reference, other] = positionals.map(address => parseServerAddress(address, "smp").server)
if (reference === undefined || other === undefined) throw new Error("two addresses wanted")

const versions = (values.versions ?? "6,8,9,11,12,15,16,17,18").split(",").map(Number)
const names = values.only?.split(",") ?? Object.keys(scenarios)
/** What the reference says, each scenario once for all versions that make no difference to it. */
const recorded: Recorded = {}
let differences = 0
for (const version of versions) {
  for (const name of names) {
    const [theirs, ours] = await Promise.all([play(name, reference, version), play(name, other, version)])
    recorded[name] ??= []
    const same = recorded[name].find(r => r.lines.join("\n") === theirs.join("\n"))
    if (same === undefined) recorded[name].push({ versions: [version], lines: theirs })
    else same.versions.push(version)
    for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
      if (theirs[i] === ours[i]) continue
      differences++
      console.log(`v${version} ${name} ${i}\n  reference ${theirs[i] ?? ""}\n  other     ${ours[i] ?? ""}`)
    }
    console.log(`v${version} ${name}: ${theirs.length} answers`)
  }
}
if (values.record !== undefined) writeFileSync(values.record, `${JSON.stringify(recorded, null, 1)}\n`)
console.log(`${differences} differences`)
process.exit(differences === 0 ? 0 : 1)
