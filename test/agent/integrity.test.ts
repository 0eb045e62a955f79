import fc from "fast-check"
import { expect, it } from "vitest"
import { type Chain, checkIntegrity, nextChain } from "../../worker/agent/integrity.ts"
import { sha256 } from "../../worker/crypto/hash.ts"
import { type Bytes, empty, utf8 } from "../../worker/encoding/bytes.ts"

const start: Chain = { rcvMsgId: 0, rcvHash: empty }
const hash = (n: number): Bytes => (n === 0 ? empty : sha256(utf8(`message ${n}`)))
const receive = (chain: Chain, n: number) => ({
  integrity: checkIntegrity(chain, n, hash(n - 1)),
  chain: nextChain(chain, n, hash(n)),
})

it("the next number with the hash of the last message is right", () => {
  expect(receive(start, 1).integrity).toEqual({ type: "ok" })
  expect(receive({ rcvMsgId: 7, rcvHash: hash(7) }, 8).integrity).toEqual({ type: "ok" })
})

it("the next number with another hash: the sender's last message was not the one that came", () => {
  expect(checkIntegrity({ rcvMsgId: 7, rcvHash: hash(6) }, 8, hash(7))).toEqual({ type: "badHash" })
  expect(checkIntegrity(start, 1, hash(3))).toEqual({ type: "badHash" })
})

it("a number that is not the next tells how many are missing; a late one is a bad number, and changes nothing", () => {
  const chain = { rcvMsgId: 7, rcvHash: hash(7) }
  expect(receive(chain, 11).integrity).toEqual({ type: "skipped", count: 3 })
  for (const n of [7, 6, 1]) {
    expect(receive(chain, n).integrity).toEqual({ type: "badId" })
    expect(nextChain(chain, n, hash(n))).toEqual(chain)
  }
})

it("whatever the order, counts of missing messages add up to those below the largest that did not come first", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 1 }), order => {
      let chain = start
      let missing = 0
      let risen = 0
      for (const n of order) {
        const next = receive(chain, n)
        if (next.integrity.type === "skipped") missing += next.integrity.count
        if (next.integrity.type !== "badId") risen++
        chain = next.chain
      }
      expect(chain.rcvMsgId).toBe(Math.max(...order))
      expect(missing + risen).toBe(chain.rcvMsgId)
    }),
  )
})
