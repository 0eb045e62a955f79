/** What a server may answer while it is tested: whatever it is, the outcome names a step, and nothing hangs or breaks. */
import type { AddressInfo } from "node:net"
import { createServer, type Server, type TLSSocket } from "node:tls"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ServerTest, ServerTestStep } from "../../worker/api.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Response } from "../../worker/smp/commands.ts"
import { testServer } from "../../worker/smp/trial.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { makeChain } from "../support/certificate.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const rim = { connect: directConnect, clock: acceleratedClock(100), random }

let hooks: Hooks = {}
let relay: Relay
beforeAll(async () => {
  const live: Hooks = {
    onAnswer: (c, id, r) => hooks.onAnswer?.(c, id, r) ?? r,
    onDeliver: m => hooks.onDeliver?.(m) ?? "deliver",
    onSend: m => hooks.onSend?.(m) ?? "store",
    hello: h => hooks.hello?.(h) ?? h,
  }
  relay = await startRelay({ hooks: live })
})
afterAll(() => relay.close())

const tested = (h: Hooks): Promise<ServerTest> => {
  hooks = h
  return testServer(parseServerAddress(relay.address, "smp"), rim)
}

const answering = (command: string, answer: Response | "silent" | "close"): Hooks => ({
  onAnswer: (c, _, r) => (c.type === command ? answer : r),
})
const steps: readonly (readonly [string, ServerTestStep])[] = [
  ["NEW", "create"],
  ["SKEY", "secure"],
  ["SEND", "send"],
  ["DEL", "delete"],
]
const ids: Response = {
  type: "IDS",
  rcvId: random(24),
  sndId: random(24),
  srvDhKey: random(44),
  mode: "messaging",
  linkId: null,
  serviceId: null,
  ntf: null,
}

describe("a server that is tested may answer", () => {
  for (const [command, step] of steps) {
    it(`${command} with what does not belong to it: SERVER_BROKEN`, async () => {
      const answers: Response[] = [
        { type: "PONG" },
        { type: "END" },
        { type: "LNK", sndId: random(24), fixedData: random(10), userData: random(10) },
        { type: "ERR", error: { type: "NO_MSG" } },
        { type: "ERR", error: { type: "QUOTA" } },
        { type: "INFO", json: "{" },
      ]
      for (const answer of answers)
        expect(await tested(answering(command, answer))).toEqual({ ok: false, step, code: "SERVER_BROKEN" })
    })
    it(`${command} with nothing, or by going away`, async () => {
      expect(await tested(answering(command, "silent"))).toEqual({ ok: false, step, code: "TIMEOUT" })
      expect(await tested(answering(command, "close"))).toEqual({ ok: false, step, code: "NETWORK" })
    })
    it(`${command} with AUTH`, async () => {
      const code = command === "NEW" ? "SERVER_PASSWORD" : "SERVER_BROKEN"
      const auth: Response = { type: "ERR", error: { type: "AUTH" } }
      expect(await tested(answering(command, auth))).toEqual({ ok: false, step, code })
    })
  }
  it("NEW with ids of its own choice, or a key that is none", async () => {
    for (const answer of [ids, { ...ids, srvDhKey: random(3) }, { ...ids, rcvId: random(0), sndId: random(0) }]) {
      const outcome = await tested(answering("NEW", answer))
      expect(outcome).toMatchObject({ ok: false, code: expect.stringMatching(/SERVER_BROKEN|NETWORK|TIMEOUT/) })
    }
  })
  it("with a message that does not come, is another one, or noise", async () => {
    const at = (code: string) => ({ ok: false, step: "receive", code })
    expect(await tested({ onDeliver: () => "drop" })).toEqual(at("TIMEOUT"))
    expect(await tested({ onSend: () => "drop" })).toEqual(at("TIMEOUT"))
    for (const length of [0, 16, 100, 16_122])
      expect(await tested({ onDeliver: () => random(length) })).toEqual(at("SERVER_BROKEN"))
    expect(await tested({ onDeliver: () => "duplicate" })).toEqual({ ok: true })
  })
  it("with any hello", async () => {
    const at = (code: string) => ({ ok: false, step: "connect", code })
    for (const bytes of [random(0), random(1), random(100), random(16_000)])
      expect(await tested({ hello: () => bytes })).toEqual(at("SERVER_BROKEN"))
    expect(await tested({ hello: h => ({ ...h, versions: { min: 90, max: 99 } }) })).toEqual(at("SERVER_BROKEN"))
    expect(await tested({ hello: h => ({ ...h, versions: { min: 6, max: 9 } }) })).toEqual(at("SERVER_OLD"))
  })
  it("after all that it still works", async () => expect(await tested({})).toEqual({ ok: true }))
})

describe("what is no server of this kind", () => {
  let server: Server
  let say: (socket: TLSSocket) => void = () => undefined
  const chain = makeChain({ alg: "ed25519" })
  beforeAll(async () => {
    server = createServer(
      { key: chain.leafKeyPem, cert: chain.leafPem + chain.caPem, ALPNProtocols: ["smp/1"], minVersion: "TLSv1.3" },
      s => {
        s.on("error", () => undefined)
        say(s)
      },
    )
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  })
  afterAll(() => server.close())

  it("gives an outcome whatever it says, and when it says nothing", async () => {
    const { port } = server.address() as AddressInfo
    const address = parseServerAddress(`smp://LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@127.0.0.1:${port}`, "smp")
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40_000 }), fc.boolean(), async (bytes, end) => {
        say = s => (end ? s.end(bytes) : s.write(bytes))
        // Nothing that is said here takes long; silence is waited for.
        const outcome = await testServer(address, { ...rim, clock: acceleratedClock(1000) })
        expect(outcome).toMatchObject({ ok: false, step: "connect" })
        if (!outcome.ok) expect(["SERVER_BROKEN", "TIMEOUT", "NETWORK"]).toContain(outcome.code)
      }),
      { numRuns: 25 },
    )
  })
})
