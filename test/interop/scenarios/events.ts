/** What the terminal client can send besides texts: it is shown or kept, and what follows it arrives. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { at } from "../cli.ts"
import {
  type Context,
  checkClean,
  checkEqual,
  connectByOurs,
  type Pair,
  type Scenario,
  theyReceive,
  weReceive,
} from "../context.ts"

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

const others = withEvent("their-other-events", async ({ cli, contactId, ours, chatId }, ctx) => {
  await cli.command(`/_set prefs @${contactId} ${JSON.stringify({ fullDelete: { allow: "always" } })}`)
  const group = await cli.command(`/_group ${cli.userId()} ${JSON.stringify({ displayName: "interop", fullName: "" })}`)
  const groupId = at(group, "groupInfo.groupId")
  await cli.command(`/_add #${groupId} ${contactId} member`)
  const call = { media: "audio", capabilities: { encryption: true } }
  const has = (kind: string) => ours.items(chatId).some(i => i.notice?.kind === kind)
  await ours.until("the invitation is said", () => has("invited"))
  checkEqual("the group", [ours.items(chatId).find(i => i.notice?.kind === "invited")?.text ?? ""], ["interop"])
  const isCalling = await cli
    .command(`/_call invite @${contactId} ${JSON.stringify({ callType: call, ...call })}`)
    .then(
      () => true,
      e => {
        ctx.note((e as Error).message)
        return false
      },
    )
  if (isCalling) await ours.until("the call is said", () => has("called"))
  await cli.command(`/_delete #${groupId} full notify=off`)
  return undefined
})

/** They move to another receiving address, whether we follow or not; nothing that is on the way may get lost. */
const rotation: Scenario = withEvent("their-address-change", async ({ cli, contactId }) => {
  await cli.command(`/_switch @${contactId}`)
  await cli.send(contactId, "while changing the address")
  return ["while changing the address"]
})

export const scenarios: readonly Scenario[] = [media, others, rotation]
