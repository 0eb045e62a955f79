/** Rounds of the suite. */
import { describe, expect, it } from "vitest"
import { sizes } from "./plan.ts"
import { playRound } from "./round.ts"

export const seed = 1
export const size = sizes.small
const together = 25

export const describeRounds = (from: number, to: number): void => {
  describe("random trouble", () => {
    for (let first = from; first <= to; first += together)
      it(`does no harm in rounds ${first} to ${first + together - 1}`, async () => {
        const failed: string[] = []
        for (let round = first; round < first + together; round++) {
          const { problems, story } = await playRound(`${seed} ${round}`, size)
          const again = `npm run chaos -- --rounds 1 --seed ${seed} --from ${round} --size small`
          if (problems.length > 0) failed.push([...story, ...problems, again].join("\n"))
        }
        expect(failed).toEqual([])
      }, 600_000)
  })
}
