/**
 * `npm run chaos -- [--rounds N] [--seed S] [--from K] [--size small|full] [--steps]`
 *
 * Plays rounds K to K + N - 1 of the seed and ends with 1 when one of them failed. Each failure is printed with its story
 * and the command that plays exactly this round again.
 */
import { register } from "node:module"
import { parseArgs } from "node:util"

// The curves by Node's own cryptography, as vitest does it for chaos.test.ts: the same results in a tenth of the time.
const curves = new URL("../support/native-curves.ts", import.meta.url).href
const hook = `export const resolve = (name, context, next) =>
  /^@noble.curves.ed/.test(name) ? { url: ${JSON.stringify(curves)}, format: "module", shortCircuit: true } : next(name, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "1" },
    size: { type: "string", default: "full" },
    steps: { type: "boolean", default: false },
  },
})
const { prepare, playRound } = await import("./round.ts")
const { sizes } = await import("./plan.ts")
const [rounds, from] = [Number(values.rounds), Number(values.from)]
const size = sizes[values.size as keyof typeof sizes]
if (!Number.isInteger(rounds) || !Number.isInteger(from) || size === undefined) {
  console.error("usage: npm run chaos -- [--rounds N] [--seed S] [--from K] [--size small|full] [--steps]")
  process.exit(2)
}

await prepare()
const began = performance.now()
let failed = 0
let texts = 0
let simulated = 0
for (let round = from; round < from + rounds; round++) {
  const result = await playRound(`${values.seed} ${round}`, size)
  texts += result.texts
  simulated += result.simulated
  if (result.problems.length > 0 || values.steps) {
    if (result.problems.length > 0) failed++
    console.log(`\nround ${round} of seed ${values.seed}${result.problems.length > 0 ? " FAILED" : ""}`)
    console.log((values.steps ? result.steps : result.story).join("\n"))
    console.log(`  ${result.problems.join("\n  ")}`)
    console.log(`  digest ${result.digest}`)
    const options = `--seed ${values.seed} --from ${round}${values.size === "full" ? "" : ` --size ${values.size}`}`
    console.log(`  again: npm run chaos -- --rounds 1 ${options}`)
  }
}
const seconds = (performance.now() - began) / 1000
console.log(
  `${rounds} rounds in ${seconds.toFixed(1)} s, ${texts} texts, ${(simulated / 86_400_000).toFixed(1)} simulated days, ${failed} failed`,
)
process.exit(failed === 0 ? 0 : 1)
