/**
 * What the ratchet costs per message and per step. Runs in Node and in a browser: `node --import tsx test/bench/ratchet.ts`.
 * Baselines are smp-web's numbers from PERF.md (Node), measured on a quiet machine: the parts at the end show how fast
 * this one is at the moment.
 */
import { loadKem, preparedKem } from "../../worker/crypto/kem.ts"
import { dh, generateKeyPair } from "../../worker/crypto/keys.ts"
import { decrypt, encryptBody, encryptHeader } from "../../worker/crypto/ratchet.ts"
import type { KeySource } from "../../worker/crypto/ratchet-keys.ts"
import {
  applySkipped,
  noSkippedKeys,
  type RatchetState,
  ratchetState,
  type SkippedKeys,
} from "../../worker/crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  creatorRatchet,
  generateE2ePrivate,
  joinerRatchet,
  replyKem,
  toParams,
} from "../../worker/crypto/x3dh.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { measure, median, printRows, type Row } from "./row.ts"

const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))

type Side = { state: RatchetState; skipped: SkippedKeys }

const connect = async (pq: boolean, source: KeySource): Promise<readonly [Side, Side]> => {
  const creator = await generateE2ePrivate(3, { type: pq ? "propose" : "none" }, source)
  const offered = toParams(3, creator)
  const joiner = await generateE2ePrivate(3, replyKem(offered, pq), source)
  const versions = { version: 3, maxVersion: 3 }
  const third = generateKeyPair("X448", random)
  const agreed = await agreeAsCreator(creator, toParams(3, joiner), loadKem)
  return [
    {
      state: joinerRatchet(versions, offered.key2, third, agreeAsJoiner(joiner, offered)),
      skipped: noSkippedKeys,
    },
    { state: creatorRatchet(versions, creator.key2, agreed, pq), skipped: noSkippedKeys },
  ]
}

const send = async (from: Side, plaintext: Bytes, paddedLength: number): Promise<Bytes> => {
  const { state, key } = await encryptHeader(from.state, { supportedVersion: 3 })
  from.state = state
  return encryptBody(key, plaintext, paddedLength)
}

const receive = async (to: Side, message: Bytes, source: KeySource): Promise<void> => {
  const got = await decrypt(to.state, to.skipped, message, source)
  if (!got.ok) throw new Error(got.code)
  to.state = got.state
  to.skipped = applySkipped(to.skipped, got.skipped)
}

const rowsFor = async (pq: boolean): Promise<readonly Row[]> => {
  const kem = preparedKem(await loadKem(), 1)
  const source: KeySource = { random, kem: async () => kem }
  const sides = await connect(pq, source)
  const name = pq ? "PQ" : "no PQ"
  const length = pq ? 13618 : 15840
  const plaintext = random(length - 100)

  // ping-pong: every message begins a chain, so every decryption is a step
  const steps: number[] = []
  const ahead: number[] = []
  for (let i = 0; i < 60; i++) {
    const [from, to] = i % 2 === 0 ? sides : [sides[1], sides[0]]
    const idle = performance.now()
    if (pq) kem.prepare()
    const message = await send(from, plaintext, length)
    const start = performance.now()
    await receive(to, message, source)
    if (i < 10) continue
    steps.push(performance.now() - start)
    ahead.push(start - idle)
  }
  const stepTime = median(steps)

  const [sender, receiver] = sides
  const encryptTime = await measure(200, () => send(sender, plaintext, length))
  // catch up with what was only encrypted
  await receive(receiver, await send(sender, plaintext, length), source)
  const both = await measure(200, async () => {
    await receive(receiver, await send(sender, plaintext, length), source)
  })
  const savedState = encode(ratchetState, receiver.state)
  return [
    { name: `${name}: encrypt 16 KB, same chain`, value: encryptTime, unit: "ms" },
    {
      name: `${name}: encrypt + decrypt 16 KB, same chain`,
      value: both,
      unit: "ms",
      ...(pq ? { baseline: 1.5, target: "<= 0.8" as const } : {}),
    },
    {
      name: `${name}: step, critical path`,
      value: stepTime,
      unit: "ms",
      baseline: pq ? 49 : 3.5,
      target: pq ? "<= 5" : "<= 3.5",
    },
    ...(pq
      ? [
          {
            name: `${name}: step, with keys made ahead`,
            value: stepTime + median(ahead) - encryptTime,
            unit: "ms",
            baseline: 49,
            target: "<= 16" as const,
          },
        ]
      : []),
    {
      name: `${name}: state to and from its saved form`,
      value: await measure(200, () => decode(ratchetState, encode(ratchetState, receiver.state))),
      unit: "ms",
    },
    { name: `${name}: saved state`, value: savedState.length, unit: "bytes" },
  ]
}

/** What the machine needs for the parts of a step today, beside PERF.md (Node 20): a busy machine shows here. */
const parts = async (): Promise<readonly Row[]> => {
  const kem = await loadKem()
  const [a, b] = [generateKeyPair("X448", random), generateKeyPair("X448", random)]
  const pair = kem.keygen()
  const { cipherText } = kem.encapsulate(pair.publicKey)
  const part = async (name: string, baseline: number, run: () => unknown): Promise<Row> => ({
    name: `part: ${name}`,
    value: await measure(60, run),
    unit: "ms",
    baseline,
  })
  return [
    await part("X448 agreement (2 per step)", 2.17, () => dh(a.publicKey, b.privateKey)),
    await part("X448 key pair", 0.61, () => generateKeyPair("X448", random)),
    await part("sntrup761 key pair", 10.7, () => kem.keygen()),
    await part("sntrup761 encapsulation", 0.39, () => kem.encapsulate(pair.publicKey)),
    await part("sntrup761 decapsulation", 0.99, () => kem.decapsulate(cipherText, pair.secretKey)),
  ]
}

export const ratchetRows = async (): Promise<Row[]> => [
  ...(await rowsFor(true)),
  ...(await rowsFor(false)),
  ...(await parts()),
]

if (globalThis.process?.argv[1]?.endsWith("bench/ratchet.ts")) printRows("Ratchet", await ratchetRows())
