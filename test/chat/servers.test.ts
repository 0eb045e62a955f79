/** The servers of a profile, as the agent asks for them with every message. */
import { describe, expect, it } from "vitest"
import { keptServers } from "../../worker/chat/servers.ts"
import type { ChatState } from "../../worker/chat/state.ts"

const newState = (): Pick<ChatState, "profiles" | "servers" | "operators"> => ({
  profiles: new Map([[1, { profile: { displayName: "Ann", fullName: "" }, createdAt: 5 }]]),
  servers: new Map(),
  operators: new Map(),
})
const host = ["smp://LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@one.example"]

describe("the servers of a profile", () => {
  it("are found out once, until something changes that they come of", () => {
    const state = newState()
    let named: readonly string[] | null = null
    const servers = keptServers(state, () => named)
    expect(servers(1, "smp").missing).toBe("configuration")
    named = host
    const first = servers(1, "smp")
    expect(first.storage).toHaveLength(1)
    expect(servers(1, "smp")).toBe(first)
    expect(servers(1, "xftp")).not.toBe(first)
    expect(servers(2, "smp")).not.toBe(first)
    const server = "smp://LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@one.example"
    state.servers.set(1, { userId: 1, own: [], changed: [{ server, enabled: false }] })
    expect(servers(1, "smp")).toMatchObject({ storage: [], missing: "servers" })
    state.servers.delete(1)
    named = []
    expect(servers(1, "smp").missing).toBe("conditions")
    state.operators.set("simplex", { id: "simplex", accepted: { commit: "any", at: 1 } })
    expect(servers(1, "smp").storage.length).toBeGreaterThan(0)
  })
})
