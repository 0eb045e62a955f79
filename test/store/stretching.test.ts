/** Each passphrase that is tried takes as long as any other: it is stretched once, whatever it opens. */
import { beforeEach, expect, it, vi } from "vitest"
import { codeOf, newBrowser, passphrase } from "../support/tabs.ts"

const counted = vi.hoisted(() => ({ times: 0 }))
vi.mock("hash-wasm", async original => {
  const real = await original<typeof import("hash-wasm")>()
  return {
    ...real,
    // The real one, counted.
    argon2id: (...options: Parameters<typeof real.argon2id>) => {
      counted.times++
      return real.argon2id(...options)
    },
  }
})

const destroying = "burn it all"
const kept = async () => {
  const { api } = newBrowser().tab()
  await api.createProfile("Alice", passphrase)
  return api
}
beforeEach(() => {
  counted.times = 0
})

it("the right passphrase, a wrong one, and the one that destroys are stretched once, also after they were changed", async () => {
  const api = await kept()
  await api.setSelfDestruct(passphrase, { passphrase: destroying, displayName: "Nobody" })
  await api.changePassphrase(passphrase, "battery staple")
  const timesOf = async (tried: string) => {
    await api.endSession()
    counted.times = 0
    await api.unlock(tried).catch(() => undefined)
    return counted.times
  }
  expect(await timesOf("wrong one")).toBe(1)
  expect(await timesOf("battery staple")).toBe(1)
  expect(await timesOf(destroying)).toBe(1)
  expect(await api.session()).toMatchObject({ state: "open", displayName: "Nobody", kept: true })
  // The new profile is locked by it as by any passphrase.
  expect(await timesOf(destroying)).toBe(1)
  expect(await api.session()).toMatchObject({ state: "open", displayName: "Nobody" })
  await api.endSession()
  expect(await codeOf(api.unlock("battery staple"))).toBe("WRONG_PASSPHRASE")
})

it("as many times where no passphrase was ever set to destroy", async () => {
  const api = await kept()
  await api.endSession()
  counted.times = 0
  expect(await codeOf(api.unlock(destroying))).toBe("WRONG_PASSPHRASE")
  expect(counted.times).toBe(1)
})
