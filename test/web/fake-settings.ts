/** The fake worker's part about locking, backups, servers and settings. */
import type {
  ChatEvent,
  Failure,
  FailureCode,
  FileSettings,
  NetworkConfig,
  PageSettings,
  Passkey,
  ServerInfo,
  ServerList,
  ServerSummary,
  Session,
  WorkerApi,
} from "../../worker/api.ts"
import { fake } from "./fake-state.ts"
import { opening } from "./opening.ts"

type Fake = {
  readonly take: (event: ChatEvent) => void
  act(command: keyof WorkerApi): Promise<void>
  failure(code: FailureCode): Failure
  enter(session: Session): void
  session(): Session
}

const preset = (host: string, operator: "simplex" | "flux", protocol: "smp" | "xftp" = "smp"): ServerInfo => ({
  address: `${protocol}://0YuTwO05YJWS8rkjn9eLJDjQhFKvIYd8d4xG8X1blIU=@${host}`,
  protocol,
  hosts: [host, "beccx4yfxxbvyhqypaavemqurytl6hozr47wfc7uuecacjqdvwpw2xid.onion"],
  operator,
  source: "preset",
  hasPassword: false,
  enabled: true,
  uses: { storage: true, proxy: true },
})

const roles = { smp: { storage: true, proxy: true }, xftp: { storage: true, proxy: true } }

const firstList: ServerList = {
  operators: [
    {
      id: "simplex",
      name: "SimpleX Chat",
      legalName: "SimpleX Chat Ltd",
      domains: ["simplex.im"],
      enabled: true,
      roles,
      conditions: { url: "https://example.org/conditions", acceptedAt: 1, isNew: false },
    },
    {
      id: "flux",
      name: "Flux",
      legalName: "InFlux Technologies Limited",
      domains: ["simplexonflux.com"],
      enabled: false,
      roles,
      conditions: { url: "https://example.org/conditions", isNew: false },
    },
  ],
  servers: [
    preset("smp8.simplex.im", "simplex"),
    preset("smp9.simplex.im", "simplex"),
    preset("smp1.simplexonflux.com", "flux"),
    preset("xftp1.simplex.im", "simplex", "xftp"),
  ],
  problems: [],
}

const inUse: readonly ServerSummary[] = [
  {
    userId: 1,
    server: "smp://0YuTwO05YJWS8rkjn9eLJDjQhFKvIYd8d4xG8X1blIU=@smp8.simplex.im,beccx4yfxxbvyhqypaavemq.onion",
    sessions: { connected: 1, connecting: 0, failed: 0 },
    subscriptions: { active: 12, pending: 0, elsewhere: 0 },
    counters: { received: 340, sentDirect: 17, sentViaProxy: 200 },
  },
  {
    userId: 1,
    server: "smp://0YuTwO05YJWS8rkjn9eLJDjQhFKvIYd8d4xG8X1blIU=@smp1.simplexonflux.com",
    sessions: { connected: 0, connecting: 0, failed: 1 },
    subscriptions: { active: 0, pending: 1, elsewhere: 1 },
    counters: {},
    problem: "TIMEOUT",
  },
]

export const settingsApi = ({ act, failure, enter, session, take }: Fake): Partial<WorkerApi> => {
  let settings: PageSettings | null = null
  let wallpaper: Uint8Array | null | undefined
  let bridge: string | null = null
  let passkeys: readonly Passkey[] = []
  let list = firstList
  let passphrase = opening
  let network: NetworkConfig = {
    routing: "unknown",
    fallback: "allow",
    isolation: "session",
    onionHosts: "prefer",
    connectTimeout: 45_000,
    commandTimeout: 30_000,
    pingInterval: 20 * 60_000,
    pingCount: 3,
  }
  let counted = true
  let fileSettings: FileSettings = { images: true, voice: true, videos: false, askServers: true }
  let inChats = [
    { chatId: "alice", size: 734_003_200, count: 12 },
    { chatId: "bob", size: 52_000, count: 1 },
  ]
  const change = (address: string, patch: Partial<ServerInfo>): ServerList => {
    list = { ...list, servers: list.servers.map(s => (s.address === address ? { ...s, ...patch } : s)) }
    return list
  }
  const name = () => {
    const now = session()
    return now.state === "open" ? now.displayName : "Robin"
  }
  return {
    fileSettings: async () => fileSettings,
    setFileSettings: async next => {
      await act("setFileSettings")
      fileSettings = next
    },
    storage: async () => ({
      chats: inChats,
      all: { size: inChats.reduce((n, c) => n + c.size, 0), count: inChats.reduce((n, c) => n + c.count, 0) },
      free: 8_000_000_000,
    }),
    deleteFiles: async chatId => {
      await act("deleteFiles")
      inChats = inChats.filter(c => chatId !== null && c.chatId !== chatId)
    },
    unlock: async typed => {
      await act("unlock")
      if (typed !== passphrase) throw failure("WRONG_PASSPHRASE")
      enter({ state: "open", displayName: "Robin", kept: true })
    },
    endSession: async () => {
      await act("endSession")
      const now = session()
      enter(now.state === "open" && now.kept ? { state: "locked" } : { state: "new" })
    },
    keepSession: async typed => {
      await act("keepSession")
      if (typed.length < 6) throw failure("BAD_PASSPHRASE")
      enter({ state: "open", displayName: name(), kept: true })
    },
    changePassphrase: async (from, to) => {
      await act("changePassphrase")
      if (from !== passphrase) throw failure("WRONG_PASSPHRASE")
      if (to.length < 6) throw failure("BAD_PASSPHRASE")
      passphrase = to
    },
    setSelfDestruct: async (typed, destroying) => {
      await act("setSelfDestruct")
      if (typed !== passphrase) throw failure("WRONG_PASSPHRASE")
      if (destroying && destroying.passphrase.length < 6) throw failure("BAD_PASSPHRASE")
    },
    passkeys: async () => passkeys,
    confirmPassphrase: async typed => {
      await act("confirmPassphrase")
      if (typed !== passphrase) throw failure("WRONG_PASSPHRASE")
    },
    addPasskey: async (_typed, passkey) => {
      await act("addPasskey")
      passkeys = [...passkeys, { ...passkey, addedAt: Date.UTC(2026, 10, 21, 12) }]
    },
    removePasskey: async id => {
      await act("removePasskey")
      passkeys = passkeys.filter(p => p.id.join() !== id.join())
    },
    destroy: async () => {
      await act("destroy")
      enter({ state: "new" })
    },
    continueWithout: async () => {
      await act("continueWithout")
      enter({ state: "open", displayName: "Robin", kept: true })
    },
    exportBackup: async (_to, _file, alone) => {
      await act("exportBackup")
      const profile = alone ? { profile: { id: 2, name: "Robin at work" } } : {}
      enter({ state: "exported", at: Date.UTC(2026, 10, 21, 12), kept: true, ...profile })
      return new Blob(["age-encryption.org/v1\n"])
    },
    continueHere: async () => {
      await act("continueHere")
      enter({ state: "open", displayName: "Robin", kept: true })
    },
    carry: async () => {
      const before = session()
      const kept = before.state === "open" && before.kept
      enter({ state: "carrying", kept })
      try {
        await act("carry")
      } catch (e) {
        enter(before)
        throw e
      }
      enter({ state: "exported", at: Date.UTC(2026, 10, 21, 12), kept })
      return `/?desc=${"a".repeat(600)}&data=%7B%22key%22%3A1%7D`
    },
    cancelCarry: async () => act("cancelCarry"),
    importCarried: async (_fragment, typed) => {
      await act("importCarried")
      if (typed.length < 6) throw failure("BAD_PASSPHRASE")
      enter({ state: "open", displayName: "Robin", kept: true })
    },
    importBackup: async (_file, by) => {
      await act("importBackup")
      if (!("passphrase" in by) || by.passphrase !== opening) throw failure("WRONG_PASSPHRASE")
      enter({ state: "open", displayName: "Robin", kept: true })
    },
    newBackupKey: async () => ({
      identity: "AGE-SECRET-KEY-PQ-1J8GY6JGMU0M3TQ0D6S7Y4Q9X2V5K8L1P3R6T9W2Z4C7F0HQQQQQQQQQ",
      recipient: "age1pq1recipient",
    }),
    pageSettings: async () => settings ?? fake.scene.pageSettings ?? {},
    setPageSettings: async next => {
      await act("setPageSettings")
      settings = next
    },
    wallpaper: async () => {
      const { wallpaper: first } = fake.scene
      if (wallpaper !== undefined || first === undefined) return wallpaper ?? null
      return Uint8Array.from(atob(first), c => c.charCodeAt(0))
    },
    setWallpaper: async picture => {
      await act("setWallpaper")
      wallpaper = picture
    },
    bridge: async () => ({ url: bridge, allowed: ["wss://bridge.example.org"] }),
    setBridge: async url => {
      await act("setBridge")
      if (url !== null && !url.includes("bridge.example.org")) throw failure("BRIDGE_REFUSED")
      bridge = url
    },
    developerInfo: async () => ({
      protocols: { smp: "11-18", smpClient: "1-4", agent: "2-7", ratchet: "2-3", chat: "1-16", xftp: "1-3" },
      rows: { contacts: 12, items: 345 },
      files: 3,
    }),
    networkConfig: async () => network,
    setNetworkConfig: async next => {
      await act("setNetworkConfig")
      network = next
    },
    fileWays: async () => ({
      allowed: ["https://xftp1.simplex.im", "https://files.example.org:8443"],
      ways: [
        { host: "files.example.org:8443", way: "direct" },
        { host: "xftp1.simplex.im", way: "bridge" },
      ],
    }),
    serversSummary: async () => ({ since: Date.UTC(2026, 10, 1), servers: counted ? inUse : [] }),
    reconnect: async () => act("reconnect"),
    setReceiving: async on => {
      await act("setReceiving")
      take({ type: "network", status: on ? "online" : "stopped" })
    },
    resetStatistics: async () => {
      await act("resetStatistics")
      counted = false
    },
    servers: async () => {
      await act("servers")
      return list
    },
    addServer: async address => {
      await act("addServer")
      const found = /^(smp|xftp):\/\/[\w-]+=?@([\w.]+)$/.exec(address.trim())
      if (!found) throw failure("BAD_SERVER")
      const { operator: _, ...own } = preset(found[2] ?? "", "simplex", found[1] as "smp" | "xftp")
      list = { ...list, servers: [...list.servers, { ...own, address: address.trim(), source: "own" }] }
      return list
    },
    removeServer: async address => {
      await act("removeServer")
      list = { ...list, servers: list.servers.filter(s => s.address !== address) }
      return list
    },
    enableServer: async (address, enabled) => {
      await act("enableServer")
      return change(address, { enabled })
    },
    testServer: async address => {
      await act("testServer")
      const tested = address.includes("smp9")
        ? ({ ok: false, step: "connect", code: "SERVER_UNREACHABLE", at: 1 } as const)
        : ({ ok: true, at: 1 } as const)
      change(address, { tested })
      return tested
    },
    changeOperator: async (id, { enabled }) => {
      await act("changeOperator")
      const operators = list.operators.map(o => (o.id === id ? { ...o, enabled: enabled ?? o.enabled } : o))
      list = { ...list, operators }
      return list
    },
    acceptConditions: async ids => {
      await act("acceptConditions")
      const operators = list.operators.map(o =>
        ids.includes(o.id) ? { ...o, conditions: { ...o.conditions, acceptedAt: 1, isNew: false } } : o,
      )
      list = { ...list, operators }
      return list
    },
  }
}
