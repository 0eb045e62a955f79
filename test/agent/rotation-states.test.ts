/** The states of a change of the contact's address, as pure functions of the row. */
import { expect, it } from "vitest"
import { answered, asked, rotationStep } from "../../worker/agent/rotation.ts"
import type { ConnectionRow, SndQueue } from "../../worker/store/agent.ts"

const queue = (n: number): SndQueue => ({
  server: "smp://one",
  sndId: new Uint8Array(24).fill(n),
  authKey: new Uint8Array(32),
  e2ePublic: new Uint8Array(32),
  e2eSecret: new Uint8Array(32),
  clientVersion: 4,
  canSecure: true,
  status: "active",
})
const row: ConnectionRow = {
  connId: "c",
  role: "inviter",
  createdAt: 0,
  agentVersion: 7,
  pqSupport: true,
  rcv: [],
  snd: [queue(1)],
  connected: true,
}

it("an asked change is answered at once, or when it can be: connected on our side too, and with ratchets that fit", () => {
  expect(asked(row, queue(2))).not.toHaveProperty("keyDue")
  const { connected: _, ...young } = row
  for (const early of [young, { ...row, sync: "started" as const }]) {
    const due = asked(early, queue(2))
    expect(due).toMatchObject({ following: "key", keyDue: true })
    expect(rotationStep(due)).toBeNull()
    const { sync: __, ...ready } = { ...due, connected: true }
    expect(rotationStep(ready)).toBe("answerAddress")
    expect(rotationStep(answered(ready))).toBeNull()
  }
})
