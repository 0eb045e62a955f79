/** What the terminal client can send besides texts: it is shown or kept, and what follows it arrives. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  type Pair,
  type Scenario,
  theyReceive,
  weReceive,
} from "../context.ts"

const text = (t: string) => ({ msgContent: { type: "text", text: t }, mentions: {} })

/** One pixel. */
const image =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

/** Runs `act` between two plain messages of theirs; `lines` are the texts that we are to have besides. */
const withEvent = (
  name: string,
  act: (pair: Pair, ctx: Context) => Promise<readonly string[] | undefined>,
): Scenario => ({
  name,
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    await ctx.cli.send(pair.contactId, "before")
    const more = (await act(pair, ctx)) ?? []
    await ctx.cli.send(pair.contactId, "after")
    await weReceive(pair, ["before", ...more, "after"])
    await pair.ours.send(pair.chatId, "answer")
    await theyReceive(pair, [...pair.cli.received(pair.contactId).filter(t => t !== "answer"), "answer"])
    checkClean(pair)
  },
})

const edits: Scenario = {
  name: "their-edits",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { cli, contactId, ours, chatId } = pair
    await cli.send(contactId, "before")
    const item = await cli.send(contactId, "first version")
    await cli.command(`/_update item @${contactId} ${item.id} json ${JSON.stringify(text("second version"))}`)
    const live = await cli.sendContent(contactId, text("live"), " live=on")
    await cli.command(`/_update item @${contactId} ${live.id} live=on json ${JSON.stringify(text("live message"))}`)
    await cli.command(`/_update item @${contactId} ${live.id} json ${JSON.stringify(text("live message ends"))}`)
    await cli.send(contactId, "after")
    await ours.until("last message", () => ours.received(chatId).at(-1) === "after")
    // Shown as edited, or as first written: either way one line each.
    const got = ours.received(chatId)
    check(`${got.length} lines instead of 4`, got.length === 4)
    ctx.note(got[1] === "second version" ? "edits are shown" : "edits are kept, not shown")
    checkClean(pair)
  },
}

const reactions = withEvent("their-reactions", async ({ ours, chatId, cli, contactId }) => {
  await ours.send(chatId, "react to this")
  const item = await cli.until("our message", () =>
    cli.items(contactId).find(i => i.content === "rcvMsgContent" && i.text === "react to this"),
  )
  for (const [on, emoji] of [
    ["on", "👍"],
    ["on", "🚀"],
    ["off", "👍"],
  ])
    await cli.command(`/_reaction @${contactId} ${item.id} ${on} ${JSON.stringify({ type: "emoji", emoji })}`)
  return undefined
})

const deletion: Scenario = {
  name: "their-deletion",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { cli, contactId, ours, chatId } = pair
    await cli.send(contactId, "before")
    const item = await cli.send(contactId, "deleted")
    await cli.command(`/_delete item @${contactId} ${item.id} broadcast`)
    await cli.send(contactId, "after")
    await ours.until("last message", () => ours.received(chatId).at(-1) === "after")
    ctx.note(ours.received(chatId).includes("deleted") ? "kept, the line stays" : "the line is gone")
    checkClean(pair)
  },
}

const replies = withEvent("their-replies-and-forwards", async ({ cli, contactId, ours, chatId }) => {
  await ours.send(chatId, "question")
  const item = await cli.until("our message", () =>
    cli.items(contactId).find(i => i.content === "rcvMsgContent" && i.text === "question"),
  )
  await cli.sendContent(contactId, { ...text("reply"), quotedItemId: item.id })
  await cli.command(`/_forward @${contactId} @${contactId} ${item.id}`)
  await cli.sendContent(contactId, text("timed"), " ttl=3600")
  return ["reply", "question", "timed"]
})

const media = withEvent("their-files-and-media", async ({ cli, contactId, ours, chatId }, ctx) => {
  const folder = mkdtempSync(join(tmpdir(), "interop-file-"))
  try {
    const filePath = join(folder, "offer.txt")
    writeFileSync(filePath, "a file of ours\n".repeat(100))
    const file = { filePath }
    const offered = await cli
      .sendContent(contactId, { fileSource: file, msgContent: { type: "file", text: "a file" }, mentions: {} })
      .catch(e => void ctx.note(`no file was offered: ${(e as Error).message}`))
    await cli.sendContent(contactId, { msgContent: { type: "image", text: "an image", image }, mentions: {} })
    const preview = { uri: "https://example.org/", title: "Example", description: "", image }
    await cli.sendContent(contactId, {
      msgContent: { type: "link", text: "https://example.org/", preview },
      mentions: {},
    })
    await cli.sendContent(contactId, { msgContent: { type: "voice", text: "", duration: 3 }, mentions: {} })
    const fileId = at(offered?.json, "file.fileId")
    const last = ""
    await ours.until("voice message", () => ours.received(chatId).at(-1) === last)
    if (typeof fileId === "number") await cli.command(`/fcancel ${fileId}`).catch(() => undefined)
    return [...(offered === undefined ? [] : ["a file"]), "an image", "https://example.org/", last]
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const others = withEvent("their-other-events", async ({ cli, contactId }, ctx) => {
  await cli.command(`/_set prefs @${contactId} ${JSON.stringify({ fullDelete: { allow: "always" } })}`)
  const group = await cli.command(`/_group ${cli.userId()} ${JSON.stringify({ displayName: "interop", fullName: "" })}`)
  const groupId = at(group, "groupInfo.groupId")
  await cli.command(`/_add #${groupId} ${contactId} member`)
  const call = { media: "audio", capabilities: { encryption: true } }
  await cli.command(`/_call invite @${contactId} ${JSON.stringify({ callType: call, ...call })}`).catch(e => {
    ctx.note((e as Error).message)
  })
  await cli.command(`/_delete #${groupId} full notify=off`)
  return undefined
})

/** They move to another receiving address, whether we follow or not; nothing that is on the way may get lost. */
const rotation: Scenario = withEvent("their-address-change", async ({ cli, contactId }) => {
  await cli.command(`/_switch @${contactId}`)
  await cli.send(contactId, "while changing the address")
  return ["while changing the address"]
})

export const scenarios: readonly Scenario[] = [edits, reactions, deletion, replies, media, others, rotation]
