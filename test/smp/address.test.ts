import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode, rest, struct } from "../../worker/encoding/codec.ts"
import {
  parseQueueUri,
  type QueueMode,
  queueInfo,
  queueUri,
  sameQueue,
  toQueueInfo,
  writeQueueUri,
} from "../../worker/smp/address.ts"
import { vectors } from "../crypto/vectors.ts"
import { anyQueueUri, infoOfWords, infoWords, type QueueWords, uriOfWords, uriWords } from "../support/words.ts"

type UriVector = { note: string; str: string; parsed: QueueWords; smp: string; smpDecoded: QueueWords }
const uris: readonly UriVector[] = vectors("links").queueUris

describe("queue URI, made by the peer", () => {
  it("has vectors", () => expect(uris.length).toBe(12))

  it.each(uris)("text: $note", v => {
    const q = parseQueueUri(v.str)
    expect(uriWords(q)).toEqual(uriOfWords(v.parsed))
    expect(writeQueueUri(q)).toBe(v.str)
  })

  it.each(uris)("binary: $note", v => {
    expect(hex(encode(queueUri, parseQueueUri(v.str)))).toBe(v.smp)
    expect(uriWords(decode(queueUri, fromHex(v.smp)))).toEqual(uriOfWords(v.smpDecoded))
  })
})

type InfoVector = { clientVersion: number; queueMode: string | null; smp: string; decoded: QueueWords }
const infos: readonly InfoVector[] = vectors("agent-messages").smpQueueInfo

describe("queue info, made by the peer", () => {
  it("has vectors", () => expect(infos.length).toBe(12))

  it.each(infos)("version $clientVersion, $queueMode", v => {
    const q = decode(queueInfo, fromHex(v.smp))
    expect(infoWords(q)).toEqual(infoOfWords(v.decoded))
    const mode: QueueMode | null = v.queueMode === null ? null : v.queueMode === "QMMessaging" ? "messaging" : "contact"
    expect(hex(encode(queueInfo, { ...q, mode }))).toBe(v.smp)
  })

  it("a mode letter is taken only if it is one", () => {
    const [v] = infos
    const bytes = fromHex(v?.smp ?? "")
    const withTail = (tail: string) => decode(struct({ q: queueInfo, tail: rest }), fromHex(hex(bytes) + tail))
    expect(withTail("7b7d")).toMatchObject({ q: { mode: null }, tail: fromHex("7b7d") })
    expect(withTail("4d7b7d")).toMatchObject({ q: { mode: "messaging" }, tail: fromHex("7b7d") })
  })
})

describe("properties", () => {
  it("text reads back", () =>
    fc.assert(
      fc.property(anyQueueUri, q => {
        expect(parseQueueUri(writeQueueUri(q))).toEqual(q)
      }),
    ))

  it("binary reads back, but for modes that old versions cannot tell", () =>
    fc.assert(
      fc.property(anyQueueUri, q => {
        const back = decode(queueUri, encode(queueUri, q))
        expect({ ...back, mode: q.mode }).toEqual(q)
        if (q.versions.min >= 4) expect(back.mode).toBe(q.mode)
      }),
    ))

  it("the newest common version is taken", () =>
    fc.assert(
      fc.property(anyQueueUri, q => {
        const info = toQueueInfo(q)
        expect(info?.version).toBe(q.versions.min > 4 ? undefined : Math.min(4, q.versions.max))
        expect(info === null || sameQueue(info, q)).toBe(true)
      }),
    ))
})

describe("lies", () => {
  const valid = uris[0]?.str ?? ""
  const refused = {
    "cut anywhere before the end of the key": valid.slice(0, valid.indexOf("&q") - 6),
    "another scheme": valid.replace("smp://", "xftp://"),
    "a password": valid.replace("@", ":pass@"),
    "no queue id": valid.replace(/\/[\w-]+#/, "/#"),
    "a space inside": valid.replace("&q", " &q"),
    "an unencoded key of another curve": valid.replace(/dh=[^&]+/, `dh=${"A".repeat(92)}`),
    "a version too large": valid.replace("v=1-4", "v=1-70000"),
    "versions upside down": valid.replace("v=1-4", "v=4-1"),
    "port overflow": valid.replace(".im/", ".im:65537/"),
    "hosts with a port in srv": `${valid}&srv=a.onion:5223`,
    "a queue id that has no binary form": valid.replace(/\/[\w-]+#/, `/${"A".repeat(344)}#`),
    "a key hash that has no binary form": valid.replace(/\/\/[\w-]+=?@/, `//${"A".repeat(344)}@`),
    "more hosts than a list can have": `${valid}&srv=${Array(255).fill("a.onion").join(",")}`,
  }
  it.each(Object.entries(refused))("%s", (_, text) => expect(() => parseQueueUri(text)).toThrow(DecodeError))

  it("every truncation of the binary form", () => {
    const whole = fromHex(uris[7]?.smp ?? "")
    // without its last byte it is a valid address without a mode
    for (let n = 0; n < whole.length - 1; n++) expect(() => decode(queueUri, whole.slice(0, n))).toThrow(DecodeError)
  })

  it("any text gives an address or DecodeError", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: "binary" }).map(s => `${valid.slice(0, 80)}${s}`),
        ),
        text => {
          try {
            parseQueueUri(text)
          } catch (e) {
            expect(e).toBeInstanceOf(DecodeError)
          }
        },
      ),
    ))
})
