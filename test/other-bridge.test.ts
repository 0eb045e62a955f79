/** A bridge of one's own instead of that of the page's host: who is connected to then, and when it is not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, startBridge } from "../bridge/bridge.ts"
import type { WorkerApi } from "../worker/api.ts"
import { toBridgeUrl } from "../worker/network.ts"
import type { Bridges } from "../worker/rim.ts"
import { bridgeAnswers, bridgeConnect, type WebSocketLike } from "../worker/smp/socket.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { acceleratedClock } from "./support/clock.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let relay: Relay
let host: Bridge
let other: Bridge
beforeAll(async () => {
  relay = await startRelay({})
  const options = { port: 0, web: null, allowPrivate: true, drainTimeout: 0 }
  ;[host, other] = await Promise.all([startBridge(options), startBridge(options)])
})
afterAll(async () => {
  await Promise.all([host.close(), other.close()])
  await relay.close()
})

const socketOf = (bridge: Bridge) => `${bridge.url.replace("http", "ws")}/bridge`
const originOf = (bridge: Bridge) => bridge.url.replace("http", "ws")

/** A browser whose page comes from `host`, and the bridges that it has connected to. */
const browser = (allowed: readonly string[] = [originOf(other)]) => {
  const used: string[] = []
  const clock = acceleratedClock(20)
  const open = (url: string) => {
    used.push(url)
    return new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike
  }
  let now = socketOf(host)
  const bridges: Bridges = {
    allowed: () => allowed,
    answers: url => bridgeAnswers(open, url, clock),
    use: url => {
      now = url ?? socketOf(host)
    },
  }
  const b = newBrowser(target => bridgeConnect(open, now, clock)(target), [relay.address], { bridges })
  return { b, used }
}
const asked = async (api: WorkerApi, used: string[]) => {
  used.length = 0
  await api.createLink()
  return new Set(used)
}

describe("another bridge", () => {
  it("carries everything once it is set, also after unlocking, until the host's is set again", async () => {
    const { b, used } = browser()
    const { api } = b.tab()
    await api.createProfile("Alice", passphrase)
    expect(await api.bridge()).toEqual({ url: null, allowed: [originOf(other)] })
    expect(await asked(api, used)).toEqual(new Set([socketOf(host)]))
    await api.setBridge(other.url.replace("http", "ws"))
    expect((await api.bridge()).url).toBe(socketOf(other))
    used.length = 0
    await api.endSession()
    await api.unlock(passphrase)
    await api.createLink()
    expect(new Set(used)).toEqual(new Set([socketOf(other)]))
    await api.setBridge(null)
    expect((await api.bridge()).url).toBeNull()
    await api.endSession()
    used.length = 0
    await api.unlock(passphrase)
    await api.createLink()
    expect(new Set(used)).toEqual(new Set([socketOf(host)]))
    await api.endSession()
  })

  it("is not used for whoever comes after the session that set it", async () => {
    const { b, used } = browser()
    const { api } = b.tab()
    await api.startPrivate("Alice")
    await api.setBridge(socketOf(other))
    await api.endSession()
    await api.startPrivate("Bob")
    expect(await asked(api, used)).toEqual(new Set([socketOf(host)]))
    await api.endSession()
  })

  it("stays on this device: a backup does not carry it", async () => {
    const { api } = browser().b.tab()
    await api.startPrivate("Alice")
    await api.setPageSettings({ theme: "dark" })
    await api.setBridge(socketOf(other))
    const blob = await api.exportBackup({ passphrase: "a backup's passphrase" })
    const there = browser().b.tab().api
    await there.importBackup(blob ?? new Blob(), { passphrase: "a backup's passphrase" }, passphrase)
    expect(await there.pageSettings()).toEqual({ theme: "dark" })
    expect((await there.bridge()).url).toBeNull()
    await Promise.all([api.endSession(), there.endSession()])
  })

  it("is refused when the host does not allow it, or nothing answers there as a bridge does; nothing is changed", async () => {
    const { api } = browser().b.tab()
    expect(await codeOf(api.setBridge(socketOf(other)))).toBe("NOT_FOUND")
    await api.startPrivate("Alice")
    expect(await codeOf(api.setBridge("wss://elsewhere.example.org"))).toBe("BRIDGE_REFUSED")
    expect(await codeOf(api.setBridge(`${socketOf(other)}/nothing`))).toBe("BRIDGE_SILENT")
    const silent = browser(["ws://127.0.0.1:1"]).b.tab().api
    await silent.startPrivate("Alice")
    expect(await codeOf(silent.setBridge("ws://127.0.0.1:1"))).toBe("BRIDGE_SILENT")
    for (const bad of ["", "http://example.org", "ws://example.org", "wss://me:pw@example.org", "ftp://x", "wss://"])
      expect(await codeOf(api.setBridge(bad))).toBe("BAD_BRIDGE")
    expect((await api.bridge()).url).toBeNull()
    await Promise.all([api.endSession(), silent.endSession()])
  })

  it("is named as people type it", () => {
    expect(toBridgeUrl(" bridge.example.org ")).toBe("wss://bridge.example.org/bridge")
    expect(toBridgeUrl("https://bridge.example.org:8443/")).toBe("wss://bridge.example.org:8443/bridge")
    expect(toBridgeUrl("wss://example.org/way/to/bridge")).toBe("wss://example.org/way/to/bridge")
    expect(toBridgeUrl("ws://localhost:8080")).toBe("ws://localhost:8080/bridge")
  })
})
