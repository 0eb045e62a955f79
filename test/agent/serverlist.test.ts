/** Which servers a profile has and which one is next: facts, then properties of the choice. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { operatorOf, operators, presetServers, presets } from "../../worker/agent/presets.ts"
import {
  type Candidate,
  isListed,
  type Listed,
  listServers,
  nextServer,
  ofOtherOperators,
  operatorStates,
  pickedPresets,
  placesOf,
  plainServers,
  problemsOf,
  readAddress,
  userServers,
} from "../../worker/agent/serverlist.ts"
import type { OperatorId } from "../../worker/api.ts"
import { DecodeError, utf8 } from "../../worker/encoding/bytes.ts"
import type { OperatorRow, ServersRow } from "../../worker/store/servers.ts"

const key = "LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI="
const own = (host: string, password = ""): string => `smp://${key}${password}@${host}`
const seed = utf8("1 1700000000000")
const row = (parts: Partial<ServersRow>): ServersRow => ({ userId: 1, own: [], changed: [], ...parts })
const list = (host: readonly string[], r?: ServersRow): readonly Listed[] => listServers("smp", { host, seed, row: r })
const accepted = { commit: "any", at: 1 }
const acceptedRows: readonly OperatorRow[] = operators.map(o => ({ id: o.id, accepted }))
const addresses = (all: readonly Candidate[]): readonly string[] => all.map(c => c.address)

describe("presets", () => {
  it("are the servers of the apps: 20 of SMP in lists and one more in links, 12 of XFTP", () => {
    expect([presets.smp.length, presetServers.length, presets.xftp.length]).toEqual([20, 21, 12])
    expect(presets.smp.filter(p => p.use).length).toBe(17)
    expect(presets.smp.some(p => p.server.hosts[0] === "smp7.simplex.im")).toBe(false)
  })
  it("all have an onion host and a key hash of 32 bytes", () => {
    for (const { server } of [...presets.smp, ...presets.xftp]) {
      expect(server.hosts[1]).toMatch(/^[a-z2-7]{56}\.onion$/)
      expect(server.keyHash.length).toBe(32)
    }
  })
  it("of Flux are for passing on, those of SimpleX Chat for receiving too", () => {
    expect(operators.map(o => [o.name, o.roles.smp.storage, o.roles.smp.proxy])).toEqual([
      ["SimpleX Chat", true, true],
      ["Flux", false, true],
    ])
  })
  it("are picked at random: four and three of SMP, three and three of XFTP, the same ones for the same profile", () => {
    const count = (names: ReadonlySet<string>, operator: OperatorId) =>
      [...names].filter(n => operatorOf(readAddress(n).server.hosts) === operator).length
    const seen = new Set<string>()
    for (let i = 0; i < 50; i++) {
      const s = utf8(`seed ${i}`)
      const smp = pickedPresets("smp", s)
      const xftp = pickedPresets("xftp", s)
      expect([count(smp, "simplex"), count(smp, "flux")]).toEqual([4, 3])
      expect([count(xftp, "simplex"), count(xftp, "flux")]).toEqual([3, 3])
      expect(pickedPresets("smp", s)).toEqual(smp)
      for (const n of smp) seen.add(n)
    }
    expect(seen.size).toBe(17)
  })
})

describe("an operator", () => {
  it("has the servers at its domains, and not those whose names only end like them", () => {
    expect(operatorOf(["smp8.simplex.im"])).toBe("simplex")
    expect(operatorOf(["x.onion", "SMP1.SimplexOnFlux.com"])).toBe("flux")
    expect(operatorOf(["notsimplex.im"])).toBe(null)
    expect(operatorOf(["simplex.im.example.org"])).toBe(null)
  })
  it("is used only after its conditions were accepted", () => {
    const all = list([])
    expect(userServers(all, operatorStates([]))).toMatchObject({ storage: [], proxy: [], missing: "conditions" })
    const used = userServers(all, operatorStates(acceptedRows))
    expect([used.storage.length, used.proxy.length, used.missing]).toEqual([4, 7, null])
    const onlySimplex = userServers(all, operatorStates([{ id: "simplex", accepted }]))
    expect([onlySimplex.storage.length, onlySimplex.proxy.length]).toEqual([4, 4])
  })
  it("that is disabled has no servers that are used or known", () => {
    const states = operatorStates([
      { id: "simplex", accepted, enabled: false },
      { id: "flux", accepted },
    ])
    const used = userServers(list([]), states)
    expect([used.storage.length, used.proxy.length, used.missing]).toEqual([0, 3, "servers"])
    expect(used.known.has("smp8.simplex.im 5223")).toBe(false)
    expect(used.known.has("smp1.simplexonflux.com 5223")).toBe(true)
    expect(problemsOf("smp", list([]), states)).toEqual([{ protocol: "smp", missing: "storage" }])
  })
  it("whose roles are changed has them in one protocol only", () => {
    const roles = { smp: { storage: true, proxy: false } }
    const states = operatorStates([{ id: "flux", accepted, roles }])
    expect(userServers(list([]), states).storage.length).toBe(3)
    const xftp = listServers("xftp", { host: [], seed, row: undefined })
    expect(userServers(xftp, states)).toMatchObject({ storage: [], missing: "conditions" })
  })
})

describe("the list", () => {
  it("has the presets disabled where the host of the page names servers, for each protocol by itself", () => {
    const host = [own("127.0.0.1")]
    const all = list(host)
    expect(all.filter(s => s.enabled).map(s => s.name)).toEqual(host)
    expect(all.length).toBe(21)
    const used = userServers(all, operatorStates(acceptedRows))
    expect(addresses(used.storage)).toEqual(host)
    expect([...used.known]).toEqual(["127.0.0.1 5223"])
    expect(listServers("xftp", { host, seed, row: undefined }).filter(s => s.enabled).length).toBe(6)
  })
  it("keeps what the user has changed when presets or the host's servers change", () => {
    const [first = own("x")] = [...pickedPresets("smp", seed)]
    const r = row({
      own: [own("mine.example", ":secret")],
      changed: [
        { server: first, enabled: false },
        { server: own("mine.example"), enabled: false },
        { server: own("theirs.example"), enabled: false },
      ],
    })
    const enabled = (host: readonly string[], name: string) => list(host, r).find(s => s.name === name)?.enabled
    expect([enabled([], first), enabled([], own("mine.example")), enabled([], own("theirs.example"))]).toEqual([
      false,
      false,
      undefined,
    ])
    const host = [own("theirs.example"), own("others.example")]
    expect(host.map(name => enabled(host, name))).toEqual([false, true])
    expect(enabled(host, own("mine.example"))).toBe(false)
  })
  it("has a place once: the page's host before presets before own ones", () => {
    const all = list(
      [own("a.example"), own("A.example,b.example")],
      row({ own: [own("a.example"), own("smp8.simplex.im")] }),
    )
    expect(all.filter(s => s.hosts.includes("a.example")).map(s => s.source)).toEqual(["host"])
    expect(all.filter(s => s.hosts.includes("smp8.simplex.im")).map(s => s.source)).toEqual(["preset"])
    expect(isListed(all, placesOf({ hosts: ["SMP8.simplex.im"], port: null }, "smp"))).toBe(true)
    expect(isListed(all, placesOf({ hosts: ["b.example"], port: null }, "smp"))).toBe(false)
  })
  it("gives addresses with their passwords to be used, and without them as names", () => {
    const all = list([], row({ own: [own("mine.example", ":pass")] }))
    const mine = all.find(s => s.source === "own")
    expect([mine?.name, mine?.password]).toEqual([own("mine.example"), "pass"])
    expect(addresses(userServers(all, operatorStates([])).storage)).toEqual([own("mine.example", ":pass")])
  })
  it("leaves out what the host of the page names wrongly", () => {
    expect(addresses(plainServers("smp", ["", "smp://x", own("a.example"), "xftp://x@y"]).storage)).toEqual([
      own("a.example"),
    ])
  })
  it("says what is missing: all, receiving, or sending privately", () => {
    const off = list([]).map(s => ({ ...s, enabled: false }))
    expect(problemsOf("smp", off, operatorStates([]))).toEqual([{ protocol: "smp", missing: "servers" }])
    const flux = list([]).map(s => ({ ...s, enabled: s.operator === "flux" }))
    expect(problemsOf("smp", flux, operatorStates([]))).toEqual([{ protocol: "smp", missing: "storage" }])
    const noProxy = operatorStates([{ id: "flux", roles: { smp: { storage: true, proxy: false } } }])
    expect(problemsOf("smp", flux, noProxy)).toEqual([{ protocol: "smp", missing: "proxy" }])
    expect(problemsOf("smp", list([]), operatorStates([]))).toEqual([])
  })
})

describe("an address as it is pasted", () => {
  it("may have white space anywhere, a scheme in capitals, a password, hosts and a port", () => {
    const text = ` SMP://${key.slice(0, 20)}\n  ${key.slice(20)}:pass@a.example,\tb.onion:443 \n`
    const { protocol, server, password } = readAddress(text)
    expect([protocol, server.hosts, server.port, password]).toEqual(["smp", ["a.example", "b.onion"], 443, "pass"])
    expect(readAddress(`xftp://${key}@x.example`).protocol).toBe("xftp")
  })
  it("of anything else is a DecodeError", () => {
    const bad = ["", "smp://", "https://example.org", `ntf://${key}@x.example`, `smp://${key}@`, `${key}@x.example`]
    for (const text of bad) expect(() => readAddress(text)).toThrow(DecodeError)
    fc.assert(
      fc.property(fc.string(), text => {
        try {
          readAddress(`smp://${text}`)
        } catch (e) {
          expect(e).toBeInstanceOf(DecodeError)
        }
      }),
    )
  })
})

describe("the server for a new queue", () => {
  const candidate = fc.record({
    n: fc.integer({ min: 0, max: 12 }),
    operator: fc.constantFrom<OperatorId | null>("simplex", "flux", null),
  })
  const domain = { simplex: "simplex.im", flux: "simplexonflux.com" }
  const toCandidate = ({ n, operator }: { n: number; operator: OperatorId | null }): Candidate => {
    const host = operator === null ? `own${n}.example` : `smp${n}.${domain[operator]}`
    return { address: own(host), places: [`${host} 5223`], operator }
  }
  const candidates = fc
    .uniqueArray(candidate, { selector: c => `${c.n} ${c.operator}`, minLength: 1, maxLength: 12 })
    .map(all => all.map(toCandidate))
  const byte = fc.integer({ min: 0, max: 255 }).map(b => () => Uint8Array.of(b))
  const some = (all: readonly Candidate[]) => fc.subarray(all.flatMap(c => c.places)).map(places => new Set(places))

  it("is of an operator that the connection does not use, where there is one", () => {
    fc.assert(
      fc.property(
        candidates.chain(all => fc.tuple(fc.constant(all), some(all), some(all), byte)),
        ([all, used, tried, random]) => {
          const operatorsInUse = new Set(all.filter(c => c.places.some(p => used.has(p))).map(c => c.operator))
          const next = nextServer(all, used, tried, random)?.server
          const hasOther = all.some(c => !operatorsInUse.has(c.operator))
          if (hasOther) expect(operatorsInUse.has(next?.operator ?? null)).toBe(false)
          // Of these, one that is neither used nor tried, where there is one.
          const fresh = ofOtherOperators(all, used).filter(c => !c.places.some(p => used.has(p) || tried.has(p)))
          if (fresh.length > 0) expect(fresh).toContain(next)
          expect(all).toContain(next)
        },
      ),
    )
  })
  it("is every one that may be once before any is tried again", () => {
    fc.assert(
      fc.property(
        candidates.chain(all => fc.tuple(fc.constant(all), some(all), byte)),
        ([all, used, random]) => {
          const fitting = ofOtherOperators(all, used).filter(c => !c.places.some(p => used.has(p)))
          let tried: ReadonlySet<string> = new Set()
          const order: string[] = []
          for (let last = false; !last; ) {
            const next = nextServer(all, used, tried, random)
            if (next === null) throw new Error("none")
            order.push(next.server.address)
            tried = next.tried
            last = next.isLast
          }
          if (fitting.length === 0) expect(order.length).toBe(1)
          else expect([...order].sort()).toEqual(fitting.map(c => c.address).sort())
          expect(tried.size).toBe(0)
        },
      ),
    )
  })
  it("is of another operator than the contact's server, though that server is not in our list", () => {
    const all = [toCandidate({ n: 8, operator: "simplex" }), toCandidate({ n: 1, operator: null })]
    for (let b = 0; b < 256; b++)
      expect(
        nextServer(all, new Set(["smp99.simplex.im 5223"]), new Set(), () => Uint8Array.of(b))?.server.operator,
      ).toBe(null)
  })
  it("is none where there is none", () => {
    expect(nextServer([], new Set(), new Set(), () => Uint8Array.of(1))).toBe(null)
  })
})
