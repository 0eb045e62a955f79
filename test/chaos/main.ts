/**
 * `npm run chaos -- [--rounds N] [--seed S] [--from K] [--size small|full] [--net bridge] [--steps]`
 *
 * Plays rounds K to K + N - 1 of the seed and ends with 1 when one of them failed. Each failure is printed with its story
 * and the command that plays exactly this round again. `--net bridge` takes real sockets and the real bridge (bridge.ts):
 * then the round is only about the same when it is played again.
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
    net: { type: "string", default: "simulated" },
    steps: { type: "boolean", default: false },
  },
})
const { prepare, playPlan } = await import("./round.ts")
const { planOf, sizes } = await import("./plan.ts")
const { brief, overBridge } = await import("./bridge.ts")
const [rounds, from] = [Number(values.rounds), Number(values.from)]
const size = sizes[values.size as keyof typeof sizes]
const isReal = values.net === "bridge"
if (!Number.isInteger(rounds) || !Number.isInteger(from) || size === undefined) {
  console.error(
    "usage: npm run chaos -- [--rounds N] [--seed S] [--from K] [--size small|full] [--net bridge] [--steps]",
  )
  process.exit(2)
}

await prepare()
const began = performance.now()
let failed = 0
let texts = 0
let simulated = 0
const summary = (done: number): void => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const days = (simulated / 86_400_000).toFixed(1)
  console.log(`${done} rounds in ${seconds} s, ${texts} texts, ${days} simulated days, ${failed} failed`)
}
for (let round = from; round < from + rounds; round++) {
  if (round > from && (round - from) % 100 === 0) summary(round - from)
  const seed = `${values.seed} ${round}`
  const plan = planOf(seed, size)
  const result = isReal ? await playPlan(seed, brief(plan), await overBridge(brief(plan))) : await playPlan(seed, plan)
  texts += result.texts
  simulated += result.simulated
  if (result.problems.length > 0 || values.steps) {
    if (result.problems.length > 0) failed++
    console.log(`\nround ${round} of seed ${values.seed}${result.problems.length > 0 ? " FAILED" : ""}`)
    console.log((values.steps ? result.steps : result.story).join("\n"))
    console.log(`  ${result.problems.join("\n  ")}`)
    console.log(`  digest ${result.digest}`)
    const options = `--seed ${values.seed} --from ${round}${values.size === "full" ? "" : ` --size ${values.size}`}${isReal ? " --net bridge" : ""}`
    console.log(`  again: npm run chaos -- --rounds 1 ${options}`)
  }
}
summary(rounds)
process.exit(failed === 0 ? 0 : 1)
