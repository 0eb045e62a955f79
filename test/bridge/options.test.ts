import { describe, expect, it } from "vitest"
import { defaults, help, parseSettings, UsageError } from "../../bridge/options.ts"

const address = "smp://u2dS9sG8nMNURyZwqASV4yROM28Er0luVTx5X1CsMrU=@smp4.simplex.im,o5vmywmrnaxalvz6.onion"

describe("settings", () => {
  it("are the defaults when nothing is given", () => {
    expect(parseSettings([], {})).toEqual(defaults)
    expect(defaults).toMatchObject({ port: 8080, host: "127.0.0.1", allowPrivate: false, trustProxy: false, smp: [] })
  })

  it("come from flags, then variables", () => {
    const env = {
      PORT: "81",
      BRIDGE_MAX_RATE: "7",
      BRIDGE_ALLOW_PRIVATE: "true",
      BRIDGE_ORIGIN: "https://a.b,https://c.d",
    }
    expect(parseSettings(["--port", "82", "--smp", address, "--smp", address], env)).toEqual({
      ...defaults,
      port: 82,
      maxRate: 7,
      allowPrivate: true,
      origin: ["https://a.b", "https://c.d"],
      smp: [address, address],
    })
  })

  it("keep the commas inside an address", () =>
    expect(parseSettings([], { BRIDGE_SMP: `${address},${address}` })?.smp).toEqual([address, address]))

  it("of file servers are by themselves", () =>
    expect(
      parseSettings([], { BRIDGE_XFTP: `x${address.slice(1).replace("mp:", "ftp:")},xftp${address.slice(3)}` })?.xftp,
    ).toEqual([`xftp${address.slice(3)}`, `xftp${address.slice(3)}`]))

  it("an empty variable is none", () => expect(parseSettings([], { PORT: "" })?.port).toBe(8080))

  const bad: [string[], Record<string, string>, RegExp][] = [
    [["--port", "x"], {}, /^--port /],
    [["--port", "65536"], {}, /^--port /],
    [["--port="], {}, /^--port /],
    [["--max-rate", "0"], {}, /^--max-rate /],
    [["--max-rate", "-1"], {}, /--max-rate/],
    [["--max-buffered", "1"], {}, /^--max-buffered /],
    [["--smp", "xftp://x@y"], {}, /^--smp /],
    [["--xftp", address], {}, /^--xftp /],
    [["--origin", "https://a.b/"], {}, /^--origin /],
    [["--socks", "9050"], {}, /^--socks /],
    [["--nope"], {}, /--nope/],
    [["stray"], {}, /stray/],
    [[], { PORT: "http" }, /^PORT /],
    [[], { BRIDGE_TRUST_PROXY: "yes" }, /^BRIDGE_TRUST_PROXY /],
  ]
  for (const [args, env, message] of bad)
    it(`${[...args, ...Object.values(env)].join(" ")} is refused by name`, () => {
      expect(() => parseSettings(args, env)).toThrow(UsageError)
      expect(() => parseSettings(args, env)).toThrow(message)
    })
})

it("--help names every flag, its variable and its default", () => {
  expect(parseSettings(["--help"], {})).toBeNull()
  for (const [key, value] of Object.entries(defaults)) {
    const flag = key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)
    const line =
      help()
        .split("\n")
        .find(l => l.includes(`--${flag} `)) ?? ""
    expect(line).toContain(key === "port" ? "PORT" : `BRIDGE_${flag.toUpperCase().replaceAll("-", "_")}`)
    expect(line).toContain(String(value))
  }
})
