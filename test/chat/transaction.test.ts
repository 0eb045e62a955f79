/** What a transaction leaves out. */
import { beforeEach, expect, it } from "vitest"
import type { Files } from "../../worker/agent/files.ts"
import { newContact } from "../../worker/chat/contact.ts"
import { type ChatState, loadState } from "../../worker/chat/state.ts"
import { transaction } from "../../worker/chat/transaction.ts"
import type { ItemRow } from "../../worker/store/chat.ts"
import { put } from "../../worker/store/schema.ts"
import { virtualClock } from "../support/clock.ts"
import { plainStore } from "../support/plain-store.ts"
import { seededRandom } from "../support/random.ts"

let state: ChatState
let row: ItemRow

beforeEach(async () => {
  const store = plainStore()
  await store.commit([put("profile", { profile: { displayName: "Alice", fullName: "" }, createdAt: 1 })])
  state = await loadState(
    store,
    { forget: () => [], forgetAll: () => [] } as unknown as Files,
    seededRandom("transaction"),
    virtualClock(),
  )
  const tx = transaction(state)
  tx.contact(newContact("bob", 1, 1, { status: "connected", linkHashes: [] }))
  tx.add("bob", { at: 1, direction: "sent", text: "hello", status: "sending" }, added => {
    row = added
  })
})

it("a change of a line that was removed meanwhile brings nothing of it back", () => {
  transaction(state).removeItem(row)
  const tx = transaction(state)
  tx.item({ ...row, status: "sent" })
  expect([tx.changes, tx.events]).toEqual([[], []])
})

it("a change of a line whose contact was removed meanwhile brings nothing of it back", () => {
  transaction(state).removeContacts(["bob"])
  const tx = transaction(state)
  tx.item({ ...row, status: "sent" })
  expect([tx.changes, tx.events]).toEqual([[], []])
})

it("a change of a line that is there is stored and told", () => {
  const tx = transaction(state)
  tx.item({ ...row, status: "sent" })
  expect(tx.changes).toEqual([{ table: "items", put: { ...row, status: "sent" } }])
  expect(tx.events).toMatchObject([{ type: "item", item: { text: "hello", status: "sent" } }])
})
