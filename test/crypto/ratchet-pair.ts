/** Two of our ratchets that talk to each other, without an agent around them. */
import { expect } from "vitest"
import { loadKem } from "../../worker/crypto/kem.ts"
import { generateKeyPair } from "../../worker/crypto/keys.ts"
import { decrypt, encryptBody, encryptHeader } from "../../worker/crypto/ratchet.ts"
import type { KeySource } from "../../worker/crypto/ratchet-keys.ts"
import { applySkipped, ratchetState, skippedKeys } from "../../worker/crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  creatorRatchet,
  generateE2ePrivate,
  joinerRatchet,
  replyKem,
  toParams,
} from "../../worker/crypto/x3dh.ts"
import { type Bytes, utf8 } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { noSource, type Side, side } from "./ratchet-json.ts"

export const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))
export const source: KeySource = { random, kem: loadKem }

/** What reading may use. Making new keys fails the test. */
export const onlyDecapsulate: KeySource = {
  random: noSource.random,
  kem: async () => ({
    decapsulate: (await loadKem()).decapsulate,
    keygen: () => noSource.random(0) as never,
    encapsulate: () => noSource.random(0) as never,
  }),
}

/** The first states of two parties. `pq`: the creator proposes, the joiner accepts. */
export const connect = async (version: number, pq: boolean): Promise<{ creator: Side; joiner: Side }> => {
  const creator = await generateE2ePrivate(version, { type: pq ? "propose" : "none" }, source)
  const offered = toParams(version, creator)
  const joiner = await generateE2ePrivate(version, replyKem(offered, pq), source)
  const versions = { version, maxVersion: 3 }
  const third = generateKeyPair("X448", random)
  const agreed = await agreeAsCreator(creator, toParams(version, joiner), loadKem)
  return {
    creator: side(creatorRatchet(versions, creator.key2, agreed, pq)),
    joiner: side(joinerRatchet(versions, offered.key2, third, agreeAsJoiner(joiner, offered))),
  }
}

export const paddedLength = 100
export const send = async (from: Side, text: string, pqEncryption: boolean | null = null): Promise<Bytes> => {
  const { state, key } = await encryptHeader(from.state, { pqEncryption, supportedVersion: 3 })
  from.state = state
  return encryptBody(key, utf8(text), paddedLength)
}
/** The text, or the error code; state and keys go through their saved forms each time, as in the agent. */
export const receive = async (to: Side, message: Bytes, from: KeySource = source): Promise<string> => {
  const state = decode(ratchetState, encode(ratchetState, to.state))
  const got = await decrypt(state, decode(skippedKeys, encode(skippedKeys, to.skipped)), message, from)
  expect(state).toEqual(to.state)
  if (!got.ok) return got.code
  to.state = got.state
  to.skipped = applySkipped(to.skipped, got.skipped)
  return String.fromCharCode(...got.plaintext)
}
/** A conversation that has begun: both have sent and received. */
export const begun = async (version: number, pq: boolean) => {
  const sides = await connect(version, pq)
  const { creator, joiner } = sides
  expect(await receive(creator, await send(joiner, "1"))).toBe("1")
  expect(await receive(joiner, await send(creator, "2"))).toBe("2")
  return sides
}
