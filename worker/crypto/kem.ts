/**
 * sntrup761 (Streamlined NTRU Prime), the key encapsulation of the ratchet, and the forms in which its values travel.
 *
 *   public key  = large, 1158 bytes        ciphertext = large, 1039 bytes
 *   secret key  = large, 1763 bytes        secret     = short, 32 bytes
 *
 * Spec:  pqdr.md, "Chosen KEM algorithm".
 * Peer:  Simplex.Messaging.Crypto.SNTRUP761.Bindings.
 * Note:  liboqs in WebAssembly does the work, behind the shape of @noble/post-quantum's KEM. It is loaded on first use:
 *        connections without post-quantum encryption never need it. It runs where the content policy says
 *        'wasm-unsafe-eval'; nothing is fetched, the module carries its code.
 * Note:  its package resolves the algorithm by a path computed at run time, which no bundler can follow, so the one file
 *        that we want is imported by its place. The "deno" build is the one without branches for Node: it needs only
 *        WebAssembly and `crypto`, and so runs unchanged in Node, in a page and in a worker.
 * Note:  randomness comes from `crypto.getRandomValues` and not from the rim: the module offers no other way. The calls
 *        are synchronous, and consume random bytes in the same order as the peer's code; tests make use of both.
 * Note:  decapsulation never fails: a wrong ciphertext gives another secret, and the message then does not decrypt.
 * Trust: public keys and ciphertexts are chosen by the peer; their lengths are checked here and by the codecs.
 */
import type { Bytes } from "../encoding/bytes.ts"
import { type Codec, DecodeError, large, map, shortOf } from "../encoding/codec.ts"
import { CryptoError } from "./error.ts"

/** Lengths in bytes. */
export const kemSizes = { publicKey: 1158, secretKey: 1763, cipherText: 1039, sharedSecret: 32 } as const

export type KemKeyPair = {
  readonly publicKey: Bytes
  readonly secretKey: Bytes
}
export type Encapsulated = {
  readonly cipherText: Bytes
  readonly sharedSecret: Bytes
}

/** The synchronous interface of the KEMs of @noble/post-quantum, without seeds. */
export interface Kem {
  /** About 10 ms, see `preparedKem`. Peer: sntrup761Keypair. */
  keygen(): KemKeyPair
  /** A new secret and the ciphertext that carries it. Throws CryptoError KEY on a wrong length. Peer: sntrup761Enc. */
  encapsulate(publicKey: Bytes): Encapsulated
  /** The secret, or a random looking one. Throws CryptoError KEY on a wrong length. Peer: sntrup761Dec. */
  decapsulate(cipherText: Bytes, secretKey: Bytes): Bytes
}

/** Loads the KEM on first use. */
export type LoadKem = () => Promise<Kem>

const instantiate = async (): Promise<Kem> => {
  const { default: load } = await import("../../node_modules/@openforge-sh/liboqs/dist/sntrup761.deno.js")
  const oqs = await load()
  oqs._OQS_init()
  const name = oqs._malloc(16)
  oqs.stringToUTF8("sntrup761", name, 16)
  const kem = oqs._OQS_KEM_new(name)
  oqs._free(name)
  if (kem === 0) throw new Error("sntrup761 is not in the module")

  // one place in its memory for each value, as calls do not overlap
  const place = (size: number) => ({ at: oqs._malloc(size), size })
  const publicKey = place(kemSizes.publicKey)
  const secretKey = place(kemSizes.secretKey)
  const cipherText = place(kemSizes.cipherText)
  const sharedSecret = place(kemSizes.sharedSecret)
  type Place = typeof publicKey

  const put = (p: Place, value: Bytes): void => {
    if (value.length !== p.size) throw new CryptoError("KEY", `KEM value of ${value.length} bytes, ${p.size} wanted`)
    oqs.HEAPU8.set(value, p.at)
  }
  const get = (p: Place): Bytes => Uint8Array.from(oqs.HEAPU8.subarray(p.at, p.at + p.size))
  const run = <T>(result: number, take: () => T): T => {
    try {
      if (result !== 0) throw new CryptoError("KEY", "KEM operation failed")
      return take()
    } finally {
      // secrets do not stay in the module's memory longer than needed
      for (const p of [secretKey, sharedSecret]) oqs.HEAPU8.fill(0, p.at, p.at + p.size)
    }
  }

  return {
    keygen: () =>
      run(oqs._OQS_KEM_keypair(kem, publicKey.at, secretKey.at), () => ({
        publicKey: get(publicKey),
        secretKey: get(secretKey),
      })),
    encapsulate: theirs => {
      put(publicKey, theirs)
      return run(oqs._OQS_KEM_encaps(kem, cipherText.at, sharedSecret.at, publicKey.at), () => ({
        cipherText: get(cipherText),
        sharedSecret: get(sharedSecret),
      }))
    },
    decapsulate: (received, ours) => {
      put(cipherText, received)
      put(secretKey, ours)
      return run(oqs._OQS_KEM_decaps(kem, sharedSecret.at, cipherText.at, secretKey.at), () => get(sharedSecret))
    },
  }
}

let loading: Promise<Kem> | undefined

/** The one instance of this thread; 31 KB (gzip) and about 10 ms on first use. Rejects when it cannot be loaded. */
export const loadKem: LoadKem = () => {
  loading ??= instantiate().catch(cause => {
    // a later call may try again: the chunk may have been fetched over a broken connection
    loading = undefined
    throw cause
  })
  return loading
}

/** A Kem whose key pairs were made ahead. */
export interface PreparedKem extends Kem {
  /** Makes one key pair and keeps it for `keygen`; false when none is missing. To be called when there is nothing to do. */
  prepare(): boolean
}

/**
 * Takes the slow key generation out of the receiving path: `prepare` is called in idle time, `keygen` hands out what is
 * there. Each pair is handed out once, forgotten at that moment, and kept in memory only: a copy of the store that is
 * restored later can therefore never bring back a pair that was already used.
 */
export const preparedKem = (kem: Kem, count: number): PreparedKem => {
  const ready: KemKeyPair[] = []
  return {
    ...kem,
    keygen: () => ready.pop() ?? kem.keygen(),
    prepare: () => {
      if (ready.length >= count) return false
      ready.push(kem.keygen())
      return true
    },
  }
}

// forms on the wire and in saved states

const largeOf = (size: number): Codec<Bytes> =>
  map(
    large,
    b => (b.length === size ? b : new DecodeError(`${size} bytes wanted, ${b.length} found`)),
    b => b,
  )

export const kemPublicKey: Codec<Bytes> = largeOf(kemSizes.publicKey)
export const kemSecretKey: Codec<Bytes> = largeOf(kemSizes.secretKey)
export const kemCipherText: Codec<Bytes> = largeOf(kemSizes.cipherText)
export const kemSharedSecret: Codec<Bytes> = shortOf(kemSizes.sharedSecret)
