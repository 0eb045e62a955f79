/** Ways to write: live messages that a crash cuts off, times of one message, bots, contents of newer apps, failures. */
import type { Item } from "../../../worker/api.ts"
import { at, type Json } from "../cli.ts"
import { check, checkClean, connectByOurs, type Pair, type Scenario } from "../context.ts"

const words = (t: string): Json => ({ msgContent: { type: "text", text: t }, mentions: {} })
const textOf = (item: Json): unknown => at(item, "meta.itemText")

const ourLine = ({ ours, chatId }: Pair, what: string, isRight: (i: Item) => boolean): Promise<Item> =>
  ours.until(
    what,
    () => ours.items(chatId).find(isRight),
    undefined,
    () => JSON.stringify(ours.items(chatId).slice(-3)),
  )

/** Their item as their store has it, asked for again after every event until one is right. */
const theirItem = async ({ cli, contactId }: Pair, what: string, isRight: (item: Json) => boolean): Promise<Json> => {
  for (;;) {
    const seen = cli.events().length
    const all = (at(await cli.command(`/_get chat @${contactId} count=50`), "chat.chatItems") ?? []) as readonly Json[]
    const found = all.find(isRight)
    if (found !== undefined) return found
    // The answer itself is an event too.
    await cli.until(
      what,
      () => cli.events().length > seen + 1,
      undefined,
      () => JSON.stringify(all.slice(-2)),
    )
  }
}

const scenario = (name: string, act: (pair: Pair) => Promise<void>): Scenario => ({
  name,
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    await act(pair)
    checkClean(pair)
  },
})

const cutOff = scenario("our-live-message-cut-off", async pair => {
  const { ours, chatId } = pair
  const { id } = await ours.api().send(chatId, "I was ", { live: true })
  await ours.api().edit(id, "I was about ", { live: true })
  await theirItem(pair, "what is being typed", i => textOf(i) === "I was about " && at(i, "meta.itemLive") === true)
  ours.stop()
  await ours.start()
  await theirItem(
    pair,
    "its end",
    i => textOf(i) === "I was about " && at(i, "meta.itemLive") !== true && at(i, "meta.itemEdited") !== true,
  )
  await ourLine(pair, "its end at our end", i => i.id === id && i.live === undefined)
  // It goes on as any other message.
  await ours.api().edit(id, "I was about to say")
  await theirItem(pair, "an edit", i => textOf(i) === "I was about to say" && at(i, "meta.itemEdited") === true)
})

const liveAndTimed = scenario("live-messages-that-disappear", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const { id } = await ours.api().send(chatId, "soon ", { live: true, ttl: 600 })
  const theirs = await theirItem(pair, "ours", i => textOf(i) === "soon " && at(i, "meta.itemLive") === true)
  check("their item has no time", at(theirs, "meta.itemTimed.ttl") === 600)
  check("its time has begun", ours.items(chatId).find(i => i.id === id)?.disappears?.at === undefined)
  await ours.api().edit(id, "soon gone")
  await theirItem(pair, "its end", i => textOf(i) === "soon gone" && at(i, "meta.itemLive") !== true)
  await ourLine(pair, "that our time begins", i => i.id === id && i.disappears?.at !== undefined)

  const live = await cli.sendContent(contactId, words("theirs"), " live=on ttl=600")
  await ourLine(pair, "their live line", i => i.text === "theirs" && i.live === true && i.disappears?.ttl === 600)
  await ours.api().markRead(chatId)
  check("its time has begun", ours.items(chatId).find(i => i.text === "theirs")?.disappears?.at === undefined)
  await cli.command(`/_update item @${contactId} ${live.id} json ${JSON.stringify(words("theirs, whole"))}`)
  await ourLine(
    pair,
    "that their time begins",
    i => i.text === "theirs, whole" && i.live === undefined && i.disappears?.at !== undefined,
  )
})

const bot = scenario("a-bot-and-its-commands", async pair => {
  const { ours, chatId, cli } = pair
  const profile = at(await cli.command("/u"), "user.profile") as Json
  const commands = [
    { type: "command", keyword: "help", label: "What can you do?" },
    {
      type: "menu",
      label: "Orders",
      commands: [{ type: "command", keyword: "order", label: "One order", params: "<number>" }],
    },
  ]
  const { fullPreferences: _, ...plain } = profile
  const preferences = (at(profile, "preferences") ?? {}) as Json
  const become = (patch: Json) => cli.command(`/_profile ${cli.userId()} ${JSON.stringify({ ...plain, ...patch })}`)
  try {
    await become({ peerType: "bot", preferences: { ...preferences, commands } })
    await ours.until("commands", () => ours.chat(chatId).commands !== undefined)
    check(`commands ${JSON.stringify(ours.chat(chatId).commands)}`, isSame(ours.chat(chatId).commands, commands))
    await ours.send(chatId, "/order 5")
    await theirItem(pair, "our command", i => textOf(i) === "/order 5")
  } finally {
    await become({})
  }
  await ours.until("no commands", () => ours.chat(chatId).commands === undefined)
})

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const unknown = scenario("contents-of-newer-apps", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const json = { type: "poll", text: "Tea or coffee?", options: ["tea", "coffee"] }
  const sent = await cli.sendContent(contactId, { msgContent: json, mentions: {} })
  const line = await ourLine(pair, "the text of what is not known", i => i.text === "Tea or coffee?")
  check("it is not said to be of a newer app", line.content?.kind === "unknown" && line.content.type === "poll")
  // Passed on, it is what it was.
  await ours.api().forward([line.id], chatId)
  const back = await theirItem(pair, "the same", i => at(i, "content.type") === "rcvMsgContent")
  check(
    `it has changed: ${JSON.stringify(at(back, "content.msgContent"))}`,
    isJson(at(back, "content.msgContent"), json),
  )
  check("it does not say that it is of a newer app", line.notice?.kind === "unknown")
  await cli.command(`/_update item @${contactId} ${sent.id} json ${JSON.stringify(words("tea, then"))}`)
  await ourLine(
    pair,
    "a text in its place",
    i => i.text === "tea, then" && i.notice === undefined && i.content === undefined,
  )
})

/** Whatever the order of keys. */
const isJson = (a: unknown, b: unknown): boolean => {
  const sorted = (v: unknown): unknown =>
    typeof v !== "object" || v === null || Array.isArray(v)
      ? v
      : Object.fromEntries(
          Object.entries(v)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([k, w]) => [k, sorted(w)]),
        )
  return isSame(sorted(a), sorted(b))
}

const preview = scenario("a-link-preview-that-is-edited", async pair => {
  const { cli, contactId } = pair
  const image =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  const link = { uri: "https://example.org/", title: "Example", description: "", image }
  const content = (text: string): Json => ({ msgContent: { type: "link", text, preview: link }, mentions: {} })
  const sent = await cli.sendContent(contactId, content("https://example.org/"))
  await ourLine(pair, "the card", i => i.content?.kind === "link" && i.content.title === "Example")
  await cli.command(
    `/_update item @${contactId} ${sent.id} json ${JSON.stringify(content("see https://example.org/"))}`,
  )
  await ourLine(
    pair,
    "the card with another text",
    i => i.text === "see https://example.org/" && i.content?.kind === "link",
  )
  await cli.command(`/_update item @${contactId} ${sent.id} json ${JSON.stringify(words("no link"))}`)
  await ourLine(pair, "text alone", i => i.text === "no link" && i.content === undefined)
})

/** They delete the connection without a word: everything of ours fails from then on, and says so. */
const gone: Scenario = {
  name: "our-changes-that-fail",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { ours, chatId, cli, contactId } = pair
    const [one, two] = [await ours.send(chatId, "one"), await ours.send(chatId, "two")]
    await theirItem(pair, "our messages", i => textOf(i) === "two")
    await ours.until("receipts", () => ours.items(chatId).filter(i => i.status === "delivered").length === 2)
    await cli.command(`/_delete @${contactId} full notify=off`)
    // Until their server has deleted the queue, it takes what we send.
    const statusOf = (id: string) => ours.items(chatId).find(i => i.id === id)?.status
    for (let refused = false; !refused; ) {
      const { id } = await ours.send(chatId, "still there?")
      await ours.until("an answer of the server", () => statusOf(id) === "sent" || statusOf(id) === "failed")
      refused = statusOf(id) === "failed"
    }
    await ours.api().edit(one.id, "one, better")
    await ours.until("a failed edit", () => ours.items(chatId).find(i => i.id === one.id)?.unsent?.problem === "AUTH")
    await ours.api().react(two.id, "👍", true)
    await ours.until(
      "a failed reaction",
      () => ours.items(chatId).find(i => i.id === two.id)?.unsent?.what === "reaction",
    )
    await ours.api().remove([two.id], "everyone")
    await ours.until(
      "a failed deletion",
      () => ours.items(chatId).find(i => i.id === two.id)?.unsent?.what === "deletion",
    )
    const last = await ours.send(chatId, "anybody there?")
    await ours.until("a failed message", () => ours.items(chatId).find(i => i.id === last.id)?.problem === "AUTH")
  },
}

export const scenarios: readonly Scenario[] = [cutOff, liveAndTimed, bot, unknown, preview, gone]
