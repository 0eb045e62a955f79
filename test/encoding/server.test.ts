import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DecodeError, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import {
  hostKind,
  legacyServer,
  parseHosts,
  parseServerAddress,
  type Scheme,
  server,
  writeHosts,
  writeServerAddress,
} from "../../worker/encoding/server.ts"
import { vectors } from "../crypto/vectors.ts"

const links = vectors("links")
const encoding = vectors("encoding")
const key = "EEolDlPRWiYYGkyCfJvB_n5fi9urSJjcVd5W6HPBhSA="

describe("as the peer reads and writes addresses", () => {
  for (const v of links.serverAddresses)
    it(v.address, () => {
      const scheme = v.parsed.protocol as Scheme
      const parsed = {
        hosts: v.parsed.hosts.map((h: { host: string }) => h.host),
        port: v.parsed.port === "" ? null : Number(v.parsed.port),
        keyHash: fromHex(v.parsed.keyHash),
      }
      const address = parseServerAddress(v.address, scheme)
      expect(address).toEqual({ server: parsed, password: v.basicAuth })
      expect(parsed.hosts.map(hostKind)).toEqual(v.parsed.hosts.map((h: { kind: string }) => h.kind))
      expect(hex(encode(server, parsed))).toBe(v.server_smp)
      expect(decode(server, fromHex(v.server_smp))).toEqual(parsed)
      const written = writeServerAddress(parsed, scheme, v.basicAuth)
      // the peer cannot read its own form of IPv6 with a port; ours has the brackets that it can read
      expect(written).toBe(v.canonical.replace("@::1:", "@[::1]:"))
      expect(parseServerAddress(written, scheme)).toEqual(address)
    })

  for (const v of links.invalidServerAddresses)
    it(`refuses ${v.address}`, () => expect(() => parseServerAddress(v.address, "smp")).toThrow(DecodeError))

  const schemes: readonly Scheme[] = ["smp", "xftp", "ntf"]
  for (const scheme of schemes)
    it(`${scheme} addresses are not those of other protocols`, () => {
      const written = writeServerAddress({ hosts: ["h.example"], port: null, keyHash: fromHex("01") }, scheme)
      for (const other of schemes)
        if (other !== scheme) expect(() => parseServerAddress(written, other)).toThrow(DecodeError)
    })
})

describe("hosts", () => {
  for (const v of encoding.smpEncode.filter((x: { type: string }) => x.type === "TransportHost"))
    it(`${v.value} in binary`, () => {
      const { hosts } = parseHosts(v.value)
      const s = { hosts, port: null, keyHash: fromHex("") }
      expect(hex(encode(legacyServer, s))).toBe(`${v.hex}0000`)
      expect(decode(legacyServer, fromHex(`${v.hex}0000`))).toEqual(s)
    })

  // the peer takes these for domain names, or lets the octet overflow; they cannot name a host
  const refused = ["192.256.0.1", "192.168.1", "192.168.0.256"]
  for (const v of encoding.strDecode.filter((x: { type: string }) => x.type === "TransportHost"))
    it(`${v.str} in text`, () => {
      // a comma makes two hosts of it, which is fine in a list
      if (v.str.includes(",")) expect(hostKind(v.str)).toBeNull()
      else if (v.error !== undefined || refused.includes(v.str)) expect(() => parseHosts(v.str)).toThrow(DecodeError)
      else expect(parseHosts(v.str)).toEqual({ hosts: [v.ok], port: null })
    })

  const kinds = {
    domain: [
      "a",
      "smp8.simplex.im",
      "xn--e1afmkfd.xn--p1ai",
      "a_b.c-d",
      "example.com.",
      "cafe",
      "1.example",
      `${"a".repeat(63)}.b`,
    ],
    ipv4: ["0.0.0.0", "127.0.0.1", "255.255.255.255"],
    ipv6: ["::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33", "FE80::A"],
    onion: ["abc.onion", "beccx4yfxxbvyhqypaavemqurytl6hozr47wfc7uuecacjqdvwpw2xid.onion"],
    null: [
      "",
      ".",
      "..",
      "a..b",
      ".a",
      "1",
      "1.2.3",
      "1.2.3.4.",
      "1.2.3.04",
      "256.1.1.1",
      ":",
      ":::",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7::8",
      "::1::",
      "12345::",
      "::g",
      "::1.2.3.256",
      "fe80::1%eth0",
      "A.onion",
      ".onion",
      "x.y.onion",
      "host name",
      "host/path",
      "host#",
      "пример.рф",
      "a".repeat(254),
    ],
  }
  for (const [kind, hosts] of Object.entries(kinds))
    for (const h of hosts) it(`${h.slice(0, 50)} is ${kind}`, () => expect(String(hostKind(h))).toBe(kind))
})

describe("ports and IPv6 in text", () => {
  it("reads ports from 1 to 65535", () => {
    expect(parseHosts("a:1").port).toBe(1)
    expect(parseHosts("a:65535").port).toBe(65535)
    expect(parseHosts("[::1]:443")).toEqual({ hosts: ["::1"], port: 443 })
    expect(parseHosts("a,[2001:db8::1],b.onion:5223")).toEqual({ hosts: ["a", "2001:db8::1", "b.onion"], port: 5223 })
    expect(parseHosts("1.2.3.4:99")).toEqual({ hosts: ["1.2.3.4"], port: 99 })
  })
  it("a bare IPv6 host swallows the port, as for the peer", () =>
    expect(parseHosts("::1:7001")).toEqual({ hosts: ["::1:7001"], port: null }))
  for (const bad of ["a:0", "a:65536", "a:70001", "a:01", "a:+1", "a: 1", "a:1:2", "a,b:1,c", "[::1", "::1]", "[a]", "[1.2.3.4]", "[::1]443", "a,", ",a", "a,,b", ":1", "a\n"]) // biome-ignore format: a list
    it(`refuses ${JSON.stringify(bad)}`, () => expect(() => parseHosts(bad)).toThrow(DecodeError))

  it("as many hosts as have a binary form", () => {
    const hosts = (n: number) => Array(n).fill("a").join(",")
    expect(parseHosts(hosts(255)).hosts.length).toBe(255)
    expect(() => parseHosts(hosts(256))).toThrow(DecodeError)
    expect(parseHosts(`${"a".repeat(247)}.onion`).hosts.length).toBe(1)
    expect(() => parseHosts(`${"a".repeat(248)}.onion`)).toThrow(DecodeError)
  })

  it("in binary too", () => {
    const ports = ["30", "3031", "3635353336", "2b31", "20"]
    for (const p of ports) {
      const length = (p.length / 2).toString(16).padStart(2, "0")
      expect(() => decode(legacyServer, fromHex(`0161${length}${p}00`)), p).toThrow(DecodeError)
    }
    expect(decode(legacyServer, fromHex("0161053635353335" + "00")).port).toBe(65535)
    expect(() => decode(server, fromHex("000000"))).toThrow(DecodeError)
  })
})

describe("passwords", () => {
  const read = (secret: string) => parseServerAddress(`smp://${key}:${secret}@a`, "smp").password
  it("are printable ASCII without separators", () => {
    expect(read("p%40ss!word~")).toBe("p%40ss!word~")
    for (const bad of ["", "a b", "a/b", "a:b", "a\tb", "a\u0000", "é"])
      expect(() => read(bad), JSON.stringify(bad)).toThrow(DecodeError)
  })
})

const domain = fc
  .stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]{2,8}){1,3}$/)
  .filter(h => hostKind(h) === "domain")
const anyHost = fc.oneof(
  domain,
  fc.ipV4(),
  fc.ipV6().filter(h => hostKind(h) === "ipv6"),
  fc.stringMatching(/^[a-z2-7]{56}$/).map(h => `${h}.onion`),
)
const anyServer = fc.record({
  hosts: fc.array(anyHost, { minLength: 1, maxLength: 4 }),
  port: fc.option(fc.integer({ min: 1, max: 65535 })),
  keyHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(b => b.slice()),
})

describe("properties", () => {
  it("IPv6 as fast-check knows it is IPv6 here", () =>
    fc.assert(fc.property(fc.ipV6(), h => void expect(hostKind(h)).toBe("ipv6"))))

  it("round-trip in binary and text", () =>
    fc.assert(
      fc.property(anyServer, fc.option(fc.stringMatching(/^[a-z!#-.;-?]{1,20}$/)), (s, secret) => {
        expect(decode(server, encode(server, s))).toEqual(s)
        const address = writeServerAddress(s, "xftp", secret)
        expect(parseServerAddress(address, "xftp")).toEqual({ server: s, password: secret })
        expect(parseHosts(writeHosts(s.hosts))).toEqual({ hosts: s.hosts, port: null })
      }),
    ))

  it("any text is an address or a DecodeError", () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."smp:/@,.[]0127aZ=#- ") }), text => {
        for (const candidate of [text, `smp://${key}@${text}`, `smp://${key}${text}`])
          try {
            const { server: s, password } = parseServerAddress(candidate, "smp")
            const written = writeServerAddress(s, "smp", password)
            expect(parseServerAddress(written, "smp")).toEqual({ server: s, password })
          } catch (e) {
            expect(e).toBeInstanceOf(DecodeError)
          }
      }),
      { numRuns: 2000 },
    ))
})
