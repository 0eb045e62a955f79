/**
 * Secrets that must not get out: every error that is made while people connect, talk and are attacked is looked at, and
 * all that the bridge gets, and all that the page is told beside lines and names.
 *
 * Note: Error is replaced before the worker is loaded, so that its classes extend the replacement; hence the late imports.
 */
import { afterAll, beforeAll, expect, it } from "vitest"
import type { ChatEvent } from "../../worker/api.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Relay } from "../relay/smp.ts"

const errors: Error[] = []
const RealError = globalThis.Error
class SpiedError extends RealError {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options)
    errors.push(this)
  }
}

const texts = ["Oh that secret meeting place", "another secret answer of ours"]
const names = ["Annunziata", "Bobadilla"]
/** Every random number that anybody drew, and hence every key. */
const drawn: Bytes[] = []

const load = async () => {
  Object.defineProperty(globalThis, "Error", { value: SpiedError, configurable: true, writable: true })
  const people = await import("./people.ts")
  const bridge = await import("./bridge.ts")
  const relay = await import("../relay/smp.ts")
  const link = await import("../../worker/agent/link.ts")
  const bytes = await import("../../worker/encoding/bytes.ts")
  const stranger = await import("./stranger.ts")
  const handshake = await import("../../worker/smp/handshake.ts")
  const codec = await import("../../worker/encoding/codec.ts")
  const transmission = await import("../../worker/encoding/transmission.ts")
  return { ...people, ...bridge, ...relay, ...link, ...bytes, ...stranger, ...handshake, ...codec, ...transmission }
}

let m: Awaited<ReturnType<typeof load>>
let relay: Relay
beforeAll(async () => {
  m = await load()
  const real = crypto.getRandomValues.bind(crypto)
  crypto.getRandomValues = <T extends ArrayBufferView | null>(a: T): T => {
    const filled = real(a as unknown as Uint8Array<ArrayBuffer>) as unknown as T
    if (filled instanceof Uint8Array && filled.length >= 12) drawn.push(filled.slice() as Bytes)
    return filled
  }
  relay = await m.startRelay()
})
afterAll(async () => {
  m.everybodyLeaves()
  await relay.close()
  globalThis.Error = RealError
})

/** Any of the needles in the text, in the forms in which bytes get into texts. */
const found = (text: string, secrets: readonly Bytes[], words: readonly string[]): string[] => {
  const base64 = (b: Bytes) => Buffer.from(b).toString("base64").replace(/=+$/, "")
  const forms = (b: Bytes): string[] => [
    m.hex(b),
    base64(b),
    base64(b).replaceAll("+", "-").replaceAll("/", "_"),
    [...b].join(","),
  ]
  return [
    ...secrets
      .flatMap(forms)
      .filter(f => text.includes(f))
      .map(() => "a key"),
    ...words.filter(w => text.includes(w)),
  ]
}

const everything = (e: unknown, depth = 0): string =>
  !(e instanceof RealError) || depth > 8
    ? (JSON.stringify(e) ?? "")
    : [e.name, e.message, e.stack ?? "", JSON.stringify({ ...e }), everything(e.cause, depth + 1)].join("\n")

it("no error, event, failure or block after the hello has a key, a link, a name or a text in it", async () => {
  const bridge = m.lyingBridge()
  const ann = await m.newPerson(names[0] ?? "", { servers: [relay.address], connect: bridge.connect })
  const bob = await m.newPerson(names[1] ?? "", { servers: [relay.address] })
  const { own, other } = await m.introduce(ann, bob)
  const links = [await ann.api.createLink(), await bob.api.createLink()].flatMap(c => [
    c.link?.short ?? "",
    c.link?.full ?? "",
  ])
  await ann.api.send(own, texts[0] ?? "")
  await bob.hasText(other, texts[0] ?? "")
  await bob.api.send(other, texts[1] ?? "")
  await ann.hasText(own, texts[1] ?? "")

  // and now everything that fails: damaged links, hostile servers, bridges, strangers
  const failures: unknown[] = []
  const fails = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      await run()
    } catch (e) {
      failures.push(e)
    }
  }
  for (const link of links) {
    await fails(() => ann.api.connect(link.slice(0, -9)))
    await fails(() => ann.api.connect(link.replace(/[A-Za-z0-9_-]{20}/, "A".repeat(20))))
    await fails(() => ann.api.planLink(link.replace(/(#[^/]*)[\w]/, "$1!"), true))
    await fails(() => ann.api.connect(`${link}%ZZ&dh=%FF`))
  }
  await fails(() => ann.api.send(own, (texts[0] ?? "").repeat(2000)))
  await fails(() => ann.api.send("nobody", texts[0] ?? ""))
  await fails(() => ann.api.startPrivate(`'${names[0]}`))
  const s = await m.newStranger(links[3] ?? "")
  await s.inner(m.random(100))
  await s.confirm({ encConnInfo: m.random(11_106) })
  await s.confirm({ e2e: { ...s.params, key1: m.zeroX448 } })
  await s.confirm({ info: m.concat(m.ascii("D"), m.utf8(texts[1] ?? "")) })
  bridge.lies = {
    toClient: (b, { block }) =>
      block === 0 ? m.padBlock(m.encode(m.serverHello, { ...m.decode(m.serverHello, m.unpadBlock(b)), key: null })) : b,
  }
  bridge.cut()
  await fails(() => ann.api.createLink())
  await fails(() => ann.api.createLink())
  bridge.lies = { toClient: (b, { block }) => (block === 0 ? b : m.random(b.length)) }
  await fails(() => ann.api.createLink())
  bridge.lies = {}
  await m.until(
    "strangers are told",
    async () => bob.events.filter(e => e.type === "item" && e.item.notice?.kind === "malformed").length >= 4,
  )

  expect(failures.length).toBeGreaterThan(12)
  for (const f of failures) expect(Object.keys(f as object).toSorted()).toEqual(["code", "failure", "retryable"])
  expect(errors.length).toBeGreaterThan(20)
  expect(drawn.length).toBeGreaterThan(50)
  const fragments = links.flatMap(l => decodeURIComponent(decodeURIComponent(l)).match(/[\w-]{24,}/g) ?? [])
  expect(fragments.length).toBeGreaterThan(8)
  const secretWords = [...texts, ...names, ...fragments]

  const told = errors.map(e => everything(e)).join("\n")
  for (const layer of ["SmpError", "HandshakeError", "DecodeError", "CryptoError", "CommandError"])
    expect(told, "the spy sees the errors of the worker").toContain(layer)
  expect(found(told, drawn, secretWords)).toEqual([])
  expect(found(JSON.stringify(failures), drawn, secretWords)).toEqual([])

  // events carry lines, names and own links, because the page shows them; all else, and keys anywhere, would be a leak
  const stripped = (e: ChatEvent): unknown =>
    e.type === "item"
      ? { ...e, item: { ...e.item, text: "" } }
      : e.type === "chat"
        ? { ...e, chat: { ...e.chat, name: "", fullName: "", lastText: "", link: undefined } }
        : e.type === "session"
          ? { ...e, session: e.session.state }
          : e
  const said = [...ann.events, ...bob.events].map(stripped)
  // what is allowed there is found there, so the search works
  const whole = JSON.stringify([...ann.events, ...bob.events])
  expect(found(whole, [], secretWords)).toEqual(secretWords)
  const ids = new Set([
    own,
    other,
    ...said.map(e => JSON.stringify(e).match(/"(?:chatId|id)":"([\w-]{16})/)?.[1] ?? ""),
  ])
  const keys = drawn.filter(
    b => b.length !== 12 || ![...ids].some(id => id.startsWith(Buffer.from(b).toString("base64url"))),
  )
  expect(found(JSON.stringify(said), keys, secretWords)).toEqual([])

  // the bridge: whole blocks, and nothing in them that anybody could look for
  const queues = links.flatMap(l => {
    const link = m.parseLink(l)
    return link.form === "full"
      ? link.queues.map(q => q.senderId)
      : link.mode === "invitation"
        ? [link.linkId, link.linkKey]
        : []
  })
  const needles = [...queues, ...secretWords.map(m.utf8), ...keys]
  for (const connection of bridge.sent)
    for (const [n, block] of connection.entries()) {
      expect(block.length).toBe(16384)
      const b = Buffer.from(block)
      if (n > 0) expect(needles.filter(x => b.includes(Buffer.from(x)))).toEqual([])
    }
})
