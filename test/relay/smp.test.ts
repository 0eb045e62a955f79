import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { play, scenarios } from "./scenarios.ts"
import { type Relay, startRelay } from "./smp.ts"

type Recorded = Record<string, readonly { readonly versions: readonly number[]; readonly lines: readonly string[] }[]>

/** What the reference server answered; made by differential.ts. */
const recorded: Recorded = JSON.parse(readFileSync(new URL("transcript.json", import.meta.url), "utf8"))

let relay: Relay

beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())

describe("answers as the reference server", () => {
  it("to every scenario", () => expect(Object.keys(recorded)).toEqual(Object.keys(scenarios)))

  for (const [name, transcripts] of Object.entries(recorded))
    for (const { versions, lines } of transcripts) {
      const version = versions.at(-1) ?? 0
      it.concurrent(`${name}, version ${version}`, async () => {
        expect(await play(name, parseServerAddress(relay.address, "smp").server, version)).toEqual(lines)
      })
    }
})
