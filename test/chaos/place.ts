/**
 * Where a round takes place: its time, its network and its relays. Here the simulated place, in which nothing depends on
 * the machine; bridge.ts has one with real sockets.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Core, openCore } from "../relay/core.ts"
import { takeRandomFrom } from "../relay/crypto.ts"
import type { Hooks } from "../relay/hooks.ts"
import { makeChain } from "../support/certificate.ts"
import { type Net, newNet, placeOf } from "./net.ts"
import { type Plan, streams } from "./plan.ts"
import { newTime, type Time } from "./time.ts"

export type RelayInPlace = {
  readonly address: string
  up(): void
  down(): void
  /** What happens instead of the answer to the so many-th command from now. */
  answer(commands: number, verdict: "silent" | "close"): void
  /** The next message is lost. */
  swallow(): void
  heal(): void
}

export type Place = {
  readonly time: Time
  readonly net: Net
  readonly relays: readonly RelayInPlace[]
  /** Before anything happens in it. */
  readonly start: number
  /** How many times longer a device's timeouts are here than its clock says. */
  readonly slack: number
  close(): Promise<void>
}

/** What a relay is made to do, and the hooks that make it. */
export const troubles = (): Pick<RelayInPlace, "answer" | "swallow" | "heal"> & { readonly hooks: Hooks } => {
  let verdict: { commands: number; readonly verdict: "silent" | "close" } | null = null
  let hungry = false
  return {
    hooks: {
      onAnswer: (_, __, answer) => {
        if (verdict === null || --verdict.commands > 0) return answer
        const instead = verdict.verdict
        verdict = null
        return instead
      },
      onSend: () => {
        const result = hungry ? "drop" : "store"
        hungry = false
        return result
      },
    },
    answer: (commands, instead) => {
      verdict = { commands, verdict: instead }
    },
    swallow: () => {
      hungry = true
    },
    heal: () => {
      verdict = null
    },
  }
}

const start = Date.UTC(2026, 10, 22)
const messageTtl = 21 * 24 * 3600

export const simulated = (seed: string, plan: Plan): Place => {
  const time = newTime(start)
  takeRandomFrom(streams(seed, "relays"))
  const net = newNet(time, streams(seed, "net"), plan.latency)
  const folder = mkdtempSync(join(tmpdir(), "unlisted-chaos-"))

  const newRelay = (quota: number, n: number): RelayInPlace => {
    const { hooks, ...trouble } = troubles()
    const options = {
      chain: makeChain({ alg: "ed25519", now: start, random: streams(seed, `chain ${n}`) }),
      file: join(folder, `relay ${n}`),
      quota,
      messageTtl,
      now: time.now,
      after: time.after,
      hooks,
    }
    let core: Core | null = null
    const open = (): Core => {
      const opened = openCore(options)
      net.listen(n, opened.accept)
      core = opened
      return opened
    }
    const { host, port } = placeOf(n)
    return {
      ...trouble,
      address: open().address(host, port),
      up: () => {
        if (core === null) open()
      },
      down: () => {
        if (core === null) return
        net.listen(n, null)
        net.cut({ relay: n })
        core.close()
        core.closeLog()
        core = null
      },
    }
  }
  const relays = plan.quotas.map(newRelay)
  return {
    time,
    net,
    relays,
    start,
    slack: 1,
    close: async () => {
      for (const r of relays) r.down()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
