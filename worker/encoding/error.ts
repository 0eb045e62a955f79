/**
 * Words of errors that SMP and XFTP servers share.
 *
 *   commandError = "UNKNOWN" / "SYNTAX" / "PROHIBITED" / "NO_AUTH" / "HAS_AUTH" / "NO_ENTITY"
 *   blocking     = "reason=" ("spam" / "content") [",notice=" json]
 *
 * Spec:  simplex-messaging.md, "Error responses".
 * Peer:  Simplex.Messaging.Protocol: CommandError, BlockingInfo, ClientNotice.
 * Trust: chosen by a server; only DecodeError escapes.
 */
import { DecodeError, fromUtf8, utf8 } from "./bytes.ts"
import { type Codec, map, nothing, rest, type ValueOf, words } from "./codec.ts"

/** One of several words without parameters. */
export const oneOf = <const T extends string>(...names: readonly T[]): Codec<T> => {
  const codec = words(Object.fromEntries(names.map(name => [name, nothing]))) as Codec<{ readonly type: string }>
  return {
    write: (w, type) => codec.write(w, { type }),
    read: r => codec.read(r).type as T,
  }
}

const anyCommandError = oneOf(
  "UNKNOWN",
  "SYNTAX",
  "PROHIBITED",
  "NO_AUTH",
  "HAS_AUTH",
  "NO_ENTITY",
  "NO_QUEUE", // an older name of NO_ENTITY
)
/** Why a server did not carry out a command that it received whole. */
export type CommandError = Exclude<ValueOf<typeof anyCommandError>, "NO_QUEUE">

export const commandError: Codec<CommandError> = map(
  anyCommandError,
  e => (e === "NO_QUEUE" ? "NO_ENTITY" : e),
  e => e,
)

/** Why an operator blocked a queue; `notice` asks the client to tell its user, for `ttl` seconds if given. */
export type Blocking = {
  readonly reason: "spam" | "content"
  readonly notice: { readonly ttl: number | null } | null
}

const parseNotice = (json: string): Blocking["notice"] | DecodeError => {
  try {
    const notice: unknown = JSON.parse(json)
    if (typeof notice !== "object" || notice === null || Array.isArray(notice)) return new DecodeError("not a notice")
    const ttl: unknown = "ttl" in notice ? notice.ttl : null
    return ttl === null || Number.isSafeInteger(ttl) ? { ttl: ttl as number | null } : new DecodeError("invalid ttl")
  } catch {
    return new DecodeError("invalid JSON")
  }
}

/** `reason=spam`, optionally `,notice=` and JSON. */
export const blocking: Codec<Blocking> = map(
  rest,
  b => {
    const m = /^reason=(spam|content)(?:,notice=(.*))?$/s.exec(fromUtf8(b))
    if (m === null) return new DecodeError("invalid blocking")
    const notice = m[2] === undefined ? null : parseNotice(m[2])
    return notice instanceof DecodeError ? notice : { reason: m[1] === "spam" ? "spam" : "content", notice }
  },
  ({ reason, notice }) =>
    utf8(`reason=${reason}${notice === null ? "" : `,notice=${JSON.stringify(notice.ttl === null ? {} : notice)}`}`),
)
