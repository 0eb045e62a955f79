/**
 * Looks at every body on its way to a queue: with which key of a ratchet it was encrypted, and whether that key had
 * encrypted something else before. What is encrypted but never leaves (a step that dies before its commit) does not count.
 */
import { sha256 } from "../../worker/crypto/hash.ts"
import type * as Ratchet from "../../worker/crypto/ratchet.ts"
import { hex } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"
import type * as Body from "../../worker/smp/body.ts"

const keyByCiphertext = new Map<string, string>()

/** By message key and IV: hashes of the ciphertexts that left. */
export const leftByKey = new Map<string, Set<string>>()

// Not a static import: this module stands in for some that those of the agent need.
let agent: typeof import("../../worker/agent/message.ts") | undefined
const load = async (): Promise<void> => {
  agent = await import("../../worker/agent/message.ts")
}

export const ratchet = (real: typeof Ratchet): typeof Ratchet => ({
  ...real,
  encryptBody: async (key, plaintext, paddedLength) => {
    const out = await real.encryptBody(key, plaintext, paddedLength)
    keyByCiphertext.set(hex(sha256(out)), `${hex(key.message.key)} ${hex(key.message.iv)}`)
    return out
  },
})

export const body = (real: typeof Body): typeof Body => {
  void load()
  return {
    ...real,
    sealClientMessage: m => {
      if (agent === undefined) throw new Error("not loaded yet")
      const e = decode(agent.envelope, m.body)
      const ciphertext = e.type === "confirmation" ? e.encConnInfo : e.type === "message" ? e.encMessage : null
      if (ciphertext === null) throw new Error("only confirmations and messages are sent here")
      const digest = hex(sha256(ciphertext))
      const key = keyByCiphertext.get(digest)
      if (key === undefined) throw new Error("sent what was never encrypted")
      leftByKey.set(key, (leftByKey.get(key) ?? new Set()).add(digest))
      return real.sealClientMessage(m)
    },
  }
}
