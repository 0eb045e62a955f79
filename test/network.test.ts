/** How we talk to servers, as it is set and seen by the page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NetworkConfig } from "../worker/api.ts"
import { defaultNetwork } from "../worker/smp/network.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { directConnect } from "./support/direct.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let relay: Relay
beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const online = async () => {
  const { api } = newBrowser(directConnect, [relay.address]).tab()
  await api.createProfile("Alice", passphrase)
  return api
}

describe("the network settings", () => {
  it("are those of the apps at first, and stay what they were set to when the profile is locked", async () => {
    const api = await online()
    expect(await api.networkConfig()).toEqual(defaultNetwork)
    const other: NetworkConfig = { ...defaultNetwork, routing: "always", isolation: "connection", pingCount: 5 }
    await api.setNetworkConfig(other)
    expect(await api.networkConfig()).toEqual(other)
    await api.endSession()
    expect(await codeOf(api.networkConfig())).toBe("NOT_FOUND")
    await api.unlock(passphrase)
    expect(await api.networkConfig()).toEqual(other)
    await api.endSession()
  })

  it("are refused when they make no sense, and stay as they were", async () => {
    const api = await online()
    const bad = [
      {},
      null,
      { ...defaultNetwork, routing: "sometimes" },
      { ...defaultNetwork, isolation: "toString" },
      { ...defaultNetwork, connectTimeout: 0 },
      { ...defaultNetwork, commandTimeout: Number.NaN },
      { ...defaultNetwork, pingInterval: -1 },
    ]
    for (const config of bad) expect(await codeOf(api.setNetworkConfig(config as never))).toBe("NOT_ALLOWED")
    expect(await api.networkConfig()).toEqual(defaultNetwork)
    await api.endSession()
  })

  it("make new sessions where they change how one is made, and a link can be made over them", async () => {
    const api = await online()
    await api.createLink()
    await api.setNetworkConfig({ ...defaultNetwork, isolation: "connection" })
    const chat = await api.createLink()
    expect(chat.status).toBe("link")
    await api.endSession()
  })
})

describe("the servers in use", () => {
  it("are told with their sessions and counters, made anew and counted anew when asked", async () => {
    const api = await online()
    expect((await api.serversSummary()).servers).toEqual([])
    await api.createLink()
    const [one] = (await api.serversSummary()).servers
    expect(one).toMatchObject({ sessions: { connected: 1 }, counters: { created: 1 } })
    await api.reconnect()
    await api.resetStatistics()
    const [later] = (await api.serversSummary()).servers
    expect(later?.counters.created ?? 0).toBe(0)
    await api.createLink()
    expect((await api.serversSummary()).servers[0]).toMatchObject({ counters: { created: 1 } })
    await api.endSession()
  })
})
