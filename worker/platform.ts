/**
 * The rim: everything that differs between browser, Node and a test is passed in through these interfaces.
 * Importable from every room of the worker.
 */
import type { FailureCode } from "./api.ts"
import type { Bytes } from "./encoding/bytes.ts"

/** Cryptographically secure bytes; seeded in deterministic tests. */
export type Random = (length: number) => Bytes

/** Time and timers; a virtual clock in deterministic tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void
}

/** Where the bridge should connect to. */
export type Target = {
  readonly protocol: "smp" | "xftp"
  readonly hosts: readonly string[]
  readonly port: number
  /** Connections with the same token may share a way through the bridge's SOCKS proxy, others must not. */
  readonly isolation?: string
}

/** One byte stream to a server. Chunks have no relation to blocks. */
export interface Socket {
  /** May buffer; resolves when the bytes have been handed over, so that a caller can hold back. Rejects when closed. */
  send(bytes: Bytes): Promise<void>
  /** Chunks as they come; ends (returns) when the stream closes, for whatever reason. */
  readonly received: AsyncIterable<Bytes>
  close(): void
}

/** Opens a stream through the bridge. Rejects with ConnectError. */
export type Connect = (target: Target) => Promise<Socket>

/**
 * One request of the browser itself, over HTTPS: the body of the response as it comes, null when there is none. Sends no
 * cookies and no referrer. Rejects for whatever reason there is no answer with status 200, and when the signal says so.
 */
export type Post = (
  url: string,
  request: { readonly body: Bytes; readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<ReadableStream<Uint8Array> | null>

/** Requests without the bridge, and where the policy of the page lets them go: origins (https://HOST), "https:" for all. */
export type DirectRim = { readonly post: Post; readonly allowed: () => readonly string[] }

/** Codes of the bridge's refusal (bridge/README.md), and UNREACHABLE when the bridge itself cannot be reached. */
export class ConnectError extends Error {
  override name = "ConnectError"
  readonly code: string
  constructor(code: string) {
    super(`cannot connect: ${code}`)
    this.code = code
  }
}

/** Codes of the bridge's refusals (bridge/README.md). What is not here is trouble with the bridge itself. */
const refusals: Readonly<Record<string, FailureCode>> = {
  BAD_REQUEST: "SERVER_FORBIDDEN",
  FORBIDDEN_HOST: "SERVER_FORBIDDEN",
  UNSUPPORTED: "SERVER_FORBIDDEN",
  RESOLVE: "SERVER_UNREACHABLE",
  REFUSED: "SERVER_UNREACHABLE",
  TIMEOUT: "SERVER_UNREACHABLE",
  TLS: "SERVER_UNREACHABLE",
  ONION: "SERVER_UNREACHABLE",
  ALPN: "SERVER_BROKEN",
}

/** What a refusal says about the server. */
export const toReachCode = (e: ConnectError): FailureCode => refusals[e.code] ?? "NETWORK"

/**
 * Large things beside the store, which holds rows only: content of files and chunks on their way. Whoever writes here has
 * encrypted it. Names are random ids. A folder of the browser's private file system, or memory.
 */
export interface Disk {
  /** Writes at the offset; the file is made when there is none. Resolves when the system has it. */
  write(name: string, offset: number, bytes: Bytes): Promise<void>
  /** At most `length` bytes; fewer at the end, none where there is no such file. */
  read(name: string, offset: number, length: number): Promise<Bytes>
  /** What was written is durable when this resolves. */
  flush(name: string): Promise<void>
  remove(name: string): Promise<void>
  /** All files that there are. */
  list(): Promise<readonly string[]>
  /** Nothing of it outlasts this session: what was fetched need not be kept for the next. */
  readonly isVolatile?: true
  /** Bytes that it may still take, as far as that is known. */
  free(): Promise<number>
  /** Forgets everything that is open; with `forget` also everything that was written. */
  close(): Promise<void>
}
