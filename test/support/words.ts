/** Queue addresses in the words of the vectors, for comparison, and arbitrary ones. */
import fc from "fast-check"
import { publicKey, toSpki } from "../../worker/crypto/keys.ts"
import { type Bytes, hex, toBytes } from "../../worker/encoding/bytes.ts"
import type { Server } from "../../worker/encoding/server.ts"
import type { QueueAddress, QueueInfo, QueueUri } from "../../worker/smp/address.ts"

export type ServerWords = { hosts: { host: string }[]; port: string; keyHash: string }
export type QueueWords = {
  server: ServerWords
  senderId: string
  dhPublicKey_der: string
  queueMode: string | null
  clientVersion: number
  clientVersions: { min: number; max: number }
}

export const serverWords = (s: Server) => ({
  hosts: s.hosts,
  port: s.port === null ? "" : `${s.port}`,
  keyHash: hex(s.keyHash),
})

export const serverOfWords = (s: ServerWords) => ({
  hosts: s.hosts.map(h => h.host),
  port: s.port,
  keyHash: s.keyHash,
})

const addressWords = (q: QueueAddress) => ({
  server: serverWords(q.server),
  senderId: hex(q.senderId),
  dh: hex(toSpki(q.dhKey)),
  mode: q.mode,
})

const addressOfWords = (w: QueueWords) => ({
  server: serverOfWords(w.server),
  senderId: w.senderId,
  dh: w.dhPublicKey_der,
  mode: w.queueMode,
})

export const uriWords = (q: QueueUri) => ({ ...addressWords(q), versions: q.versions })
export const uriOfWords = (w: QueueWords) => ({ ...addressOfWords(w), versions: w.clientVersions })
export const infoWords = (q: QueueInfo) => ({ ...addressWords(q), version: q.version })
export const infoOfWords = (w: QueueWords) => ({ ...addressOfWords(w), version: w.clientVersion })

export const bytes = (size: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map(toBytes)
const versions = fc.tuple(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 2, max: 20 }))

export const anyQueueUri: fc.Arbitrary<QueueUri> = fc.record({
  versions: versions.map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  server: fc.record({
    hosts: fc.subarray(["smp8.simplex.im", "a.onion", "10.0.0.1", "2001:db8::1"], { minLength: 1 }),
    port: fc.option(fc.integer({ min: 1, max: 65535 })),
    keyHash: bytes(32),
  }),
  senderId: bytes(24),
  dhKey: bytes(32).map(raw => publicKey("X25519", raw)),
  mode: fc.constantFrom("messaging", "contact", null),
})
