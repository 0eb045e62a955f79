import { describe, expect, it, vi } from "vitest"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Response } from "../../worker/smp/commands.ts"
import { newKeys, random } from "./crypto.ts"
import { create, err, ok, open, start, textOf, through } from "./setting.ts"

describe("private routing between two relays", () => {
  for (const maxVersion of [8, 10, 11, 13, 14, 18])
    it(`to a relay of version ${maxVersion}`, async () => {
      const [first, second] = [await start(), await start({ maxVersion })]
      const recipient = await open(second.address)
      const q = await create(recipient)
      const sender = await open(first.address)
      expect(await through(sender, second.address, q, "hidden")).toEqual(ok)
      expect(textOf(q, (await recipient.next()).response)).toBe("hidden")
      expect(await through(sender, second.address, { ...q, sndId: random(24) }, "x")).toEqual(err("AUTH"))
      expect(second.stats.commands).toMatchObject({ RFWD: 2 })
      // one connection of the proxy serves all
      await through(await open(first.address), second.address, q, "again")
      expect(second.stats.accepted).toBe(2)
    })

  it("a destination that is silent, and one that goes away", async () => {
    let silent = true
    const hooks = { onAnswer: (_: unknown, __: Bytes, answer: Response) => (silent ? ("silent" as const) : answer) }
    const [first, second] = [await start({ proxyTimeout: 300 }), await start({ hooks })]
    const sender = await open(first.address)
    const q = { rcvId: random(24), sndId: random(24), key: newKeys("ed25519"), secret: random(32) }
    const broker = (error: object) => ({ type: "ERR", error: { type: "PROXY", error } })
    expect(await through(sender, second.address, q, "x")).toEqual(
      broker({ type: "BROKER", error: { type: "TIMEOUT" } }),
    )
    silent = false
    expect(await through(sender, second.address, q, "x")).toEqual(err("AUTH"))
    await second.close()
    // until the proxy has noticed, it may still name the old session
    await vi.waitFor(async () =>
      expect(await through(sender, second.address, q, "x")).toMatchObject(
        broker({ type: "BROKER", error: { type: "NETWORK" } }),
      ),
    )
  })

  it("a destination of another identity", async () => {
    const [first, second] = [await start(), await start()]
    const { server } = parseServerAddress(second.address, "smp")
    const sender = await open(first.address)
    const answer = await sender.request({ type: "PRXY", server: { ...server, keyHash: random(32) }, auth: null })
    expect(answer).toMatchObject({ type: "ERR", error: { type: "PROXY", error: { type: "BROKER" } } })
  })
})
