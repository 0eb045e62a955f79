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
    [["--socks", "127.0.0.1:0"], {}, /^--socks /],
    [["--socks", "127.0.0.1:99999"], {}, /^--socks /],
    [["--socks", "::1:9050"], {}, /^--socks /],
    [["--host", "not a host"], {}, /^--host /],
    [["--host", "127.0.0.256"], {}, /^--host /],
    [["--smp", `${address}:99999`], {}, /^--smp /],
    [["--smp", `${address}:`], {}, /^--smp /],
    [["--smp", `${address},`], {}, /^--smp /],
    [["--smp", address.replace("@", ":pass/word@")], {}, /^--smp /],
    [["--smp", address.replace("smp4.simplex.im", "smp4.simplex.im:5223")], {}, /^--smp /],
    [["--smp", address.replace("smp4.simplex.im", "smp4 simplex.im")], {}, /^--smp /],
    [["--origin", "https://"], {}, /^--origin /],
    [["--origin", "https://a.b:99999"], {}, /^--origin /],
    [["--origin", "https://A.b"], {}, /^--origin /],
    [["--origin", "https://a.b:443"], {}, /^--origin /],
    [["--origin", "https://a b"], {}, /^--origin /],
    [["--allow-bridge", "wss://a.b:99999"], {}, /^--allow-bridge /],
    [["--allow-bridge", "wss://a.b;c"], {}, /^--allow-bridge /],
    [["--allow-bridge", "wss://["], {}, /^--allow-bridge /],
    [["--allow-bridge", "https://a.b"], {}, /^--allow-bridge /],
    [["--allow-xftp", "a.b:99999"], {}, /^--allow-xftp /],
    [["--allow-xftp", "a.b:0"], {}, /^--allow-xftp /],
    [["--allow-xftp", "a.b:"], {}, /^--allow-xftp /],
    [["--allow-xftp", "a..b"], {}, /^--allow-xftp /],
    [["--allow-xftp", "https://a.b"], {}, /^--allow-xftp /],
    [["--allow-xftp", "192.0.2.1"], {}, /^--allow-xftp /],
    [["--allow-xftp", "[2001:db8::1]"], {}, /^--allow-xftp /],
    [["--ports", "0"], {}, /^--ports /],
    [["--ports", "443-99999"], {}, /^--ports /],
    [["--ports", "2000-1000"], {}, /^--ports /],
    [["--ports", "1-2-3"], {}, /^--ports /],
    [["--max-frame", "65540"], {}, /^--max-frame /],
    [["--kiosk-idle", "24"], {}, /^--kiosk-idle /],
    [["--ping-interval", "9999999999"], {}, /^--ping-interval /],
    [["--web", ""], {}, /^--web /],
    [["--cert", "a.pem"], {}, /--key/],
    [["--nope"], {}, /--nope/],
    [["stray"], {}, /stray/],
    [[], { PORT: "http" }, /^PORT /],
    [[], { BRIDGE_TRUST_PROXY: "yes" }, /^BRIDGE_TRUST_PROXY /],
    [[], { BRIDGE_ALLOW_XFTP: "a.b:99999" }, /^BRIDGE_ALLOW_XFTP /],
  ]
  for (const [args, env, message] of bad)
    it(`${[...args, ...Object.values(env)].join(" ")} is refused by name`, () => {
      expect(() => parseSettings(args, env)).toThrow(UsageError)
      expect(() => parseSettings(args, env)).toThrow(message)
    })
})

describe("settings of every form that is meant", () => {
  const good: Record<string, readonly string[]> = {
    host: ["0.0.0.0", "::1", "localhost", "my-host.example"],
    smp: [
      address,
      `${address}:5223`,
      address.replace("@", ":pass;word?@"),
      address.replace(/@.*/, "@[::1]:5223"),
      address.replace("=", ""),
    ],
    origin: ["https://a.b", "http://localhost:8080", "https://[::1]:8443"],
    "allow-bridge": ["any", "wss://a.b", "ws://127.0.0.1:8080", "wss://[::1]:8443"],
    "allow-xftp": ["any", "a.b", "xftp-1.a.b:5443", "localhost:443"],
    ports: ["443", "1-65535", "5223-5223"],
    socks: ["127.0.0.1:9050", "[::1]:9050", "tor:9050"],
    "max-frame": ["65541"],
  }
  for (const [flag, values] of Object.entries(good))
    it(`--${flag}`, () => {
      for (const value of values) expect(() => parseSettings([`--${flag}`, value], {})).not.toThrow()
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
