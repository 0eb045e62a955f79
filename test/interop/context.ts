/** What a scenario gets, and what most of them do first. */
import type { NetworkConfig } from "../../worker/api.ts"
import { at, type Cli } from "./cli.ts"
import type { Ours } from "./ours.ts"
import type { Smp } from "./smp.ts"

export type Context = {
  readonly cli: Cli
  readonly smp: Smp
  /** Servers for files, the terminal client's too. */
  readonly xftp: readonly string[]
  /** Servers for files that serve browsers as well, by names that their web certificates are for. */
  readonly xftpWeb: readonly string[]
  /** A fresh profile of ours, with the first server or with these, and network settings; removed when the scenario ends. */
  ours(name?: string, servers?: readonly string[], settings?: Partial<NetworkConfig>): Promise<Ours>
  /** Shown at the end of the scenario's line. */
  note(text: string): void
}

export type Need =
  | "--xftp"
  | "--xftp-web"
  | "--smp-cmd"
  | "--cli-cmd"
  | "a second --smp"
  | "a second --smp-cmd"
  | "a --smp with a password"

export type Scenario = {
  readonly name: string
  /** What it cannot run without; it is skipped then. */
  readonly needs?: Need | readonly Need[]
  run(ctx: Context): Promise<void>
}

export type Form = "short" | "full"

/** One contact, seen from both ends. */
export type Pair = { readonly ours: Ours; readonly chatId: string; readonly cli: Cli; readonly contactId: number }

export const check = (what: string, ok: boolean): void => {
  if (!ok) throw new Error(what)
}

/** The first place where two lists differ, said without showing long texts. */
export const checkEqual = (what: string, got: readonly string[], expected: readonly string[]): void => {
  const i = expected.findIndex((text, k) => got[k] !== text)
  if (i < 0 && got.length === expected.length) return
  const k = i < 0 ? expected.length : i
  const say = (text: string | undefined) => (text === undefined ? "nothing" : JSON.stringify(text.slice(0, 60)))
  throw new Error(
    `${what}: ${got.length} of ${expected.length}; number ${k} is ${say(got[k])} instead of ${say(expected[k])}`,
  )
}

const linkOf = (form: Form, link: { readonly short?: string; readonly full: string }): string => {
  const text = form === "full" ? link.full : link.short
  if (text === undefined || text === "") throw new Error(`no ${form} link was made`)
  return text
}

export const connected = (ours: Ours, chatId: string): Promise<unknown> =>
  ours.until("connection", () => {
    const { status, problem } = ours.chat(chatId)
    if (status === "failed") throw new Error(`our side failed to connect: ${problem}`)
    return status === "connected"
  })

/** They use a link that we make. */
export const connectByOurs = async (ctx: Context, ours: Ours, form: Form = "short"): Promise<Pair> => {
  const { cli } = ctx
  const { chatId, link } = await ours.createLink()
  const connId = await cli.join(linkOf(form, link))
  const contactId = await cli.contactOf(connId)
  await connected(ours, chatId)
  return { ours, chatId, cli, contactId }
}

/** We use a link that they make. */
export const connectByTheirs = async (ctx: Context, ours: Ours, form: Form = "short"): Promise<Pair> => {
  const { cli } = ctx
  const link = await cli.createLink()
  const chatId = await ours.connect(linkOf(form, link))
  const contactId = await cli.contactOf(link.connId)
  await connected(ours, chatId)
  return { ours, chatId, cli, contactId }
}

// messages

/** Waits until we have received exactly these texts, in this order. */
export const weReceive = async ({ ours, chatId }: Pair, expected: readonly string[], ms?: number): Promise<void> => {
  const got = () => ours.received(chatId)
  await ours.until(
    `message from them`,
    () => got().length >= expected.length,
    ms,
    () => `${got().length} of ${expected.length}`,
  )
  checkEqual("received by us", got(), expected)
}

/** Waits until they have received exactly these texts, in this order. */
export const theyReceive = async (
  { cli, contactId }: Pair,
  expected: readonly string[],
  ms?: number,
): Promise<void> => {
  const got = () => cli.received(contactId)
  await cli.until(
    `message from us`,
    () => got().length >= expected.length,
    ms,
    () => `${got().length} of ${expected.length}`,
  )
  checkEqual("received by them", got(), expected)
}

/** Waits until each of our messages is "delivered": their receipts have come. */
export const ourReceipts = async ({ ours, chatId }: Pair, count: number, ms?: number): Promise<void> => {
  const statuses = () => ours.items(chatId).flatMap(i => (i.direction === "sent" ? [i.status] : []))
  const done = () => statuses().filter(s => s === "delivered").length
  const seen = () => `${done()} of ${count}, ${statuses().filter(s => s === "failed").length} failed`
  await ours.until("receipts", () => done() === count && statuses().length === count, ms, seen)
}

/** Waits until each of their messages is marked as received: our receipts have come. */
export const theirReceipts = async ({ cli, contactId }: Pair, count: number, ms?: number): Promise<void> => {
  const statuses = () => cli.items(contactId).flatMap(i => (i.content === "sndMsgContent" ? [i.status] : []))
  const done = () => statuses().filter(s => s === "sndRcvd").length
  const seen = () => `${done()} of ${count}, others ${[...new Set(statuses())].join(" ")}`
  await cli.until("receipts", () => done() === count && statuses().length === count, ms, seen)
}

/** One message each way and its receipts; `texts` are all that went before and are appended to. */
export type History = { readonly toThem: string[]; readonly toUs: string[] }
export const history = (): History => ({ toThem: [], toUs: [] })

let exchanges = 0

/** One message each way with receipts, after everything in `past`, which must still be there once and in order. */
export const exchange = async (pair: Pair, past: History = history()): Promise<void> => {
  const n = ++exchanges
  past.toThem.push(`from us ${n}`)
  past.toUs.push(`from them ${n}`)
  await pair.ours.send(pair.chatId, `from us ${n}`)
  await pair.cli.send(pair.contactId, `from them ${n}`)
  await Promise.all([theyReceive(pair, past.toThem), weReceive(pair, past.toUs)])
  await Promise.all([ourReceipts(pair, past.toThem.length), theirReceipts(pair, past.toUs.length)])
}

/** Notices that mean that something was lost, damaged or not understood. */
const bad: ReadonlySet<string> = new Set(["skipped", "badHash", "duplicate", "undecryptable", "malformed"])

/** Nothing at either end speaks of lost or undecryptable messages. */
export const checkClean = ({ ours, chatId, cli, contactId }: Pair): void => {
  const notice = ours.items(chatId).find(i => i.notice !== undefined && bad.has(i.notice.kind))?.notice
  check(`a notice at our end: ${notice?.kind} ${notice?.count ?? ""}`, notice === undefined)
  const theirs = cli.items(contactId).find(i => /integrity|decryption/i.test(i.content))
  check(`a notice at their end: ${theirs?.content} ${theirs?.text}`, theirs === undefined)
}

/** Post-quantum encryption at the terminal client's end, both directions. */
export const theirPostQuantum = async ({ cli, contactId }: Pair): Promise<boolean> => {
  const { activeConn } = await cli.contact(contactId)
  return at(activeConn, "pqSndEnabled") === true && at(activeConn, "pqRcvEnabled") === true
}

// what is told

export const notices = ({ ours, chatId }: Pair): string[] =>
  ours.items(chatId).flatMap(i => (i.notice === undefined ? [] : [i.notice.kind]))

export const noticed = (pair: Pair, kind: string, times = 1): Promise<unknown> =>
  pair.ours.until(
    `notice ${kind}`,
    () => notices(pair).filter(n => n === kind).length >= times,
    undefined,
    () => notices(pair).join(" "),
  )

/** An event of this contact with this value at the path. */
export const theirEvent = ({ cli, contactId }: Pair, type: string, path: string, value: string): Promise<unknown> =>
  cli.until(
    `${type} ${value}`,
    () => cli.events().some(e => e.type === type && at(e, "contact.contactId") === contactId && at(e, path) === value),
    undefined,
    () =>
      cli
        .events()
        .filter(e => e.type === type)
        .map(e => at(e, path))
        .join(" "),
  )
