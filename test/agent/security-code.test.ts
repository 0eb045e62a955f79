/** The code that two people compare, and what is remembered of that. */
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { sameCode, securityCode } from "../../worker/chat/security.ts"
import { fromHex } from "../../worker/encoding/bytes.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { acceleratedClock } from "../support/clock.ts"
import { directConnect } from "../support/direct.ts"
import { pooledKem } from "../support/kem-pool.ts"
import { type Device, until } from "../support/node-worker.ts"
import { seededRandom } from "../support/random.ts"
import { describePair, joinBy, makeLink, newPair } from "../support/scenario.ts"

vi.mock("@noble/curves/ed25519.js", () => import("../support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("../support/native-curves.ts"))

let relay: Relay
beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())

it("is the hash as one decimal number, in groups of five digits from the left", () => {
  expect(securityCode(fromHex("00".repeat(32)))).toBe("0")
  expect(securityCode(fromHex(`${"00".repeat(29)}01e240`))).toBe("12345 6")
  const most = securityCode(fromHex("ff".repeat(32)))
  expect(most.replaceAll(" ", "")).toBe((2n ** 256n - 1n).toString())
  expect(most.split(" ").map(g => g.length)).toEqual([...Array(15).fill(5), 3])
})

it("is compared without its spaces", () => {
  expect(sameCode("12345 67", " 123 4567\n")).toBe(true)
  expect(sameCode("12345 67", "12345 68")).toBe(false)
  expect(sameCode("12345 67", "")).toBe(false)
})

it("is the same at both ends, marks the contact as verified, and not any more when keys are made anew", async () => {
  const pair = await newPair({
    connect: directConnect,
    clock: acceleratedClock(50),
    random: seededRandom("security code"),
    kem: pooledKem(),
    servers: () => [relay.address],
  })
  const { alice, bob } = pair
  const both = [alice, bob]
  const chat = (d: Device) => {
    const [found] = d.chat.chats()
    if (found === undefined) throw new Error("no chat")
    return found
  }
  const seen = (check: () => boolean) =>
    until(
      both,
      async () => check(),
      () => describePair(pair),
    )
  const code = (d: Device) => d.chat.securityCode(chat(d).id)
  try {
    await Promise.all(both.map(d => d.start()))
    const link = await makeLink(alice, "short")
    await expect(code(alice)).rejects.toThrow()
    await joinBy(bob, link)
    await seen(() => both.every(d => chat(d).status === "connected"))

    const own = await code(alice)
    expect(await code(bob)).toBe(own)
    expect(own).toMatch(/^(\d{5} )+\d{1,5}$/)
    expect(await alice.chat.verify(chat(alice).id, `${own.slice(0, -1)}x`)).toBe(false)
    expect(chat(alice).verified).toBeUndefined()
    expect(await alice.chat.verify(chat(alice).id, (await code(bob)).replaceAll(" ", ""))).toBe(true)
    expect(chat(alice).verified).toBe(true)
    expect(chat(bob).verified).toBeUndefined()
    expect(await alice.chat.verify(chat(alice).id, null)).toBe(false)
    expect(chat(alice).verified).toBeUndefined()
    expect(await alice.chat.verify(chat(alice).id, own)).toBe(true)

    alice.stop()
    await alice.start()
    expect(chat(alice).verified).toBe(true)
    await bob.chat.fixConnection(chat(bob).id, true)
    await seen(() => chat(alice).verified === undefined && both.every(d => chat(d).sync === undefined))
    expect(await code(alice)).toBe(await code(bob))
    expect(await code(alice)).not.toBe(own)
  } finally {
    for (const d of both) d.stop()
  }
})
