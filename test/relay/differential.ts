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
const [reference, other] = positionals.map(address => parseServerAddress(address, "smp").server)
if (reference === undefined || other === undefined) throw new Error("two addresses wanted")

const versions = (values.versions ?? "6,10,11,15,17").split(",").map(Number)
const names = values.only?.split(",") ?? Object.keys(scenarios)
const recorded: Record<string, Record<string, string[]>> = {}
let differences = 0
for (const version of versions) {
  const byName: Record<string, string[]> = {}
  recorded[version] = byName
  for (const name of names) {
    const [theirs, ours] = await Promise.all([play(name, reference, version), play(name, other, version)])
    byName[name] = theirs
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
