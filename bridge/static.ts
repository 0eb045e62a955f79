/**
 * The built page and its headers. All files are read into memory at the start: a request names one of them or nothing,
 * so there is no path to escape from, and what is served is what was there when the bridge started.
 */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { extname, join, relative, sep } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

/**
 * `unlisted` is the page's one Trusted Types policy: it makes the addresses of the worker and the service worker.
 * connect-src 'self' includes the WebSocket of the same host.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types unlisted",
  "frame-ancestors 'none'",
].join("; ")

const off =
  "accelerometer autoplay browsing-topics display-capture encrypted-media gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer midi payment screen-wake-lock serial usb window-management xr-spatial-tracking"

/** What the page may connect to besides the host it comes from: nothing, unless the host says so. */
const connectSources = (allowBridge: readonly string[]): readonly string[] =>
  allowBridge.includes("any") ? ["wss:"] : allowBridge

/** XFTP servers that the page may go to by itself, as origins. */
const directSources = (allowXftp: readonly string[]): readonly string[] =>
  allowXftp.includes("any") ? ["https:"] : allowXftp.map(host => new URL(`https://${host}`).origin)

/** Sent with every answer, errors too: a worker's policy is that of its own script. */
export const securityHeaders = {
  "Content-Security-Policy": contentSecurityPolicy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": [
    "camera=(self)",
    "microphone=(self)",
    "publickey-credentials-get=(self)",
    "publickey-credentials-create=(self)",
    ...off.split(" ").map(feature => `${feature}=()`),
  ].join(", "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
}

/** The same, for a host that lets its page use other bridges, or servers without a bridge. */
const headersWith = (sources: readonly string[]) => {
  const policy = contentSecurityPolicy.replace("connect-src 'self'", ["connect-src 'self'", ...sources].join(" "))
  return { ...securityHeaders, "Content-Security-Policy": policy }
}

/** With a certificate of its own. Behind a proxy it is the proxy's to say. */
const onlyHttps = { "Strict-Transport-Security": "max-age=31536000" }

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
}

/** Where links lead, as web/sw.ts has it: the page reads the rest from the fragment, which is never sent. */
const routes = /^\/(?:(?:invitation|contact|file|carry|name|i|a|g|c|r)\/?)?$/

/** Where the browser posts what another app shares with the installed page, if its service worker is gone. */
const sharing = "/share"

type File = {
  readonly body: Buffer
  readonly headers: Record<string, string>
  readonly packed: Map<string, Promise<Buffer>>
}

const fileOf = (path: string, body: Buffer): File => ({
  body,
  packed: new Map(),
  headers: {
    "Content-Type": types[extname(path)] ?? "application/octet-stream",
    "Cache-Control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    Vary: "Accept-Encoding",
  },
})

const readFolder = (root: string): Map<string, File> => {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true }).filter(e => e.isFile())
  return new Map(
    entries.map(e => {
      const full = join(e.parentPath, e.name)
      const path = `/${relative(root, full).split(sep).join("/")}`
      return [path, fileOf(path, readFileSync(full))]
    }),
  )
}

const pack = {
  br: (b: Buffer): Promise<Buffer> => promisify(brotliCompress)(b, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (b: Buffer): Promise<Buffer> => promisify(gzip)(b, { level: 9 }),
}

const encodings = ["br", "gzip"] as const
/** Whether a list as in Accept-Encoding has the name, and not with a weight of nothing. */
const accepted = (list: string, name: string): boolean =>
  list.split(",").some(item => {
    const [is = "", weight = ""] = item.replaceAll(" ", "").toLowerCase().split(";q=")
    return is === name && !/^0(\.0*)?$/.test(weight)
  })

/** Compressed once, when first asked for. */
const packed = (file: File, encoding: "br" | "gzip"): Promise<Buffer> => {
  const body = file.packed.get(encoding) ?? pack[encoding](file.body)
  file.packed.set(encoding, body)
  return body
}

/** What the page is told: servers for new profiles, bridges that it may use, and whether it is at a kiosk, with the seconds that a session may idle. */
type Config = {
  readonly cert: string
  readonly allowBridge: readonly string[]
  readonly allowXftp: readonly string[]
  readonly smp: readonly string[]
  readonly xftp: readonly string[]
  readonly kiosk: boolean
  readonly kioskIdle: number
  readonly kioskSave: boolean
}

/** Serves the folder, `/config.json` and `/health`. A null folder: those two only. */
export const createPage = (
  root: string | null,
  { smp, xftp, kiosk, kioskIdle, kioskSave, allowBridge, allowXftp, cert }: Config,
) => {
  const bridges = connectSources(allowBridge)
  const direct = directSources(allowXftp)
  const config = {
    smp,
    xftp,
    ...(kiosk ? { kiosk, idle: kioskIdle, ...(kioskSave ? { save: true } : {}) } : {}),
    ...(bridges.length > 0 ? { bridges } : {}),
    ...(direct.length > 0 ? { direct } : {}),
  }
  const always = { ...headersWith([...bridges, ...direct]), ...(cert === "" ? {} : onlyHttps) }
  const files = root === null ? new Map<string, File>() : readFolder(root)
  files.set("/config.json", fileOf("/config.json", Buffer.from(JSON.stringify(config))))
  files.set("/health", fileOf("/health.json", Buffer.from('{"ok":true}')))

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, headers: Record<string, string>, body: Buffer) => {
      response.writeHead(status, { ...always, ...headers, "Content-Length": body.length })
      response.end(request.method === "HEAD" ? undefined : body)
    }
    const plain = (status: number, text: string, headers = {}) =>
      answer(status, { "Content-Type": "text/plain; charset=utf-8", ...headers }, Buffer.from(`${text}\n`))
    const [path = ""] = (request.url ?? "").split("?")
    if (request.headers.host === undefined && request.httpVersion !== "1.0") return plain(400, "bad request")
    if (request.method === "POST" && path === sharing) {
      // Not for us to read. The page opens, and says that nothing has arrived.
      request.resume()
      return plain(303, "not here", { Location: "/#shared", Connection: "close" })
    }
    if (request.method !== "GET" && request.method !== "HEAD")
      return plain(405, "method not allowed", { Allow: "GET, HEAD" })
    if (path === "/bridge") return plain(426, "WebSocket only", { Upgrade: "websocket" })
    const file = files.get(routes.test(path) ? "/index.html" : path)
    if (file === undefined) return plain(404, "not found")
    if (request.headers["if-none-match"]?.includes(file.headers.ETag ?? '"') === true) {
      response.writeHead(304, { ...always, ...file.headers }).end()
      return
    }
    const accepts = String(request.headers["accept-encoding"] ?? "")
    const encoding = encodings.find(name => accepted(accepts, name)) ?? null
    if (encoding === null || file.body.length < 1024 || /image\/png|woff2/.test(file.headers["Content-Type"] ?? ""))
      return answer(200, file.headers, file.body)
    answer(200, { ...file.headers, "Content-Encoding": encoding }, await packed(file, encoding))
  }
}
