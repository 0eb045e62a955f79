/** What one round will be: people, who knows whom, servers, and what happens when. Made of the seed alone. */
import type { Random } from "../../worker/platform.ts"
import { below, seededRandom } from "../support/random.ts"
import type { Side } from "./net.ts"

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** People are numbered; a pair is who made the link and who used it. */
export type Pair = { readonly people: readonly [number, number]; readonly by: "short" | "full" | "address" }

export type Happening =
  /** Of a pair, `who` (0 or 1) writes so many texts at once. */
  | { readonly what: "say"; readonly pair: number; readonly who: 0 | 1; readonly texts: number }
  | { readonly what: "kill"; readonly person: number; readonly down: number }
  /** The process dies at its so many-th step from now. */
  | {
      readonly what: "die"
      readonly person: number
      readonly steps: number
      readonly when: "before" | "after"
      readonly down: number
    }
  | { readonly what: "stop"; readonly person: number; readonly down: number }
  | { readonly what: "cut"; readonly person: number }
  | { readonly what: "lose"; readonly person: number; readonly side: Side; readonly chunks: number }
  | { readonly what: "silence"; readonly person: number; readonly sides: readonly Side[] }
  | { readonly what: "slow"; readonly person: number; readonly ms: number; readonly lasts: number }
  | { readonly what: "bridge"; readonly down: number }
  | { readonly what: "relay"; readonly relay: number; readonly down: number }
  /** The relay carries out its so many-th command from now, and does not answer, or cuts the connection. */
  | { readonly what: "answer"; readonly relay: number; readonly commands: number; readonly verdict: "silent" | "close" }
  /** All machines sleep for so long. */
  | { readonly what: "jump"; readonly ms: number }
  /** One person's clock is set forward. */
  | { readonly what: "clock"; readonly person: number; readonly ms: number }
  | { readonly what: "move"; readonly pair: number; readonly who: readonly (0 | 1)[] }
  | { readonly what: "abort"; readonly pair: number; readonly who: 0 | 1 }
  | { readonly what: "fix"; readonly pair: number; readonly who: readonly (0 | 1)[] }
  | { readonly what: "wake"; readonly person: number }
  /** The relay says that it took the next message, and did not. In no plan: shows that the check finds it. */
  | { readonly what: "swallow"; readonly relay: number }

/** `after`: milliseconds since what happened before. */
export type Event = Happening & { readonly after: number }

export type Plan = {
  readonly people: number
  readonly pairs: readonly Pair[]
  /** Messages that a queue of each server holds. */
  readonly quotas: readonly number[]
  /** Milliseconds one way, at least; at most twice that. */
  readonly latency: number
  /** Things happen while people connect already, not only after that. */
  readonly wild: boolean
  readonly events: readonly Event[]
}

/** `events`: at least and at most. */
export type Size = {
  readonly people: number
  readonly events: readonly [number, number]
  /** Texts written at once, at most; but one in `floods` times it is 30. */
  readonly burst: number
  readonly floods: number
}

export const sizes: Readonly<Record<"small" | "full", Size>> = {
  small: { people: 3, events: [8, 18], burst: 3, floods: 80 },
  full: { people: 5, events: [20, 100], burst: 6, floods: 20 },
}

export const planOf = (seed: string, size: Size): Plan => {
  const random = seededRandom(`${seed} plan`)
  const upTo = (n: number): number => below(random, n)
  const pick = <T>(all: readonly T[]): T => all[upTo(all.length)] as T
  const flip = (): 0 | 1 => (upTo(2) === 0 ? 0 : 1)

  const people = 2 + (upTo(3) === 0 ? upTo(size.people - 1) : 0)
  const pairs: Pair[] = []
  const know = (a: number, b: number): void => {
    const by = pick(["short", "short", "full", "address"] as const)
    pairs.push({ people: upTo(2) === 0 ? [a, b] : [b, a], by })
  }
  for (let p = 1; p < people; p++) know(upTo(p), p)
  const quota = pick([128, 128, 3, 5, 8])
  const quotas = Array.from({ length: 1 + upTo(3) }, () => quota)

  const latency = pick([1, 20, 150])
  /** So many of the next events come one upon the other, and nobody stays away for long. */
  let flurry = 0
  const span = (): number => {
    if (flurry > 0) flurry--
    else if (upTo(6) === 0) flurry = 3 + upTo(8)
    if (flurry > 0) return upTo(4 + 40 * latency)
    return pick([upTo(50), upTo(second), upTo(10 * second), upTo(2 * minute), upTo(20 * minute)])
  }
  const down = (): number =>
    flurry > 0
      ? upTo(5 * second)
      : pick([0, upTo(200), upTo(20 * second), upTo(5 * minute), upTo(hour), upTo(6 * hour)])
  const both = (): readonly (0 | 1)[] => pick([[0], [1], [0, 1]])
  /** Some rounds are about one thing more than about others. */
  const theme = pick(["all", "all", "move", "fix", "move and fix", "crash", "net"] as const)
  const more = (name: string, weight: number): number => (theme.includes(name) ? weight * 4 : weight)

  const table = (): readonly (readonly [number, () => Happening])[] => [
    [
      30,
      () => ({
        what: "say",
        pair: upTo(pairs.length),
        who: flip(),
        texts: upTo(size.floods) === 0 ? 30 : 1 + upTo(size.burst),
      }),
    ],
    [more("crash", 4), () => ({ what: "kill", person: upTo(people), down: down() })],
    [
      more("crash", 4),
      () => ({
        what: "die",
        person: upTo(people),
        steps: 1 + upTo(30),
        when: pick(["before", "after"]),
        down: down(),
      }),
    ],
    [2, () => ({ what: "stop", person: upTo(people), down: down() })],
    [more("net", 3), () => ({ what: "cut", person: upTo(people) })],
    [more("net", 2), () => ({ what: "lose", person: upTo(people), side: pick(["up", "down"]), chunks: 1 + upTo(2) })],
    [
      more("net", 2),
      () => ({ what: "silence", person: upTo(people), sides: pick([["up"], ["down"], ["up", "down"]] as const) }),
    ],
    [more("net", 2), () => ({ what: "slow", person: upTo(people), ms: upTo(40 * second), lasts: upTo(5 * minute) })],
    [more("net", 2), () => ({ what: "bridge", down: down() })],
    [more("net", 2), () => ({ what: "relay", relay: upTo(quotas.length), down: down() })],
    [
      more("net", 3),
      () => ({
        what: "answer",
        relay: upTo(quotas.length),
        commands: 1 + upTo(12),
        verdict: pick(["silent", "close"]),
      }),
    ],
    [1, () => ({ what: "jump", ms: pick([upTo(minute), upTo(hour), upTo(day)]) })],
    [1, () => ({ what: "clock", person: upTo(people), ms: pick([upTo(minute), upTo(hour), upTo(day / 2)]) })],
    [more("move", 5), () => ({ what: "move", pair: upTo(pairs.length), who: both() })],
    [more("move", 1), () => ({ what: "abort", pair: upTo(pairs.length), who: flip() })],
    [more("fix", 4), () => ({ what: "fix", pair: upTo(pairs.length), who: both() })],
    [1, () => ({ what: "wake", person: upTo(people) })],
  ]

  const happening = (): Happening => {
    const all = table()
    let at = upTo(all.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, make] of all) {
      if (at < weight) return make()
      at -= weight
    }
    throw new Error("weights do not add up")
  }

  const [fewest, most] = size.events
  const events = Array.from({ length: fewest + upTo(most - fewest + 1) }, () => ({ after: span(), ...happening() }))
  return { people, pairs, quotas, latency, wild: upTo(4) === 0, events }
}

export const streams = (seed: string, name: string): Random => seededRandom(`${seed} ${name}`)
