/** What can be done with messages besides sending them, by them and by us: what each side shows of it. */
import type { Item } from "../../../worker/api.ts"
import { at, type Json } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  exchange,
  history,
  type Pair,
  type Scenario,
} from "../context.ts"

const text = (t: string): Json => ({ msgContent: { type: "text", text: t }, mentions: {} })

/** Our line with this text, when it is as it should be. */
const ourLine = (
  { ours, chatId }: Pair,
  what: string,
  isRight: (i: Item) => boolean,
  from: Item["direction"] = "received",
): Promise<Item> =>
  ours.until(
    what,
    () => ours.items(chatId).find(i => i.direction === from && isRight(i)),
    undefined,
    () => JSON.stringify(ours.items(chatId).slice(-3)),
  )

/** Their items of the conversation as their store has them, asked for again after every event until one is right. */
const theirItem = async (
  { cli, contactId }: Pair,
  what: string,
  isRight: (item: Json) => boolean,
  gone = false,
): Promise<Json> => {
  for (;;) {
    const seen = cli.events().length
    const resp = await cli.command(`/_get chat @${contactId} count=50`)
    const all = (at(resp, "chat.chatItems") ?? []) as readonly Json[]
    const found = all.find(isRight)
    if (gone ? found === undefined : found !== undefined) return found ?? {}
    // The answer itself is an event too.
    await cli.until(
      what,
      () => cli.events().length > seen + 1,
      undefined,
      () => JSON.stringify(all.slice(-2)),
    )
  }
}

const textOf = (item: Json): unknown => at(item, "meta.itemText")
const withText = (t: string) => (item: Json) => textOf(item) === t
const idOf = (item: Json): number => Number(at(item, "meta.itemId"))

const begin = async (ctx: Context): Promise<Pair> => connectByOurs(ctx, await ctx.ours())

/** Ends with a message each way, so that nothing has come to a stop. */
const end = async (pair: Pair): Promise<void> => {
  await pair.ours.send(pair.chatId, "the end of ours")
  await theirItem(pair, "our last message", withText("the end of ours"))
  await pair.cli.send(pair.contactId, "the end of theirs")
  await ourLine(pair, "their last message", i => i.text === "the end of theirs")
  checkClean(pair)
}

const scenario = (name: string, act: (pair: Pair, ctx: Context) => Promise<void>): Scenario => ({
  name,
  run: async ctx => {
    const pair = await begin(ctx)
    await act(pair, ctx)
    await end(pair)
  },
})

// theirs

const theirEdits = scenario("their-edits", async pair => {
  const { cli, contactId, ours } = pair
  const item = await cli.send(contactId, "first version")
  await cli.command(`/_update item @${contactId} ${item.id} json ${JSON.stringify(text("second version"))}`)
  const line = await ourLine(pair, "edited line", i => i.text === "second version" && i.edited === true)
  const { versions } = await ours.api().itemInfo(line.id)
  check(`versions: ${versions.map(v => v.text)}`, versions.map(v => v.text).join() === "second version,first version")
  const live = await cli.sendContent(contactId, text("live"), " live=on")
  await ourLine(pair, "live line", i => i.text === "live" && i.live === true)
  await cli.command(`/_update item @${contactId} ${live.id} live=on json ${JSON.stringify(text("live message"))}`)
  await ourLine(pair, "live line that grows", i => i.text === "live message" && i.live === true)
  await cli.command(`/_update item @${contactId} ${live.id} json ${JSON.stringify(text("live message ends"))}`)
  await ourLine(
    pair,
    "live line that has ended",
    i => i.text === "live message ends" && i.live === undefined && i.edited === undefined,
  )
})

const theirReactions = scenario("their-reactions", async pair => {
  const { ours, chatId, cli, contactId } = pair
  await ours.send(chatId, "react to this")
  const id = idOf(await theirItem(pair, "our message", withText("react to this")))
  const own = await cli.send(contactId, "and to this")
  const react = (item: number, on: string, emoji: string) =>
    cli.command(`/_reaction @${contactId} ${item} ${on} ${JSON.stringify({ type: "emoji", emoji })}`)
  await react(id, "on", "👍")
  await react(id, "on", "🚀")
  const emojis = (i: Item): string => (i.reactions ?? []).map(r => `${r.emoji}${r.count}${r.mine}`).join()
  await ourLine(pair, "two reactions", i => emojis(i) === "👍1false,🚀1false", "sent")
  await react(id, "off", "👍")
  await ourLine(pair, "one reaction", i => emojis(i) === "🚀1false", "sent")
  await react(own.id, "on", "❤")
  await ourLine(pair, "reaction to their own", i => i.text === "and to this" && emojis(i) === "❤1false")
})

const theirDeletion = scenario("their-deletion", async pair => {
  const { cli, contactId } = pair
  const item = await cli.send(contactId, "deleted")
  await cli.command(`/_delete item @${contactId} ${item.id} broadcast`)
  await ourLine(pair, "deleted line", i => i.text === "deleted" && i.deleted?.by === "contact")
})

const theirFullDeletion = scenario("their-full-deletion", async pair => {
  const { cli, contactId, ours, chatId } = pair
  await ours.api().setFeature(chatId, "fullDelete", "always")
  await cli.until("our preference", () =>
    cli.events().some(e => e.type === "contactUpdated" && at(e, "toContact.contactId") === contactId),
  )
  await cli.command(`/_set prefs @${contactId} ${JSON.stringify({ fullDelete: { allow: "yes" } })}`)
  await ours.until("full deletion", () => ours.chat(chatId).features?.fullDelete.forContact === true)
  const item = await cli.send(contactId, "erased")
  await ourLine(pair, "line", i => i.text === "erased")
  await cli.command(`/_delete item @${contactId} ${item.id} broadcast`)
  await ours.until("line that is gone", () => !ours.items(chatId).some(i => i.text === "erased"))
  check("it is still the last line of the list", ours.chat(chatId).lastText !== "erased")
})

const theirReplies = scenario("their-replies-and-forwards", async pair => {
  const { cli, contactId, ours, chatId } = pair
  const asked = await ours.send(chatId, "question")
  const id = idOf(await theirItem(pair, "our message", withText("question")))
  await cli.sendContent(contactId, { ...text("reply"), quotedItemId: id })
  const reply = await ourLine(pair, "reply", i => i.text === "reply")
  const { quote } = reply
  check(`quote ${JSON.stringify(quote)}`, quote?.author === "me" && quote.text === "question")
  check("the quoted line is not found", quote?.itemId === asked.id)
  const own = await cli.send(contactId, "self-answered")
  await cli.sendContent(contactId, { ...text("answer to oneself"), quotedItemId: own.id })
  await ourLine(pair, "answer to oneself", i => i.text === "answer to oneself" && i.quote?.author === "contact")
  await cli.command(`/_forward @${contactId} @${contactId} ${id}`)
  await ourLine(pair, "forwarded line", i => i.text === "question" && i.forwarded === true)
})

const theirTimed = scenario("their-disappearing-messages", async pair => {
  const { cli, contactId, ours, chatId } = pair
  await cli.sendContent(contactId, text("timed"), " ttl=2")
  const line = await ourLine(pair, "timed line", i => i.text === "timed" && i.disappears?.ttl === 2)
  check("it goes before it is read", line.disappears?.at === undefined)
  await ours.api().markRead(chatId)
  await ours.until("line that is gone", () => !ours.items(chatId).some(i => i.id === line.id))
})

const theirPreferences = scenario("their-preferences", async pair => {
  const { cli, contactId, ours, chatId } = pair
  const set = (prefs: Json) => cli.command(`/_set prefs @${contactId} ${JSON.stringify(prefs)}`)
  await set({ timedMessages: { allow: "yes", ttl: 3600 } })
  await ours.until("an hour", () => ours.chat(chatId).features?.timedMessages.ttl === 3600)
  await ours.send(chatId, "within the hour")
  const theirs = await theirItem(pair, "our timed message", withText("within the hour"))
  check("our message has no time", at(theirs, "meta.itemTimed.ttl") === 3600)
  await set({ timedMessages: { allow: "yes" }, reactions: { allow: "no" } })
  await ours.until("no reactions", () => ours.chat(chatId).features?.reactions.forMe === false)
  const told = ours.items(chatId).flatMap(i => (i.notice?.feature === undefined ? [] : [i.notice.feature]))
  check(`told of ${told}`, told.includes("timedMessages") && told.includes("reactions"))
})

const theyDelete = (name: string, mode: string, told: boolean): Scenario => ({
  name,
  run: async ctx => {
    const pair = await begin(ctx)
    await exchange(pair, history())
    await ctx.cli.command(`/_delete @${pair.contactId} ${mode} notify=${told ? "on" : "off"}`)
    if (!told) return
    await pair.ours.until("the end", () => pair.ours.chat(pair.chatId).status === "ended")
    check("who", pair.ours.chat(pair.chatId).endedBy === "contact")
    const failure = await pair.ours.send(pair.chatId, "too late").then(
      () => "none",
      (e: unknown) => (e as { code?: string }).code,
    )
    check(`writing to it was answered by ${failure}`, failure === "NOT_FOUND")
  },
})

// ours

const ourEdits = scenario("our-edits", async pair => {
  const { ours, chatId } = pair
  const item = await ours.send(chatId, "first of ours")
  await ours.api().edit(item.id, "second of ours")
  await theirItem(pair, "our edit", i => textOf(i) === "second of ours" && at(i, "meta.itemEdited") === true)
  const live = await ours.api().send(chatId, "typ", { live: true })
  await theirItem(pair, "our live message", i => textOf(i) === "typ" && at(i, "meta.itemLive") === true)
  await ours.api().edit(live.id, "typing", { live: true })
  await theirItem(pair, "our live message, longer", i => textOf(i) === "typing" && at(i, "meta.itemLive") === true)
  await ours.api().edit(live.id, "typing done")
  await theirItem(
    pair,
    "our live message, at its end",
    i => textOf(i) === "typing done" && at(i, "meta.itemLive") !== true && at(i, "meta.itemEdited") !== true,
  )
})

const ourReactions = scenario("our-reactions", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const sent = await cli.send(contactId, "react to me")
  const line = await ourLine(pair, "their message", i => i.text === "react to me")
  const seen = (wanted: string) =>
    theirItem(
      pair,
      `reactions ${wanted}`,
      i =>
        idOf(i) === sent.id &&
        ((at(i, "reactions") ?? []) as readonly Json[])
          .map(r => `${String(at(r, "reaction.emoji"))}${String(r.totalReacted)}`)
          .sort()
          .join() === wanted,
    )
  for (const emoji of ["👍", "❤", "✅"]) await ours.api().react(line.id, emoji, true)
  await seen(["👍1", "❤1", "✅1"].sort().join())
  const fourth = await ours
    .api()
    .react(line.id, "🚀", true)
    .catch((e: unknown) => (e as { code?: string }).code)
  check("a fourth reaction was taken", fourth === "NOT_ALLOWED")
  for (const emoji of ["👍", "❤"]) await ours.api().react(line.id, emoji, false)
  await seen("✅1")
  const own = await ours.send(chatId, "my own")
  await ours.api().react(own.id, "😀", true)
  await theirItem(
    pair,
    "reaction to our own",
    i => textOf(i) === "my own" && JSON.stringify(i.reactions).includes("😀"),
  )
})

const ourDeletion = scenario("our-deletion", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const items = [await ours.send(chatId, "deleted 1"), await ours.send(chatId, "deleted 2")]
  await theirItem(pair, "our message", withText("deleted 2"))
  await ours.api().remove(
    items.map(i => i.id),
    "everyone",
  )
  for (const t of ["deleted 1", "deleted 2"])
    await theirItem(pair, `deletion of ${t}`, i => textOf(i) === t && at(i, "meta.itemDeleted.type") === "deleted")
  check("ours is not marked", ours.items(chatId).filter(i => i.deleted?.by === "me").length === 2)
  // Now both allow to erase.
  await cli.command(`/_set prefs @${contactId} ${JSON.stringify({ fullDelete: { allow: "yes" } })}`)
  await ours.until("their preference", () => ours.chat(chatId).features?.fullDelete.theirs === "yes")
  await ours.api().setFeature(chatId, "fullDelete", "yes")
  const erased = await ours.send(chatId, "erased")
  await theirItem(pair, "our message", withText("erased"))
  await ours.api().remove([erased.id], "everyone")
  await theirItem(pair, "erasure", withText("erased"), true)
  check("ours is still there", !ours.items(chatId).some(i => i.id === erased.id))
})

const ourReplies = scenario("our-replies-and-forwards", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const sent = await cli.send(contactId, "their question")
  const line = await ourLine(pair, "their question", i => i.text === "their question")
  await ours.api().send(chatId, "our answer", { replyTo: line.id })
  const reply = await theirItem(pair, "our answer", withText("our answer"))
  const quoted = at(reply, "quotedItem")
  check(`quoted: ${JSON.stringify(quoted)}`, at(quoted, "content.text") === "their question")
  check("the quoted item is not found by them", at(quoted, "itemId") === sent.id)
  check("direction of the quote", at(quoted, "chatDir.type") === "directSnd")
  const own = await ours.send(chatId, "our question")
  await ours.api().send(chatId, "our own answer", { replyTo: own.id })
  const second = await theirItem(pair, "our own answer", withText("our own answer"))
  check("direction of the second", at(second, "quotedItem.chatDir.type") === "directRcv")
  await ours.api().forward([line.id, own.id], chatId)
  await theirItem(
    pair,
    "forwarded",
    i => textOf(i) === "our question" && at(i, "meta.itemForwarded") !== undefined && idOf(i) > idOf(second),
  )
  // A picture of theirs goes back to them, as it came.
  const image =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  const preview = { uri: "https://example.org/", title: "Example", description: "", image }
  await cli.sendContent(contactId, {
    msgContent: { type: "link", text: "https://example.org/", preview },
    mentions: {},
  })
  const link = await ourLine(pair, "link preview", i => i.content?.kind === "link" && i.content.title === "Example")
  await ours.api().forward([link.id], chatId)
  await theirItem(
    pair,
    "forwarded preview",
    i => at(i, "content.type") === "rcvMsgContent" && at(i, "content.msgContent.preview.title") === "Example",
  )
})

const ourTimed = scenario("our-disappearing-messages", async pair => {
  const { ours, chatId, cli, contactId } = pair
  const item = await ours.api().send(chatId, "soon gone", { ttl: 3 })
  const theirs = await theirItem(pair, "our timed message", withText("soon gone"))
  check("time", at(theirs, "meta.itemTimed.ttl") === 3)
  await ours.until("our line that is gone", () => !ours.items(chatId).some(i => i.id === item.id))
  await cli.command(`/_read chat @${contactId}`)
  await theirItem(pair, "their item that is gone", withText("soon gone"), true)
  await ours.api().setFeature(chatId, "timedMessages", "yes", 86_400)
  await cli.until("our proposal", () =>
    cli
      .events()
      .some(
        e =>
          e.type === "contactUpdated" &&
          at(e, "toContact.mergedPreferences.timedMessages.contactPreference.ttl") === 86_400,
      ),
  )
  const sent = await cli.send(contactId, "a day")
  check("they did not take our time", at(sent.json, "meta.itemTimed.ttl") === 86_400)
  await ourLine(pair, "a day", i => i.text === "a day" && i.disappears?.ttl === 86_400)
})

const ourReceiptsOff = scenario("our-receipts-off", async pair => {
  const { ours, chatId, cli, contactId } = pair
  await ours.api().setChatSettings(chatId, { receipts: false })
  const sent = await cli.send(contactId, "unseen")
  await ourLine(pair, "their message", i => i.text === "unseen")
  await ours.api().setChatSettings(chatId, { receipts: true })
  await cli.send(contactId, "seen")
  await theirItem(pair, "receipt", i => textOf(i) === "seen" && at(i, "meta.itemStatus.type") === "sndRcvd")
  await theirItem(pair, "no receipt", i => idOf(i) === sent.id && at(i, "meta.itemStatus.type") === "sndSent")
})

const weDelete = (name: string, tell: boolean): Scenario => ({
  name,
  run: async ctx => {
    const pair = await begin(ctx)
    const { ours, chatId, cli, contactId } = pair
    await exchange(pair, history())
    await ours.api().removeChat(chatId, { tell })
    check("the chat is still there", !ours.chats().some(c => c.id === chatId))
    if (!tell) return
    await cli.until("their notice", () =>
      cli.events().some(e => e.type === "contactDeletedByContact" && at(e, "contact.contactId") === contactId),
    )
    const { contacts } = await cli.command(`/_contacts ${cli.userId()}`)
    const theirs = (contacts as readonly Json[]).find(c => c.contactId === contactId)
    check(`their contact is ${String(theirs?.contactStatus)}`, theirs?.contactStatus === "deleted")
  },
})

const offline = scenario("our-changes-while-they-are-away", async (pair, ctx) => {
  const { ours, chatId } = pair
  await ctx.cli.offline()
  const [first, second, third] = await Promise.all(["one", "two", "three"].map(t => ours.send(chatId, t)))
  check("three items", first !== undefined && second !== undefined && third !== undefined)
  if (first === undefined || second === undefined || third === undefined) return
  await ours.api().edit(first.id, "one, changed")
  await ours.api().remove([second.id], "everyone")
  await ours.api().react(third.id, "👍", true)
  await ctx.cli.online()
  await theirItem(pair, "edit", i => textOf(i) === "one, changed" && at(i, "meta.itemEdited") === true)
  await theirItem(pair, "deletion", i => textOf(i) === "two" && at(i, "meta.itemDeleted.type") === "deleted")
  await theirItem(pair, "reaction", i => textOf(i) === "three" && JSON.stringify(i.reactions).includes("👍"))
})

export const scenarios: readonly Scenario[] = [
  theirEdits,
  theirReactions,
  theirDeletion,
  theirFullDeletion,
  theirReplies,
  theirTimed,
  theirPreferences,
  theyDelete("they-delete-us-and-tell", "full", true),
  theyDelete("they-delete-us-and-do-not-tell", "full", false),
  ourEdits,
  ourReactions,
  ourDeletion,
  ourReplies,
  ourTimed,
  ourReceiptsOff,
  weDelete("we-delete-them-and-tell", true),
  weDelete("we-delete-them-and-do-not-tell", false),
  offline,
]
