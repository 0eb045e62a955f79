/**
 * The reference's transcripts, replayed by two ratchets of ours from the key agreement on. Only new keys come from the
 * recorded states, where the reference drew them at random; everything else has to come out the same.
 *
 * Two deliberate differences. When PQ is switched off, the reference forgets the KEM ciphertext at once, we at the next step;
 * no message of the transcripts shows it. And a true header with a damaged body does not change our state, so the true message still
 * decrypts where the reference has used up its key. From there on the states are equal again.
 */
import { describe, expect, it } from "vitest"
import { loadKem } from "../../worker/crypto/kem.ts"
import { decrypt, encryptBody, encryptHeader } from "../../worker/crypto/ratchet.ts"
import { encHeader, paddedHeaderLength } from "../../worker/crypto/ratchet-message.ts"
import {
  applySkipped,
  messageEncryptKey,
  ratchetState,
  type SkippedKeys,
  skippedKeys,
} from "../../worker/crypto/ratchet-state.ts"
import { type Bytes, equal, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode } from "../../worker/encoding/codec.ts"
import { type Json, noSource, side, skippedLine, skippedLines, sourceOf, stateOf, x3dhOf } from "./ratchet-json.ts"
import { vectors } from "./vectors.ts"

const file = vectors("ratchet").transcripts
const kem = await loadKem()

const codes: Readonly<Record<string, string>> = {
  CryptoHeaderError: "FORMAT",
  CERatchetHeader: "HEADER",
  CERatchetDuplicateMessage: "DUPLICATE",
  CERatchetEarlierMessage: "EARLIER",
  CERatchetTooManySkipped: "SKIPPED",
  AESDecryptError: "BODY",
}

const expectSkipped = (ours: SkippedKeys, theirs: Json) => {
  const lines = skippedLines(ours)
  if (theirs.skipped) expect(lines).toEqual(theirs.skipped.map(skippedLine).sort())
  else
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([
      theirs.skippedCount,
      skippedLine(theirs.skippedFirst),
      skippedLine(theirs.skippedLast),
    ])
}

/** As toEqual, which takes long for key sized arrays: every field is in the saved form, so equal bytes are equal values. */
const expectSame = <T>(codec: Codec<T>, ours: T, theirs: T) => {
  if (!equal(encode(codec, ours), encode(codec, theirs))) expect(ours).toEqual(theirs)
}

const replay = async (transcript: Json) => {
  const first = await (await x3dhOf("X448", kem, transcript.x3dh)).states()
  const sides = { alice: side(first.creator), bob: side(first.joiner) }
  const sent = new Map<number, { readonly message: Bytes; readonly plaintext: Bytes }>()
  /** Where the reference went on a damaged body: our state gets there when the true message comes. */
  const damaged = new Map<number, number>()
  const seen = { encrypted: 0, decrypted: 0, refused: 0, recovered: 0 }

  /** The ciphertext that we go on sending in this chain. */
  const kept: { alice: Bytes | null; bob: Bytes | null } = { alice: null, bob: null }

  const expectState = (who: "alice" | "bob", index: number) => {
    const theirs = transcript.states[who][index]
    const state = stateOf("X448", theirs.ratchet)
    const cipherText = kept[who]
    const kem = cipherText && state.kem && { own: state.kem.own, cipherText }
    expectSame(ratchetState, sides[who].state, kem ? { ...state, kem } : state)
    expectSkipped(sides[who].skipped, theirs)
    expectSame(ratchetState, decode(ratchetState, encode(ratchetState, sides[who].state)), sides[who].state)
    expectSame(skippedKeys, decode(skippedKeys, encode(skippedKeys, sides[who].skipped)), sides[who].skipped)
  }

  const encryptStep = async (step: Json) => {
    const who = sides[step.who as "alice" | "bob"]
    const options = { pqEncryption: step.pqEncryption, supportedVersion: step.supportedE2EVersion ?? 2 }
    if (step.error === "CERatchetState") {
      await expect(encryptHeader(who.state, options)).rejects.toMatchObject({ code: "STATE" })
      return
    }
    const plaintext = fromHex(step.plaintext)
    const { state, key } = await encryptHeader(who.state, options)
    if (step.error) {
      expect(step.error).toBe("CryptoLargeMsgError")
      await expect(encryptBody(key, plaintext, step.paddedLen)).rejects.toMatchObject({ code: "LARGE" })
      return
    }
    expect(hex(who.state.sending?.chainKey ?? new Uint8Array())).toBe(step.chainKeyBefore)
    expect(hex(who.state.sending?.headerKey ?? new Uint8Array())).toBe(step.headerKey)
    expect([key.version, hex(key.message.key), hex(key.message.iv)]).toEqual([
      step.currentVersion,
      step.messageKey,
      step.messageIV,
    ])
    const header = decode(encHeader, key.header)
    expect([header.version, hex(header.iv), hex(header.tag), header.ciphertext.length, key.header.length]).toEqual([
      step.header.ehVersion,
      step.header.headerIV,
      step.header.headerTag,
      step.header.paddedHeaderLength,
      step.encHeaderLength,
    ])
    expect(paddedHeaderLength(state.version, state.pqSupport)).toBe(step.header.paddedHeaderLength)

    const stored = encode(messageEncryptKey, key)
    if (step.encryptKey_smp) expect(hex(stored.slice(1))).toBe(step.encryptKey_smp)
    const message = await encryptBody(decode(messageEncryptKey, stored), plaintext, step.paddedLen)
    expect(message.length).toBe(step.messageLength)
    expect(hex(message) === step.message).toBe(true)

    if (step.pqEncryption === false && state.kem?.cipherText) kept[step.who as "alice" | "bob"] = state.kem.cipherText
    who.state = state
    sent.set(step.step, { message, plaintext })
    expectState(step.who, step.stateAfter)
    seen.encrypted++
  }

  const skipStep = async (step: Json) => {
    const who = sides[step.who as "alice" | "bob"]
    for (let i = 0; i < step.lostMessages; i++)
      who.state = (await encryptHeader(who.state, { supportedVersion: who.state.maxVersion })).state
    expectState(step.who, step.stateAfter)
  }

  const decryptStep = async (step: Json) => {
    const who = sides[step.who as "alice" | "bob"]
    const original = sent.get(step.messageOfStep ?? step.modifiedMessageOfStep)
    const message = step.message !== undefined ? fromHex(step.message) : (original?.message ?? new Uint8Array())
    const recovery = damaged.get(step.messageOfStep)
    const after = transcript.states[step.who][recovery ?? step.stateAfter]?.ratchet
    const source = (step.ratchetAdvanced || recovery !== undefined) && after ? sourceOf(kem, after) : noSource
    const got = await decrypt(who.state, who.skipped, message, source)

    if (recovery !== undefined) {
      // the reference: duplicate
      expect(step.error).toBe("CERatchetDuplicateMessage")
      if (!got.ok) throw new Error("the true message did not decrypt after a damaged one")
      expect(hex(got.plaintext)).toBe(hex(original?.plaintext ?? new Uint8Array()))
      who.state = got.state
      who.skipped = applySkipped(who.skipped, got.skipped)
      expectState(step.who, step.stateAfter)
      damaged.delete(step.messageOfStep)
      seen.recovered++
      // and now it is a duplicate for us too
      expect(await decrypt(who.state, who.skipped, message, noSource)).toMatchObject({ ok: false, code: "DUPLICATE" })
      return
    }
    if (step.error) {
      const [word, count] = step.error.split(" ")
      expect(got).toEqual({ ok: false, code: codes[word], count: Number(count) || 0 })
      const isDamaged = word === "AESDecryptError"
      if (isDamaged) damaged.set(step.modifiedMessageOfStep, step.stateAfter)
      // the reference saves its state after some of the other errors, but it is the same state
      expectState(step.who, isDamaged ? step.stateBefore : (step.stateAfter ?? step.stateBefore))
      seen.refused++
      return
    }
    if (!got.ok) throw new Error(`step ${step.step}: ${got.code}`)
    expect(hex(got.plaintext)).toBe(step.plaintext)
    const diff =
      step.skippedDiff === "none"
        ? { type: "none" }
        : step.skippedDiff.remove
          ? {
              type: "remove",
              headerKey: fromHex(step.skippedDiff.remove.headerKey),
              number: step.skippedDiff.remove.msgNs,
            }
          : { type: "add" }
    expect(got.skipped).toMatchObject(diff)
    if (got.skipped.type === "add") expect(got.skipped.keys.length).toBe(step.skippedDiff.addedCount)
    expect([got.ratchetAdvanced, got.state.pqReceiving, got.state.pqSending]).toEqual([
      step.ratchetAdvanced,
      step.rcRcvKEM,
      step.rcSndKEM,
    ])
    who.state = got.state
    who.skipped = applySkipped(who.skipped, got.skipped)
    if (got.ratchetAdvanced) kept[step.who as "alice" | "bob"] = null
    expectState(step.who, step.stateAfter)
    seen.decrypted++
  }

  expectState("alice", 0)
  expectState("bob", 0)
  for (const step of transcript.steps)
    await (step.op === "encrypt" ? encryptStep : step.op === "skip" ? skipStep : decryptStep)(step)
  return seen
}

describe("transcripts of the reference", () => {
  const counts: Readonly<Record<string, object>> = {
    a: { encrypted: 40, decrypted: 39, refused: 13, recovered: 1 },
    b: { encrypted: 43, decrypted: 42, refused: 3, recovered: 1 },
    c: { encrypted: 41, decrypted: 41, refused: 1, recovered: 0 },
    d: { encrypted: 9, decrypted: 9, refused: 0, recovered: 0 },
    e: { encrypted: 9, decrypted: 5, refused: 4, recovered: 0 },
  }
  for (const transcript of file)
    it(`${transcript.name}: ${transcript.description}`, async () => {
      expect(await replay(transcript)).toEqual(counts[transcript.name])
    })
})

describe("messages of the agent", () => {
  for (const run of vectors("agent-messages").fullStack)
    it(`${run.name}: ratchet states on both sides after every message`, async () => {
      const sides = {
        alice: side(stateOf("X448", run.aliceInitialRatchet)),
        bob: side(stateOf("X448", run.bobInitialRatchet)),
      }
      for (const m of run.messages) {
        const sender = sides[m.sender as "alice" | "bob"]
        const recipient = sides[m.sender === "alice" ? "bob" : "alice"]
        const pqEncryption = m.step.includes("confirmation") ? run.name === "PQ on" : null
        const { state, key } = await encryptHeader(sender.state, { pqEncryption, supportedVersion: 3 })
        const message = await encryptBody(key, fromHex(m.agentMessage), m.ratchetPaddedLen)
        expect(message.length).toBe(m.ratchetMessageLength)
        expect(state).toEqual(stateOf("X448", m.senderRatchetAfter))
        sender.state = state
        const source = sourceOf(kem, m.recipientRatchetAfter)
        const got = await decrypt(recipient.state, recipient.skipped, message, source)
        expect(got).toMatchObject({
          ok: true,
          plaintext: fromHex(m.agentMessage),
          state: stateOf("X448", m.recipientRatchetAfter),
          skipped: { type: "none" },
        })
        if (got.ok) recipient.state = got.state
      }
    })
})
