import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  clientKey,
  createGate,
  isOriginAllowed,
  isPortAllowed,
  isPublic,
  parseHello,
  Refusal,
} from "../../bridge/policy.ts"

const codeOf = (text: string): string => {
  try {
    parseHello(text)
    return "ok"
  } catch (e) {
    return e instanceof Refusal ? e.code : String(e)
  }
}

describe("addresses", () => {
  const forbidden = [
    ..."0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 169.254.169.254".split(
      " ",
    ),
    ..."172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255".split(" "),
    ..."198.51.100.7 203.0.113.9 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255".split(" "),
    ...":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::ffff:0:7f00:1 64:ff9b::7f00:1".split(" "),
    ..."64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:db8::1 2002:7f00:1:: 3fff::1".split(" "),
    ..."5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 4000::1".split(" "),
    ..."localhost 127.1 2130706433 0x7f000001".split(" "),
    "",
  ]
  for (const address of forbidden) it(`"${address}" is not public`, () => expect(isPublic(address)).toBe(false))

  const open = [
    ..."1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1".split(" "),
    ..."169.253.0.1 172.15.0.1 172.32.0.1 192.167.1.1 192.169.1.1 198.17.0.1 223.255.255.255".split(" "),
    ..."2606:4700::1111 2a01:4f8::1 2001:4860:4860::8888 2003::1 3ffe::1".split(" "),
  ]
  for (const address of open) it(`${address} is public`, () => expect(isPublic(address)).toBe(true))

  it("no IPv4 address becomes public by being written as IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number)
        const groups = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        for (const form of [
          `::ffff:${address}`,
          `::ffff:${groups}`,
          `::${groups}`,
          `64:ff9b::${groups}`,
          `2002:${groups}::`,
        ])
          expect(isPublic(form)).toBe(false)
      }),
    )
  })

  it("ports by range, all of them when private targets are allowed", () => {
    const ports = ["443", "1024-65535"]
    const allowed = [22, 25, 442, 443, 444, 1023, 1024, 5223, 65_535].filter(p =>
      isPortAllowed(p, { ports, allowPrivate: false }),
    )
    expect(allowed).toEqual([443, 1024, 5223, 65_535])
    expect(isPortAllowed(22, { ports, allowPrivate: true })).toBe(true)
  })
})

describe("first message", () => {
  const good = { v: 1, protocol: "smp", hosts: ["smp8.simplex.im", "beccx4.onion"], port: 5223 }

  it("is read, with members we do not know", () => {
    expect(parseHello(JSON.stringify({ ...good, later: 1 }))).toEqual({
      protocol: "smp",
      hosts: good.hosts,
      port: 5223,
    })
    expect(parseHello(JSON.stringify({ ...good, protocol: "xftp" })).protocol).toBe("xftp")
    for (const host of ["1.2.3.4", "2a01::1", "a_b.example", "x", "host.example."])
      expect(codeOf(JSON.stringify({ ...good, hosts: [host] }))).toBe("ok")
  })

  for (const other of [{ v: 2 }, { v: "1" }, { protocol: "XFTP" }, { protocol: "http" }, { protocol: undefined }])
    it(`${JSON.stringify(other)} is UNSUPPORTED`, () =>
      expect(codeOf(JSON.stringify({ ...good, ...other }))).toBe("UNSUPPORTED"))

  const bad: object[] = [
    ...[0, -1, 65_536, 1.5, "5223", null].map(port => ({ port })),
    ...[[], "host", null, ["a", "b", "c", "d", "e"], [1], [null], [[]]].map(hosts => ({ hosts })),
    ..."127.1|256.1.1.1|1.2.3.4.5|a b|a/b|a@b|http://a|[::1]|fe80::1%eth0|a..b|.a|-|a:80|a\u0000b|é.example"
      .split("|")
      .filter(host => host !== "-")
      .map(host => ({ hosts: [host] })),
    { hosts: [""] },
    { hosts: ["a".repeat(254)] },
    { hosts: ["smp8.simplex.im", "127.1"] },
    ...["", "a".repeat(15), "a".repeat(65), `${"a".repeat(20)}\u0000`, 1, null, {}].map(isolation => ({ isolation })),
  ]
  it("an isolation token of 16 to 64 letters is taken", () => {
    for (const isolation of ["a".repeat(16), "_-09AZaz".repeat(8)])
      expect(parseHello(JSON.stringify({ ...good, isolation }))).toMatchObject({ isolation })
  })

  for (const change of bad)
    it(`${JSON.stringify(change).slice(0, 60)} is BAD_REQUEST`, () =>
      expect(codeOf(JSON.stringify({ ...good, ...change }))).toBe("BAD_REQUEST"))

  for (const text of ["", "{", "null", "1", '"smp"', "[1"])
    it(`${JSON.stringify(text)} is BAD_REQUEST`, () => expect(codeOf(text)).toBe("BAD_REQUEST"))

  it("whatever it is, only a Refusal comes out", () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(codeOf(text)).toMatch(/^(BAD_REQUEST|UNSUPPORTED)$/)
      }),
    )
    fc.assert(
      fc.property(fc.json(), fc.json(), (hosts, port) => {
        expect(codeOf(`{"v":1,"protocol":"smp","hosts":${hosts},"port":${port}}`)).toMatch(/^(BAD_REQUEST|ok)$/)
      }),
    )
  })
})

describe("origins", () => {
  it("without a list: the page of the same host", () => {
    expect(isOriginAllowed("https://chat.example", "chat.example", [])).toBe(true)
    expect(isOriginAllowed("http://localhost:8080", "localhost:8080", [])).toBe(true)
    expect(isOriginAllowed("https://evil.example", "chat.example", [])).toBe(false)
    expect(isOriginAllowed("https://chat.example.evil.example", "chat.example", [])).toBe(false)
    expect(isOriginAllowed("https://chat.example:444", "chat.example", [])).toBe(false)
    expect(isOriginAllowed("null", "chat.example", [])).toBe(false)
    expect(isOriginAllowed("https://undefined", undefined, [])).toBe(false)
  })

  it("with a list: that list only", () => {
    const list = ["https://chat.example"]
    expect(isOriginAllowed("https://chat.example", "inner:8080", list)).toBe(true)
    expect(isOriginAllowed("http://chat.example", "inner:8080", list)).toBe(false)
    expect(isOriginAllowed("http://inner:8080", "inner:8080", list)).toBe(false)
  })

  it("no Origin is no browser", () =>
    expect(isOriginAllowed(undefined, "chat.example", ["https://chat.example"])).toBe(true))
})

describe("clients", () => {
  it("are IPv4 addresses and IPv6 networks of 64 bits", () => {
    expect(clientKey("192.0.2.1", undefined, false)).toBe("192.0.2.1")
    expect(clientKey("::ffff:192.0.2.1", undefined, false)).toBe("192.0.2.1")
    expect(clientKey("2001:db8:1:2:3:4:5:6", undefined, false)).toBe("2001:db8:1:2")
    expect(clientKey("2001:db8:1:2::9", undefined, false)).toBe("2001:db8:1:2")
    expect(clientKey("2001:db8::9", undefined, false)).toBe("2001:db8:0:0")
    expect(clientKey("::1", undefined, false)).toBe("0:0:0:0")
    expect(clientKey("fe80::1%eth0", undefined, false)).toBe("fe80:0:0:0")
    expect(clientKey(undefined, undefined, false)).toBe("")
  })

  it("all addresses of a /64 are one client", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map(n => n.toString(16))
    const half = fc.array(group, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(half, half, half, (net, a, b) => {
        const key = (host: string[]) => clientKey([...net, ...host].join(":"), undefined, false)
        expect(key(a)).toBe(key(b))
        expect(key(a)).toBe(net.join(":"))
      }),
    )
  })

  it("a forwarded address counts only from a trusted proxy, and only the last one", () => {
    const list = "203.0.113.66, 198.51.100.7"
    expect(clientKey("10.0.0.1", list, false)).toBe("10.0.0.1")
    expect(clientKey("10.0.0.1", list, true)).toBe("198.51.100.7")
    expect(clientKey("10.0.0.1", "2001:db8:1:2::1", true)).toBe("2001:db8:1:2")
    expect(clientKey("10.0.0.1", "198.51.100.7:4711", true)).toBe("198.51.100.7")
    expect(clientKey("10.0.0.1", "[2001:db8:1:2::1]:4711", true)).toBe("2001:db8:1:2")
    expect(clientKey("10.0.0.1", "::FFFF:198.51.100.7", true)).toBe("198.51.100.7")
    expect(clientKey("10.0.0.1", "unknown", true)).toBe("10.0.0.1")
    expect(clientKey("10.0.0.1", undefined, true)).toBe("10.0.0.1")
  })
})

describe("gate", () => {
  const limits = { maxConnections: 3, maxPerClient: 2, maxRate: 6 }

  it("counts connections of one client and in all", () => {
    const gate = createGate(limits, () => 0)
    expect(["a", "a", "a", "b", "b", "c"].map(gate.enter)).toEqual([true, true, false, true, false, false])
    gate.leave("a")
    expect(gate.enter("c")).toBe(true)
    expect(gate.enter("a")).toBe(false)
  })

  it("lets a client in again as fast as the rate says", () => {
    let now = 0
    const gate = createGate(limits, () => now)
    const attempt = () => {
      const isIn = gate.enter("a")
      if (isIn) gate.leave("a")
      return isIn
    }
    expect(Array.from({ length: 8 }, attempt)).toEqual([...Array(6).fill(true), false, false])
    now += 9999
    expect(attempt()).toBe(false)
    now += 1
    expect([attempt(), attempt()]).toEqual([true, false])
    now += 3_600_000
    expect(Array.from({ length: 7 }, attempt)).toEqual([...Array(6).fill(true), false])
  })

  it("forgets a client once nothing depends on it", () => {
    let now = 0
    const gate = createGate(limits, () => now)
    gate.enter("a")
    gate.enter("b")
    gate.leave("b")
    gate.sweep()
    expect(gate.size).toBe(2)
    now += 60_000
    gate.sweep()
    expect(gate.size).toBe(1)
    gate.leave("a")
    gate.sweep()
    expect(gate.size).toBe(0)
  })
})
