/** The one error of this room: why a request or a whole transfer failed. */
import type { ServerError } from "./commands.ts"

export type XftpErrorCode =
  | "NETWORK" // no bridge, no server, or the session ended before the answer: try again later
  | "TIMEOUT" // nothing moved for too long: try again
  | "HOST" // the server has no host that the network settings allow
  | "SERVER_IDENTITY" // certificates or session key are not those of the address
  | "AUTH" // no such chunk (expired, deleted), not our right to it, or the server wants a password
  | "BLOCKED" // the server's operator has blocked the chunk
  | "QUOTA" // the server's disk is full
  | "NO_FILE" // registered, but its bytes were never uploaded
  | "SERVER" // any other error of the server
  | "UNEXPECTED" // an answer that does not belong to the command
  | "SIZE" // the file is too large, or not of the size that its description says
  | "DIGEST" // bytes that are not those of the description
  | "DECRYPT" // a tag is wrong, or what is inside is no file
  | "REDIRECT" // a redirect leads to no description, to another file, or to a further redirect
  | "SOURCE" // the file to send was changed meanwhile, or cannot be read
  | "CANCELLED"

const temporaryCodes: ReadonlySet<XftpErrorCode> = new Set(["NETWORK", "TIMEOUT"])

export class XftpError extends Error {
  override name = "XftpError"
  readonly code: XftpErrorCode
  constructor(code: XftpErrorCode, options?: ErrorOptions) {
    super(`XFTP: ${code}`, options)
    this.code = code
  }
  /** The same may succeed later without anybody's help. */
  get temporary(): boolean {
    return temporaryCodes.has(this.code)
  }
}

const codes: Partial<Readonly<Record<ServerError["type"], XftpErrorCode>>> = {
  AUTH: "AUTH",
  BLOCKED: "BLOCKED",
  QUOTA: "QUOTA",
  NO_FILE: "NO_FILE",
  SIZE: "SIZE",
  DIGEST: "DIGEST",
  TIMEOUT: "TIMEOUT",
  // the session is of no use any more; another one may be
  SESSION: "NETWORK",
  HANDSHAKE: "NETWORK",
}

/** What the server's answer means for the caller. */
export const toXftpError = (e: ServerError): XftpError => new XftpError(codes[e.type] ?? "SERVER")

/** Whether the same may work later. */
export const isTemporary = (e: unknown): boolean => e instanceof XftpError && e.temporary
