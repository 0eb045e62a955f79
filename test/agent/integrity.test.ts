import fc from "fast-check"
import { expect, it } from "vitest"
import { type Chain, checkIntegrity, nextChain } from "../../worker/agent/integrity.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { type Bytes, empty, utf8 } from "../../worker/encoding/bytes.ts"

const start: Chain = { rcvMsgId: 0, rcvHash: empty }
const hash = (n: number): Bytes => (n === 0 ? empty : sha256(utf8(`message ${n}`)))
const receive = (chain: Chain, n: number) => ({
  integrity: checkIntegrity(chain, n, hash(n - 1)),
  chain: nextChain(n, hash(n)),
})

it("the next number with the hash of the last message is right", () => {
  expect(receive(start, 1).integrity).toEqual({ type: "ok" })
  expect(receive({ rcvMsgId: 7, rcvHash: hash(7) }, 8).integrity).toEqual({ type: "ok" })
})

it("the next number with another hash: the sender's last message was not the one that came", () => {
  expect(checkIntegrity({ rcvMsgId: 7, rcvHash: hash(6) }, 8, hash(7))).toEqual({ type: "badHash" })
  expect(checkIntegrity(start, 1, hash(3))).toEqual({ type: "badHash" })
})

it("a number that is not the next tells how many are missing, that it is from before, or that it came already", () => {
  const chain = { rcvMsgId: 7, rcvHash: hash(7) }
  expect(receive(chain, 11).integrity).toEqual({ type: "skipped", count: 3 })
  expect(receive(chain, 7).integrity).toEqual({ type: "duplicate" })
  for (const n of [6, 1]) expect(receive(chain, n).integrity).toEqual({ type: "badId" })
})

it("after a lie about the number one message is said to be wrong, and all after it are right", () => {
  for (const lie of [1, 8, 2 ** 53 - 1]) {
    const { chain } = receive({ rcvMsgId: 8, rcvHash: hash(8) }, lie)
    const first = receive(chain, 9)
    expect(first.integrity.type).toBe(lie < 8 ? "skipped" : lie === 8 ? "ok" : "badId")
    expect(receive(first.chain, 10).integrity).toEqual({ type: "ok" })
  }
})

it("whatever the order, each message is judged by the one that came just before it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), order => {
      let chain = start
      for (const n of order) {
        const last = chain.rcvMsgId
        const next = receive(chain, n)
        const expected = n === last + 1 ? "ok" : n === last ? "duplicate" : n < last ? "badId" : "skipped"
        expect(next.integrity.type).toBe(expected)
        chain = next.chain
      }
      expect(chain).toEqual({ rcvMsgId: order.at(-1), rcvHash: hash(order.at(-1) ?? 0) })
    }),
  )
})
