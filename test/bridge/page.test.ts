import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { beforeAll, describe, expect, it } from "vitest"
import type { BridgeOptions } from "../../bridge/bridge.ts"
import { contentSecurityPolicy, securityHeaders } from "../../bridge/static.ts"
import { atEnd, bridge } from "./support.ts"

const parent = mkdtempSync(join(tmpdir(), "unlisted-page-"))
const web = join(parent, "web")
const script = `export const text = "${"long enough to be worth packing ".repeat(100)}"\n`

beforeAll(() => {
  mkdirSync(join(web, "assets"), { recursive: true })
  writeFileSync(join(web, "index.html"), "<!doctype html><title>page</title>")
  writeFileSync(join(web, "assets", "main-3f2a.js"), script)
  writeFileSync(join(web, "assets", "kem.wasm"), Buffer.of(0, 0x61, 0x73, 0x6d))
  writeFileSync(join(web, "sw.js"), "self")
  writeFileSync(join(web, "manifest.webmanifest"), "{}")
  writeFileSync(join(parent, "secret.txt"), "secret")
  symlinkSync(join(parent, "secret.txt"), join(web, "link.txt"))
  return () => rmSync(parent, { recursive: true })
})

const smp = ["smp://u2dS9sG8nMNURyZwqASV4yROM28Er0luVTx5X1CsMrU=@smp4.simplex.im"]
const xftp = ["xftp://da1aH3nOT-9G8lV7bWamhxpDYdJ1xmW7j3JpGaDR5Ug=@xftp1.simplex.im"]
const page = (options: BridgeOptions = {}) => bridge({ web, smp, xftp, ...options })

/** One request as written here: fetch would tidy up the path. */
const said = (port: number, request: string): Promise<string> => {
  const socket = connect(port, "127.0.0.1")
  atEnd(() => socket.destroy())
  socket.write(request)
  return text(socket)
}
const raw = (port: number, path: string): Promise<string> =>
  said(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

describe("page", () => {
  it("is served under every address that links lead to, never kept without asking", async () => {
    const { url } = await page()
    const kinds = ["invitation", "contact", "i", "a", "g", "c", "r", "name", "file", "carry"]
    for (const path of ["/", "/?x=1", "/index.html", ...kinds.flatMap(k => [`/${k}`, `/${k}/`])]) {
      const answer = await fetch(url + path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, "<!doctype html><title>page</title>"])
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8")
      expect(answer.headers.get("cache-control")).toBe("no-cache")
    }
    for (const path of ["/x", "/i/x", "/assets", "/assets/", "/main.js", "//", "/INVITATION"])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404])
  })

  it("hashed files are kept for good, others are asked for again", async () => {
    const { url } = await page()
    const cached = async (path: string) => (await fetch(url + path)).headers.get("cache-control")
    expect(await cached("/assets/main-3f2a.js")).toBe("public, max-age=31536000, immutable")
    expect(await cached("/sw.js")).toBe("no-cache")
    expect(await cached("/manifest.webmanifest")).toBe("no-cache")
    const tag = (await fetch(`${url}/sw.js`)).headers.get("etag") ?? ""
    const again = await fetch(`${url}/sw.js`, { headers: { "if-none-match": tag } })
    expect([again.status, await again.text()]).toEqual([304, ""])
    expect(again.headers.get("content-security-policy")).toBe(contentSecurityPolicy)
    expect((await fetch(`${url}/sw.js`, { headers: { "if-none-match": '"x"' } })).status).toBe(200)
  })

  it("has the types that nosniff asks for", async () => {
    const { url } = await page()
    const type = async (path: string) => (await fetch(url + path)).headers.get("content-type")
    expect(await type("/assets/main-3f2a.js")).toBe("text/javascript; charset=utf-8")
    expect(await type("/assets/kem.wasm")).toBe("application/wasm")
    expect(await type("/manifest.webmanifest")).toBe("application/manifest+json")
    expect(await type("/config.json")).toBe("application/json")
  })

  it("is packed as the browser can unpack it", async () => {
    const { url } = await page()
    for (const encoding of ["br", "gzip"]) {
      const answer = await fetch(`${url}/assets/main-3f2a.js`, { headers: { "accept-encoding": encoding } })
      expect(answer.headers.get("content-encoding")).toBe(encoding)
      expect(Number(answer.headers.get("content-length"))).toBeLessThan(script.length / 10)
      expect(await answer.text()).toBe(script)
    }
    const encodingOf = async (accepts: string) => {
      const answer = await fetch(`${url}/assets/main-3f2a.js`, { headers: { "accept-encoding": accepts } })
      expect(await answer.text()).toBe(script)
      return answer.headers.get("content-encoding")
    }
    expect(await encodingOf("identity")).toBeNull()
    expect(await encodingOf("gzip, deflate, br, zstd")).toBe("br")
    expect(await encodingOf("br;q=0, gzip;q=0.5")).toBe("gzip")
    expect(await encodingOf("BR; q=1.0, gzip; q=0")).toBe("br")
  })

  it("answers HEAD without a body and nothing but GET and HEAD", async () => {
    const { url } = await page()
    const head = await fetch(url, { method: "HEAD" })
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "34", ""])
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const answer = await fetch(url, { method })
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"])
    }
    expect((await fetch(`${url}/bridge`)).status).toBe(426)
  })

  it("opens when something is shared with it and its service worker is gone, without reading what it is", async () => {
    const { url } = await page()
    const body = new FormData()
    body.append("files", new Blob([new Uint8Array(3_000_000)]), "film.mp4")
    const answer = await fetch(`${url}/share`, { method: "POST", body, redirect: "manual" })
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/#shared"])
    expect(answer.headers.get("content-security-policy")).toBe(contentSecurityPolicy)
    expect((await fetch(`${url}/share`)).status).toBe(404)
  })

  it("has no way out of its folder", async () => {
    const { port } = await page()
    for (const path of [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/assets/..%5c..%5csecret.txt",
      "/..\\secret.txt",
      "//etc/passwd",
      "/link.txt",
      "/./index.html/../../secret.txt",
      "http://localhost/../secret.txt",
      "/%00",
      "/__proto__",
      "/constructor",
    ]) {
      const answer = await raw(port, path)
      expect([path, answer.split("\r\n")[0]]).toEqual([path, "HTTP/1.1 404 Not Found"])
      expect(answer).not.toMatch(/secret\b.*$/)
    }
  })
})

describe("headers", () => {
  it("are on every answer", async () => {
    const { url } = await page()
    for (const [path, init] of [
      ["/", {}],
      ["/assets/main-3f2a.js", {}],
      ["/config.json", {}],
      ["/health", {}],
      ["/nothing", {}],
      ["/", { method: "POST" }],
      ["/bridge", {}],
    ] as const) {
      const { headers } = await fetch(url + path, init)
      expect(headers.get("content-security-policy")).toBe(contentSecurityPolicy)
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin")
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("x-frame-options")).toBe("DENY")
      expect(headers.get("permissions-policy")).toMatch(/^camera=\(self\), /)
      const own = [...(headers.get("permissions-policy") ?? "").matchAll(/([\w-]+)=\(self\)/g)].map(m => m[1])
      expect(own).toEqual(["camera", "microphone", "publickey-credentials-get", "publickey-credentials-create"])
      expect(headers.get("server")).toBeNull()
      expect(headers.get("access-control-allow-origin")).toBeNull()
    }
  })

  it("are also on answers to what is no request, and no WebSocket", async () => {
    const { port } = await page()
    const upgrade = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    for (const [status, sent] of [
      [400, "nonsense\r\n\r\n"],
      [400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
      [400, `GET /bridge HTTP/1.1\r\n${upgrade}\r\n`],
      [400, `GET /bridge HTTP/1.1\r\n${upgrade}Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`],
      [404, `GET / HTTP/1.1\r\n${upgrade}\r\n`],
      [200, "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: nothing\r\nConnection: close\r\n\r\n"],
      [431, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(9000)}\r\n\r\n`],
    ] as const) {
      const answer = await said(port, sent)
      const [first, ...headers] = answer.split("\r\n\r\n")[0]?.split("\r\n") ?? []
      expect([sent.slice(0, 60), first]).toEqual([sent.slice(0, 60), expect.stringContaining(`HTTP/1.1 ${status} `)])
      for (const [name, value] of Object.entries(securityHeaders)) expect(headers).toContain(`${name}: ${value}`)
    }
    // After an answer there is none that could be taken for a part of it.
    const twice = await said(port, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n nonsense\r\n\r\n")
    expect(twice.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200"])
  })

  it("another bridge is allowed by the policy and told to the page where the host says so, and nothing else changes", async () => {
    const { url } = await page({ allowBridge: ["wss://bridge.example.org", "wss://other.example.org:8443"] })
    const { headers } = await fetch(`${url}/assets/nothing.js`)
    const sources = "connect-src 'self' wss://bridge.example.org wss://other.example.org:8443"
    expect(headers.get("content-security-policy")).toBe(contentSecurityPolicy.replace("connect-src 'self'", sources))
    const config = await (await fetch(`${url}/config.json`)).json()
    expect(config.bridges).toEqual(["wss://bridge.example.org", "wss://other.example.org:8443"])
    const any = await page({ allowBridge: ["any", "wss://bridge.example.org"] })
    expect((await fetch(any.url)).headers.get("content-security-policy")).toContain("connect-src 'self' wss:;")
  })

  it("servers of files are allowed by the policy and told to the page where the host says so", async () => {
    const { url } = await page({
      allowBridge: ["wss://bridge.example.org"],
      allowXftp: ["xftp.example.org", "a.org:8443"],
    })
    const sources = "connect-src 'self' wss://bridge.example.org https://xftp.example.org https://a.org:8443"
    const { headers } = await fetch(`${url}/assets/nothing.js`)
    expect(headers.get("content-security-policy")).toBe(contentSecurityPolicy.replace("connect-src 'self'", sources))
    expect((await (await fetch(`${url}/config.json`)).json()).direct).toEqual([
      "https://xftp.example.org",
      "https://a.org:8443",
    ])
    const any = await page({ allowXftp: ["any", "a.org"] })
    expect((await fetch(any.url)).headers.get("content-security-policy")).toContain("connect-src 'self' https:;")
    expect((await (await fetch(`${any.url}/config.json`)).json()).direct).toEqual(["https:"])
    expect(await (await fetch(`${(await page({})).url}/config.json`)).json()).not.toHaveProperty("direct")
  })

  it("the policy allows no inline script, no eval but WebAssembly's, no other origin and no frame", () => {
    const policy = new Map(
      contentSecurityPolicy.split("; ").map(d => [d.split(" ")[0], d.split(" ").slice(1).join(" ")]),
    )
    expect(policy.get("default-src")).toBe("'none'")
    expect(policy.get("script-src")).toBe("'self' 'wasm-unsafe-eval'")
    expect(policy.get("require-trusted-types-for")).toBe("'script'")
    expect(policy.get("trusted-types")).toBe("unlisted")
    expect(policy.get("frame-ancestors")).toBe("'none'")
    expect(policy.get("base-uri")).toBe("'none'")
    expect(policy.get("form-action")).toBe("'none'")
    expect(contentSecurityPolicy).not.toMatch(
      /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*|https?:|allow-duplicates/,
    )
  })

  it("the page's own policy is the same, so that neither takes away what the other allows", () => {
    const html = readFileSync(new URL("../../web/index.html", import.meta.url), "utf8")
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1]
    expect(`${meta}; frame-ancestors 'none'`).toBe(contentSecurityPolicy)
  })
})

describe("config and health", () => {
  it("names the default servers", async () => {
    const answer = await fetch(`${(await page()).url}/config.json`)
    expect(answer.headers.get("cache-control")).toBe("no-cache")
    expect(await answer.json()).toEqual({ smp, xftp })
  })

  it("says when it is at a kiosk, and after how many seconds a session ends there", async () => {
    const answer = await fetch(`${(await page({ kiosk: true, kioskIdle: 60 })).url}/config.json`)
    expect(await answer.json()).toEqual({ smp, xftp, kiosk: true, idle: 60 })
    const saving = await fetch(`${(await page({ kiosk: true, kioskSave: true })).url}/config.json`)
    expect(await saving.json()).toMatchObject({ kiosk: true, save: true })
  })

  it("is healthy, and says no more than that", async () => {
    const answer = await fetch(`${(await page()).url}/health`)
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
  })

  it("works without a page", async () => {
    const { url } = await bridge()
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })
})
