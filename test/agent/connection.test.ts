import { describe, expect, it } from "vitest"
import {
  canSend,
  confirmationSent,
  helloQueued,
  helloReceived,
  helloSent,
  nextStep,
  type Step,
  without,
  withRcv,
  withReceiptDue,
  withSnd,
} from "../../worker/agent/connection.ts"
import type { ConnectionRow, Joining, RcvQueue, SndQueue } from "../../worker/store/agent.ts"

const bytes = Uint8Array.of(1)
const joining: Joining = { link: "simplex:/i#", info: bytes, authKey: bytes }
const rcv: RcvQueue = {
  server: "smp://a",
  rcvId: bytes,
  sndId: bytes,
  authKey: bytes,
  serverSecret: bytes,
  e2ePrivate: bytes,
  clientVersion: 4,
  senderCanSecure: true,
  status: "new",
}
const snd: SndQueue = {
  server: "smp://b",
  sndId: bytes,
  authKey: bytes,
  e2ePublic: bytes,
  e2eSecret: bytes,
  clientVersion: 4,
  canSecure: true,
  status: "new",
}
const row = (role: ConnectionRow["role"], fields: Partial<ConnectionRow> = {}): ConnectionRow => ({
  connId: "c",
  role,
  createdAt: 0,
  agentVersion: 7,
  pqSupport: true,
  rcv: [],
  snd: [],
  ...fields,
})
const secured: SndQueue = { ...snd, status: "secured" }
const byKey: SndQueue = { ...snd, canSecure: false }
const confirmation = { replyQueue: bytes }
const answered = { ...confirmation, ownInfo: bytes }

describe("what a stored connection needs next", () => {
  const cases: readonly (readonly [string, ConnectionRow, Step | null])[] = [
    ["a link that nobody has used", row("inviter", { rcv: [rcv] }), null],
    ["a confirmation that chat has not answered", row("inviter", { rcv: [rcv], confirmation }), null],
    ["an answered one", row("inviter", { rcv: [rcv], confirmation: answered }), "openSnd"],
    [
      "one with a key for our queue, which comes first",
      row("inviter", { rcv: [{ ...rcv, senderKey: bytes }], confirmation: answered }),
      "secureRcv",
    ],
    ["a queue that we secure", row("inviter", { rcv: [rcv], snd: [snd], confirmation: answered }), "secureSnd"],
    ["secured", row("inviter", { rcv: [rcv], snd: [secured], confirmation: answered }), "confirm"],
    ["a queue that its owner secures", row("inviter", { snd: [byKey], confirmation: answered }), "confirm"],
    ["a HELLO to answer", row("inviter", { rcv: [rcv], snd: [byKey], helloDue: true }), "hello"],
    ["everything said", row("inviter", { rcv: [rcv], snd: [snd], connected: true }), null],
    ["a short link just pasted", row("joiner", { joining }), "resolve"],
    ["a link that is known", row("joiner", { joining: { ...joining, request: bytes } }), "start"],
    ["keys made", row("joiner", { joining: { ...joining, request: bytes }, snd: [snd] }), "prepareReply"],
    [
      "our queue made, the link's not ours yet",
      row("joiner", { joining: { ...joining, request: bytes }, snd: [snd], rcv: [rcv] }),
      "secureSnd",
    ],
    [
      "the link's queue ours, none of our own yet",
      row("joiner", { joining: { ...joining, request: bytes }, snd: [secured] }),
      "createReply",
    ],
    ["both", row("joiner", { joining: { ...joining, request: bytes }, snd: [secured], rcv: [rcv] }), "reply"],
    [
      "a link's queue that its owner secures",
      row("joiner", { joining: { ...joining, request: bytes }, snd: [byKey] }),
      "createReply",
    ],
    ["the inviter's key", row("joiner", { rcv: [{ ...rcv, senderKey: bytes }], snd: [byKey] }), "secureRcv"],
    ["a failure", row("joiner", { joining, problem: "AUTH" }), null],
  ]
  for (const [name, c, step] of cases) it(`${name}: ${step ?? "nothing"}`, () => expect(nextStep(c)).toBe(step))
})

describe("the handshake's end", () => {
  it("with queues that senders secure, the inviter is connected once its confirmation is on the server", () => {
    const c = confirmationSent(row("inviter", { rcv: [rcv], snd: [secured] }))
    expect(c.connected).toBe(true)
    expect(canSend(c)).toBe(true)
  })

  it("the joiner is not connected by having confirmed", () => {
    expect(confirmationSent(row("joiner", { rcv: [rcv], snd: [secured] })).connected).toBeUndefined()
  })

  it("otherwise the joiner's HELLO goes first, the inviter answers, and both are connected by the other's", () => {
    let inviter = confirmationSent(row("inviter", { rcv: [rcv], snd: [byKey] }))
    let joiner = confirmationSent(row("joiner", { rcv: [rcv], snd: [byKey], helloDue: true }))
    expect([canSend(inviter), canSend(joiner)]).toEqual([false, false])
    joiner = helloSent(helloQueued(joiner))
    expect([nextStep(joiner), canSend(joiner)]).toEqual([null, false])
    inviter = helloReceived(inviter)
    expect([nextStep(inviter), canSend(inviter)]).toEqual(["hello", false])
    inviter = helloSent(helloQueued(inviter))
    expect([nextStep(inviter), canSend(inviter)]).toEqual([null, true])
    joiner = helloReceived(joiner)
    expect([nextStep(joiner), canSend(joiner)]).toEqual([null, true])
  })

  it("the joiner is connected by the inviter's HELLO, also when that outruns the server's OK to its own", () => {
    const queued = helloQueued(row("joiner", { rcv: [rcv], snd: [byKey], helloDue: true }))
    expect(helloSent(helloReceived(queued))).toMatchObject({ connected: true })
  })

  it("what has failed sends nothing", () => {
    expect(canSend(row("joiner", { connected: true, problem: "AUTH" }))).toBe(false)
  })
})

describe("changing rows", () => {
  it("touches the first queue only, and never the row it was given", () => {
    const c = row("inviter", { rcv: [rcv, rcv], snd: [snd, snd] })
    const changed = withSnd(withRcv(c, { status: "active" }), { status: "active" })
    expect(changed.rcv.map(q => q.status)).toEqual(["active", "new"])
    expect(changed.snd.map(q => q.status)).toEqual(["active", "new"])
    expect(c).toEqual(row("inviter", { rcv: [rcv, rcv], snd: [snd, snd] }))
  })
  it("does nothing to queues that are not there", () => {
    expect(withSnd(withRcv(row("joiner"), { status: "active" }), { status: "active" })).toEqual(row("joiner"))
  })
  it("receipts that are due are as many as one message can have", () => {
    let c = row("inviter")
    for (let msgId = 1; msgId <= 300; msgId++) c = withReceiptDue(c, { msgId, msgHash: bytes })
    expect(c.receiptsDue).toHaveLength(255)
    expect(c.receiptsDue?.at(-1)?.msgId).toBe(255)
  })

  it("fields that are left out are absent, not undefined", () => {
    expect(Object.keys(without({ a: 1, b: 2 }, "b"))).toEqual(["a"])
  })
})
