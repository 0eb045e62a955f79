/**
 * The whole of connecting and chatting as two people would do it, who look at what is on the screen before they do
 * anything: so it can be gone on with after a crash of either side, and has to end the same.
 */
import type { Chat, Item } from "../../worker/api.ts"
import { toFailure } from "../../worker/failure.ts"
import type { Hooks } from "../relay/hooks.ts"
import { type Device, Died, history, newDevice, until, type World } from "./node-worker.ts"

export type Form = "short" | "full"

/** `old`: the link does not say that its queue can be secured by the sender. */
export type Peers = "new" | "old"

/** As a server that does not tell that senders may secure a queue: then nobody tries to. */
export const oldQueues: Hooks = {
  onAnswer: (command, _, answer) =>
    command.type === "NEW" && answer.type === "IDS" ? { ...answer, mode: null } : answer,
}

/** The link as an app makes it whose queues are secured by the recipient: without `q=m` and `k=s` in the queue's URI. */
const withoutFastConnection = (link: string): string => {
  const changed = link.replace(/%26(?:q%3Dm|k%3Ds)(?=%26|&|$)/g, "")
  if (changed === link) throw new Error("the link says nothing of its queue's mode")
  return changed
}

export type Pair = { readonly alice: Device; readonly bob: Device }

export const newPair = async (world: World): Promise<Pair> => ({
  alice: await newDevice("Alice", world),
  bob: await newDevice("Bob", world),
})

/** Starts the device again whenever its process has died. Returns how to end that. */
export const keepRunning = (device: Device, pause: () => number): (() => void) => {
  let ended = false
  const loop = async (): Promise<void> => {
    while (!ended) {
      if (!device.running) {
        await new Promise(r => setTimeout(r, pause()))
        if (!ended) await device.start().catch(e => e instanceof Died || Promise.reject(e))
      } else await new Promise(r => setTimeout(r, 2))
    }
  }
  void loop()
  return () => {
    ended = true
    device.stop()
  }
}

/** What the person does, and again after a look at the screen when the process died under it or says "try again". */
const persist = async <T>(device: Device, action: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await action()
    } catch (e) {
      if (!(e instanceof Died || toFailure(e).retryable)) throw e
      await until([device], async () => device.running)
    }
  }
}

const chats = (device: Device): Promise<readonly Chat[]> => device.ask(async c => c.chats())

const theChat = async (device: Device): Promise<Chat> => {
  const [chat] = await chats(device)
  if (chat === undefined) throw new Error(`${device.name} has no chat`)
  return chat
}

export const itemsOf = (device: Device): Promise<readonly Item[]> =>
  persist(device, async () => {
    const [chat] = await chats(device)
    return chat === undefined ? [] : device.ask(c => history(c, chat.id))
  })

export const makeLink = (device: Device, form: Form): Promise<string> =>
  persist(device, async () => {
    const made = (await chats(device)).find(c => c.link !== undefined)
    const chat = made ?? (await device.ask(c => c.createLink()))
    const text = form === "short" ? chat.link?.short : chat.link?.full
    if (text === undefined) throw new Error("no link")
    return text
  })

export const joinBy = (device: Device, link: string): Promise<void> =>
  persist(device, async () => {
    if ((await chats(device)).length === 0) await device.ask(c => c.connect(link))
  })

/** Texts are unique, so one look tells whether it was stored before the crash. */
export const say = (device: Device, text: string): Promise<void> =>
  persist(device, async () => {
    const written = (await itemsOf(device)).some(i => i.direction === "sent" && i.text === text)
    if (!written) await device.ask(async c => c.send((await theChat(device)).id, text))
  })

const statusIs =
  (device: Device, ...wanted: Chat["status"][]) =>
  async (): Promise<boolean> => {
    try {
      return wanted.includes((await theChat(device)).status)
    } catch (e) {
      if (e instanceof Died) return false
      throw e
    }
  }

/** Everything that is there to see, for failures. */
export const describePair = async ({ alice, bob }: Pair): Promise<string> => {
  const one = async (d: Device): Promise<string> => {
    const rows = await d.disk.list("contacts")
    const items = await d.disk.list("items")
    const [connection] = await d.disk.list("connections")
    const deliveries = await d.disk.list("deliveries")
    const lines = items.map(i => `${i.direction} ${i.text || i.notice?.kind} ${i.status}${i.waiting ? " waiting" : ""}`)
    const broken = d.broken.map(e => (e instanceof Error ? (e.stack ?? e.message) : String(e)))
    const { status, problem } = rows[0] ?? {}
    return [
      `${d.name}: ${d.running ? "runs" : "does not run"}, ${rows.length} chats, ${status} ${problem ?? ""}`,
      `  lines: ${lines.join(", ")}`,
      `  connection: ${connection?.role} ${connection?.connected} ${connection?.problem ?? ""} rcv ${connection?.rcv[0]?.status} snd ${connection?.snd[0]?.status}`,
      `  deliveries: ${deliveries.map(x => x.kind).join(" ")}`,
      ...broken.map(b => `  BROKEN ${b}`),
    ].join("\n")
  }
  return `${await one(alice)}\n${await one(bob)}`
}

/** Null when everything is as it should be at the end, else what is not yet. */
export const missing = async ({ alice, bob }: Pair, fromAlice: readonly string[], fromBob: readonly string[]) => {
  for (const [device, peer, own, theirs] of [
    [alice, "Bob", fromAlice, fromBob],
    [bob, "Alice", fromBob, fromAlice],
  ] as const) {
    const all = await chats(device)
    if (all.length !== 1) return `${device.name} has ${all.length} chats`
    const chat = await theChat(device)
    if (chat.status !== "connected" || chat.name !== peer) return `${device.name}: ${chat.status} with ${chat.name}`
    if (!chat.postQuantum) return `${device.name}: not post-quantum`
    const items = await itemsOf(device)
    const sent = items.filter(i => i.direction === "sent")
    if (sent.map(i => i.text).join() !== own.join()) return `${device.name} sent ${sent.map(i => i.text)}`
    if (sent.some(i => i.status !== "delivered")) return `${device.name}: ${sent.map(i => `${i.text} ${i.status}`)}`
    const received = items.filter(i => i.direction === "received").map(i => i.text)
    if (received.join() !== theirs.join()) return `${device.name} received ${received}`
    const notices = items.filter(i => i.notice !== undefined).map(i => i.notice?.kind)
    const allowed = notices.filter(n => n === "connected" || n === "postQuantum")
    if (allowed.length !== notices.length || new Set(notices).size !== notices.length)
      return `${device.name} was told ${notices}`
    const rows = [await device.disk.list("deliveries"), await device.disk.list("sent")].flat()
    if (rows.length > 0) return `${device.name} has ${rows.length} rows left over`
    if (device.broken.length > 0) return `${device.name} broke`
  }
  return null
}

const sayings = { alice: ["a1", "a2", "a3"], bob: ["b1", "b2", "b3"] } as const

/** Steps of both processes, up to both being connected and up to the end. */
export type Steps = Readonly<Record<"handshake" | "all", Readonly<Record<keyof Pair, number>>>>

const stepsOf = ({ alice, bob }: Pair) => ({ alice: alice.trace.length, bob: bob.trace.length })

/**
 * Link, join, three messages each way: Bob's first is written before the connection is there. Resolves when both sides
 * show everything as delivered; rejects when that does not happen, or when something else happens.
 */
export const connectAndChat = async (
  pair: Pair,
  form: Form,
  peers: Peers = "new",
  onConnected = () => {},
): Promise<Steps> => {
  const { alice, bob } = pair
  const both = [alice, bob]
  const [a1, a2, a3] = sayings.alice
  const [b1, b2, b3] = sayings.bob
  const describe = () => describePair(pair)
  const link = await makeLink(alice, form)
  await joinBy(bob, peers === "old" ? withoutFastConnection(link) : link)
  await say(bob, b1)
  await until(both, statusIs(alice, "connected"), describe)
  await say(alice, a1)
  await until(both, statusIs(bob, "connected"), describe)
  const handshake = stepsOf(pair)
  onConnected()
  await Promise.all([say(alice, a2), say(bob, b2)])
  const got = async (d: Device, text: string): Promise<boolean> =>
    (await itemsOf(d)).some(i => i.direction === "received" && i.text === text)
  await until(both, async () => (await got(alice, b2)) && (await got(bob, a2)), describe)
  await say(alice, a3)
  await say(bob, b3)
  let last: string | null = ""
  await until(
    both,
    async () => {
      try {
        last = await missing(pair, sayings.alice, sayings.bob)
      } catch (e) {
        if (!(e instanceof Died)) throw e
        last = "died"
      }
      return last === null
    },
    async () => `${last}\n${await describe()}`,
  )
  return { handshake, all: stepsOf(pair) }
}
