/** Taking one profile out of a store that has several: all of it, whatever happens meanwhile, and nothing of others. */
import { describe, expect, it } from "vitest"
import type { Backend } from "../../worker/store/backend.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { removeOwned } from "../../worker/store/owner.ts"
import { type Change, put, tableNames } from "../../worker/store/schema.ts"
import { openStore } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const empty = new Uint8Array(0)

/** A profile with one row of most kinds; its ids begin with `name`. */
const rowsOf = (name: string, userId: number): readonly Change[] => {
  const [connId, contactId, fileId] = [`${name}-conn`, `${name}-contact`, `${name}-file`]
  const row = { connId, userId, contactId, fileId, order: 1, createdAt: 0, name }
  const rows = {
    connections: { ...row, role: "inviter", agentVersion: 7, pqSupport: true, rcv: [], snd: [] },
    ratchets: { ...row, ratchet: empty },
    skipped: { ...row, keys: empty },
    deliveries: { ...row, deliveryId: 1, body: empty },
    sent: { ...row, sndMsgId: 1, hash: empty },
    profile: { ...row, profile: { displayName: name, fullName: "" } },
    contacts: { ...row, status: "connected", linkHashes: [] },
    items: { ...row, at: 0, direction: "sent", text: "hello", status: "sent" },
    kept: { ...row, event: "x", message: "{}", at: 0 },
    messageIds: { ...row, hash: name },
    files: { ...row, size: 1, state: "here" },
    chunks: { ...row, no: 1 },
    probes: { ...row, probeId: `${name}-probe`, at: 0, hash: "" },
  }
  return Object.entries(rows).map(([table, r]) => put(table as "profile", r as never))
}

const keysIn = async (backend: Backend): Promise<readonly string[]> => {
  const all = await Promise.all(
    tableNames.map(async table => (await backend.list(table, { prefix: [] })).map(r => `${table} ${r.key.join(" ")}`)),
  )
  return all.flat()
}

describe("a profile that is taken out of a store", () => {
  it("leaves nothing when it is interrupted between any two writes and then done again", async () => {
    const key = await sessionKey(random)
    const others = memoryBackend()
    await openStore(others, key, random).commit(rowsOf("bob", 2))
    const left = await keysIn(others)
    for (let writes = 0, isDone = false; !isDone; writes++) {
      const memory = memoryBackend()
      await openStore(memory, key, random).commit([...rowsOf("ann", 1), ...rowsOf("bob", 2)])
      let before = writes
      const dying: Backend = {
        ...memory,
        write: rows => (before-- > 0 ? memory.write(rows) : Promise.reject(new Error("power cut"))),
      }
      isDone = await removeOwned(openStore(dying, key, random), 1).then(
        () => true,
        () => false,
      )
      await removeOwned(openStore(memory, key, random), 1)
      expect(await keysIn(memory), `after ${writes} writes`).toEqual(left)
    }
  })
})
