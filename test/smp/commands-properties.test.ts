/** Any command and any response there and back, and any bytes in their place. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Bytes, DecodeError, fromHex } from "../../worker/encoding/bytes.ts"
import { type Codec, decode, encode } from "../../worker/encoding/codec.ts"
import { type Command, command, type Response, response } from "../../worker/smp/commands.ts"
import { vectors } from "../crypto/vectors.ts"

const file = vectors("smp-transmissions")
const versions = Array.from({ length: 13 }, (_, i) => i + 6)
type Encoded = { encodings: readonly { hex: string }[] }

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map(b => b.slice())
const id = bytes(255)
const key = fc.uint8Array({ minLength: 44, maxLength: 69 }).map(b => b.slice())
const data = bytes(300)
const password = fc.stringMatching(/^[a-z0-9!%]{0,20}$/)
const linkParts = { sndId: id, fixedData: data, userData: data }
const option = <T>(a: fc.Arbitrary<T>) => fc.option(a)
const type = <const T extends string>(t: T) => fc.constant(t)

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: type("NEW"),
    rcvAuthKey: key,
    rcvDhKey: key,
    auth: option(password),
    subscribe: fc.boolean(),
    queue: option(
      fc.oneof(
        fc.record({ type: type("messaging"), link: option(fc.record(linkParts)) }),
        fc.record({ type: type("contact"), link: option(fc.record({ linkId: id, ...linkParts })) }),
      ),
    ),
    ntf: option(fc.record({ authKey: key, dhKey: key })),
  }),
  fc.record({ type: fc.constantFrom("SUB", "PING", "LGET", "DEL", "NSUBS") }),
  fc.record({ type: fc.constantFrom("KEY", "SKEY", "LKEY"), key }),
  fc.record({ type: type("RKEY"), keys: fc.array(key, { minLength: 1, maxLength: 5 }) }),
  fc.record({ type: type("LSET"), linkId: id, fixedData: data, userData: data }),
  fc.record({ type: type("ACK"), msgId: id }),
  fc.record({ type: type("SEND"), notification: fc.boolean(), body: data }),
  fc.record({ type: type("PFWD"), version: fc.nat(0xffff), key, transmission: data }),
)

const anyResponse: fc.Arbitrary<Response> = fc.oneof(
  fc.record({
    type: type("IDS"),
    rcvId: id,
    sndId: id,
    srvDhKey: key,
    mode: option(fc.constantFrom("messaging" as const, "contact" as const)),
    linkId: option(id),
    serviceId: option(id),
    ntf: option(fc.record({ notifierId: id, dhKey: key })),
  }),
  fc.record({ type: type("LNK"), ...linkParts }),
  fc.record({ type: type("MSG"), msgId: id, body: data }),
  fc.record({ type: fc.constantFrom("SOKS", "ENDS"), count: fc.maxSafeNat() }),
  fc.record({ type: fc.constantFrom("OK", "END", "DELD", "PONG") }),
  fc.record({ type: type("INFO"), json: fc.string() }),
  fc.record({ type: type("ERR"), error: fc.record({ type: fc.constantFrom("AUTH", "QUOTA", "NO_MSG") }) }),
  fc.record({
    type: type("ERR"),
    error: fc.record({
      type: type("BLOCKED"),
      reason: fc.constantFrom("spam", "content"),
      notice: option(fc.record({ ttl: option(fc.maxSafeInteger()) })),
    }),
  }),
)

const decodesOrThrows = <T>(codec: Codec<T>, b: Bytes): void => {
  try {
    decode(codec, b)
  } catch (e) {
    if (!(e instanceof DecodeError)) throw e
  }
}

describe("properties", () => {
  it("any command round-trips in the newest version", () =>
    fc.assert(fc.property(anyCommand, c => void expect(decode(command(18), encode(command(18), c))).toEqual(c))))
  it("any response round-trips in the newest version", () =>
    fc.assert(fc.property(anyResponse, r => void expect(decode(response(18), encode(response(18), r))).toEqual(r))))

  const starts = [...file.commands, ...file.responses].map((v: Encoded) => v.encodings.at(-1)?.hex ?? "").map(fromHex)

  it("tampered and cut bytes only ever throw DecodeError", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...versions),
        fc.constantFrom(...starts),
        fc.nat(),
        fc.nat(255),
        fc.boolean(),
        (version, start, at, byte, cut) => {
          const b = cut ? start.slice(0, at % (start.length + 1)) : start.slice()
          if (!cut) b[at % b.length] = byte
          decodesOrThrows(command(version), b)
          decodesOrThrows(response(version), b)
        },
      ),
      { numRuns: 3000 },
    ))

  it("words followed by anything only ever throw DecodeError", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom(...versions),
        (start, b, v) => {
          const word = start.slice(0, start.indexOf(0x20) + 1)
          decodesOrThrows(command(v), Uint8Array.from([...word, ...b]))
          decodesOrThrows(response(v), Uint8Array.from([...word, ...b]))
        },
      ),
      { numRuns: 3000 },
    ))
})
