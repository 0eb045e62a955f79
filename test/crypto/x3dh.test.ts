import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { loadKem } from "../../worker/crypto/kem.ts"
import { dh, generateKeyPair, publicKey } from "../../worker/crypto/keys.ts"
import { type RatchetError, ratchetState } from "../../worker/crypto/ratchet-state.ts"
import {
  agreeAsCreator,
  agreeAsJoiner,
  creatorRatchet,
  e2eParams,
  e2eParamsHash,
  e2eParamsOf,
  e2eParamsUri,
  e2eParamsUriOf,
  e2ePrivate,
  generateE2ePrivate,
  joinerRatchet,
  kemPrivate,
  parseE2eParamsUri,
  parseE2eParamsUriOf,
  replyKem,
  toParams,
  toParamsUri,
  uriToParams,
  writeE2eParamsUri,
} from "../../worker/crypto/x3dh.ts"
import { EncodeError } from "../../worker/encoding/buffer.ts"
import { type Bytes, base64url, concat, DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { parseVersions } from "../../worker/encoding/text.ts"
import { type Json, stateOf, x3dhOf } from "./ratchet-json.ts"
import { codeOf, vectors } from "./vectors.ts"

const file = vectors("x3dh").vectors
const kem = await loadKem()
const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))
const source = { random, kem: loadKem }

for (const [i, v] of file.entries()) {
  describe(`${i} ${v.alg} version ${v.e2eVersion} ${v.kem}`, async () => {
    const parties = await x3dhOf<"X448" | "X25519">(v.alg, kem, v)
    const codec = e2eParamsOf<"X448" | "X25519">(v.alg)
    const uriCodec = e2eParamsUriOf<"X448" | "X25519">(v.alg)

    it("reads and writes parameters", () => {
      for (const [p, j] of [
        [parties.creator, v.rcv],
        [parties.joiner, v.snd],
      ] as const) {
        expect([p.params.version, hex(p.params.key1.raw), hex(p.params.key2.raw)]).toEqual([
          v.e2eVersion,
          j.public1Raw,
          j.public2Raw,
        ])
        expect(p.params).toEqual(toParams(v.e2eVersion, p.own))
        expect(hex(encode(codec, p.params))).toBe(j.e2eParams_smp)
        if (p.own.kem) expect(hex(encode(kemPrivate, p.own.kem))).toBe(j.kemPrivateParams_smp)
      }
    })

    it("reads and writes links", () => {
      const uri = parseE2eParamsUriOf<"X448" | "X25519">(v.alg, v.rcv.e2eParamsUri_str)
      expect(uri).toEqual(
        toParamsUri(parseVersions(v.rcv.e2eParamsUri_str.slice(2).split("&")[0]), parties.creator.own),
      )
      expect(uriToParams(uri, v.e2eVersion)).toEqual(parties.creator.params)
      expect(writeE2eParamsUri(uri)).toBe(v.rcv.e2eParamsUri_str)
      expect(hex(encode(uriCodec, uri))).toBe(v.rcv.e2eParamsUri_smp)
      expect(decode(uriCodec, fromHex(v.rcv.e2eParamsUri_smp))).toEqual(uri)
    })

    it("rejects a tail and every cut", () => {
      const bytes = fromHex(v.snd.e2eParams_smp)
      expect(() => decode(codec, concat(bytes, fromHex("00")))).toThrow(DecodeError)
      for (let n = 0; n < bytes.length; n += n < 200 ? 1 : 97)
        expect(() => decode(codec, bytes.slice(0, n))).toThrow(DecodeError)
    })

    if (v.sndResult) {
      it("is refused by both", async () => {
        expect(v.sndResult).toBe("CERatchetKEMState")
        expect(codeOf(parties.agreeJoiner)).toBe("KEM")
        await expect(parties.agreeCreator()).rejects.toMatchObject({ code: "KEM" } satisfies Partial<RatchetError>)
      })
      return
    }

    it("computes the agreement", async () => {
      const { creator, joiner } = parties
      expect({
        dh1_rcvPublic1_sndPrivate2: hex(dh(creator.params.key1, joiner.own.key2.privateKey)),
        dh2_rcvPublic2_sndPrivate1: hex(dh(creator.params.key2, joiner.own.key1.privateKey)),
        dh3_rcvPublic2_sndPrivate2: hex(dh(creator.params.key2, joiner.own.key2.privateKey)),
      }).toEqual(v.dhOutputs)
      for (const [agreed, init, pair] of [
        [await parties.agreeCreator(), v.rcvInitParams, v.rcvKemKeyPair],
        [parties.agreeJoiner(), v.sndInitParams, v.sndKemKeyPair],
      ] as const) {
        const words = (j: Json) => [j.assocData, j.ratchetKey, j.sndHK, j.rcvNextHK]
        expect(
          [agreed.associatedData, agreed.rootKey, agreed.headerKey, agreed.nextHeaderKey].map(b => hex(b)),
        ).toEqual(words(init))
        const accepted = agreed.kem?.accepted
        expect(accepted ? [hex(accepted.cipherText), hex(accepted.sharedSecret)] : null).toEqual(
          init.kemAccepted ? [init.kemAccepted.rcPQRct, init.kemAccepted.rcPQRss] : null,
        )
        const own = agreed.kem?.own
        expect(own ? { publicKey: hex(own.publicKey), secretKey: hex(own.secretKey) } : null).toEqual(pair)
      }
    })

    it("begins both ratchets", async () => {
      const { creator, joiner } = await parties.states()
      expect(creator).toEqual(stateOf<"X448" | "X25519">(v.alg, v.rcvRatchet))
      expect(joiner).toEqual(stateOf<"X448" | "X25519">(v.alg, v.sndRatchet))
    })
  })
}

describe("our own parameters", () => {
  for (const version of [2, 3])
    for (const creatorPq of [false, true])
      for (const joinerPq of [false, true])
        it(`agree: version ${version}, creator ${creatorPq}, joiner ${joinerPq}`, async () => {
          const creator = await generateE2ePrivate(version, { type: creatorPq ? "propose" : "none" }, source)
          const link = parseE2eParamsUri(writeE2eParamsUri(toParamsUri({ min: 2, max: version }, creator)))
          const offered = uriToParams(link, version)
          const joiner = await generateE2ePrivate(version, replyKem(offered, joinerPq), source)
          const answer = decode(e2eParams, encode(e2eParams, toParams(version, joiner)))
          expect([offered.kem?.type, answer.kem?.type]).toEqual(
            version < 3
              ? [undefined, undefined]
              : [creatorPq ? "proposed" : undefined, joinerPq ? (creatorPq ? "accepted" : "proposed") : undefined],
          )
          const stored = decode(e2ePrivate, encode(e2ePrivate, creator))
          expect(stored).toEqual(creator)

          const asJoiner = agreeAsJoiner(joiner, offered)
          const asCreator = await agreeAsCreator(stored, answer, loadKem)
          expect({ ...asJoiner, kem: null }).toEqual({ ...asCreator, kem: null })
          expect(asJoiner.kem?.accepted?.sharedSecret).toEqual(asCreator.kem?.accepted?.sharedSecret)
          expect(asCreator.kem !== null).toBe(version >= 3 && creatorPq && joinerPq)

          const versions = { version, maxVersion: 3 }
          for (const state of [
            joinerRatchet(versions, offered.key2, generateKeyPair("X448", random), asJoiner),
            creatorRatchet(versions, stored.key2, asCreator, creatorPq),
          ])
            expect(decode(ratchetState, encode(ratchetState, state))).toEqual(state)
        })

  it("do not load the KEM when it is not used", async () => {
    const without = { random, kem: () => Promise.reject(new Error("loaded")) }
    await generateE2ePrivate(2, { type: "propose" }, without)
    const { key1, key2 } = await generateE2ePrivate(3, { type: "none" }, without)
    expect(key1.privateKey.raw).not.toEqual(key2.privateKey.raw)
  })

  it("have a hash that depends on both keys in order", async () => {
    const a = toParams(3, await generateE2ePrivate(3, { type: "none" }, source))
    expect(e2eParamsHash(a)).toEqual(e2eParamsHash({ ...a }))
    expect(e2eParamsHash(a)).not.toEqual(e2eParamsHash({ key1: a.key2, key2: a.key1 }))
  })
})

describe("lies", async () => {
  const own = await generateE2ePrivate(3, { type: "propose" }, source)
  const accepting = await generateE2ePrivate(
    3,
    { type: "accept", publicKey: own.kem?.keys.publicKey ?? new Uint8Array() },
    source,
  )
  const params = toParams(3, own)
  const text = writeE2eParamsUri(toParamsUri({ min: 2, max: 3 }, own))

  it("an accepted KEM has no place in a link", () => {
    expect(() => toParamsUri({ min: 2, max: 3 }, accepting)).toThrow(EncodeError)
    expect(() => parseE2eParamsUri(`${text}&kem_ct=${base64url(new Uint8Array(1039))}`)).toThrow(DecodeError)
    const binary = concat(
      encode(e2eParamsUri, { ...toParamsUri({ min: 2, max: 3 }, own), kemKey: null }).slice(0, -1),
      fromHex("31"),
      encode(e2eParams, toParams(3, accepting)).slice(2 + 69 + 69 + 1),
    )
    expect(() => decode(e2eParamsUri, binary)).toThrow("accepted KEM")
  })

  it("versions that we do not speak are read but not agreed on", async () => {
    for (const version of [0, 1, 4, 65535]) {
      const p = { ...params, version }
      expect(decode(e2eParams, encode(e2eParams, p)).version).toBe(version)
      expect(codeOf(() => agreeAsJoiner(accepting, p))).toBe("VERSION")
      await expect(agreeAsCreator(own, p, loadKem)).rejects.toMatchObject({ code: "VERSION" })
    }
  })

  it("keys of low order give no agreement", async () => {
    const zero = publicKey("X448", new Uint8Array(56))
    expect(codeOf(() => agreeAsJoiner(accepting, { ...params, key1: zero }))).toBe("KEY")
    await expect(agreeAsCreator(own, { ...params, kem: null, key2: zero }, loadKem)).rejects.toMatchObject({
      code: "KEY",
    })
  })

  it("text with missing, doubled or foreign parts is refused", () => {
    const [v, keys, kemKey] = text.split("&") as [string, string, string]
    const [key1, key2] = keys.slice(5).split(",") as [string, string]
    const x25519 = "MCowBQYDK2VuAyEAIqjvDGvTcJPgrPuxJfdIMMN7WQlbS5sJzNpWjYiXMD4="
    for (const bad of [
      "",
      v,
      `${keys}&${kemKey}`,
      `${v}&x3dh=${key1}`,
      `${v}&x3dh=${key1},${key2},${key1}`,
      `${v}&x3dh=${key1},${x25519}`,
      `${v}&x3dh=${x25519},${x25519}`,
      `${v}&x3dh=${key1},${key2.slice(4)}`,
      `${v}&${keys}&kem_key=`,
      `${v}&${keys}&${kemKey.slice(0, -4)}`,
      `v=3-2&${keys}`,
      `v=2-70000&${keys}`,
    ])
      expect(() => parseE2eParamsUri(bad)).toThrow(DecodeError)
    expect(parseE2eParamsUri(`${v}&${keys}&later=1`).kemKey).toBe(null)
    expect(parseE2eParamsUri(`v=2&${keys}&${kemKey}`).kemKey).toBe(null)
  })

  it("any text or bytes end in a DecodeError at worst", () => {
    const only = (run: () => unknown) => {
      try {
        run()
      } catch (e) {
        expect(e).toBeInstanceOf(DecodeError)
      }
    }
    const bytes = encode(e2eParams, params)
    fc.assert(
      fc.property(fc.string(), fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (s, at, x) => {
        only(() => parseE2eParamsUri(s))
        only(() => parseE2eParamsUri(text.slice(0, at) + s + text.slice(at)))
        const changed = bytes.slice()
        changed[at] = (changed[at] ?? 0) ^ x
        only(() => decode(e2eParams, changed))
      }),
    )
  })
})
