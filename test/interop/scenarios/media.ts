/**
 * Pictures, animations, videos and voice messages with the real terminal client: what it has of them is what we sent, and
 * the other way round; contents, lengths, previews, names, and every byte.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Attachment, Item } from "../../../worker/api.ts"
import { at } from "../cli.ts"
import { check, connectByOurs, type Pair, type Scenario } from "../context.ts"

const patience = 3 * 60_000
const media = (name: string): Buffer => readFileSync(new URL(`../../media/${name}`, import.meta.url))

/** As apps make previews. */
const preview = `data:image/jpg;base64,${media("picture.jpg").subarray(0, 9000).toString("base64").slice(0, 12_000)}`

type Sent = { readonly name: string; readonly bytes: Buffer; readonly text: string; readonly as: Attachment["as"] & {} }

const all: readonly Sent[] = [
  { name: "IMG_20261121_101112.jpg", bytes: media("picture.jpg"), text: "look", as: { kind: "image", image: preview } },
  { name: "IMG_20261121_101113.gif", bytes: media("moves.gif"), text: "", as: { kind: "image", image: preview } },
  {
    name: "video_20261121_101114.mp4",
    bytes: media("film.mp4"),
    text: "and this",
    as: { kind: "video", image: preview, seconds: 2 },
  },
  { name: "voice_20261121_101115.m4a", bytes: media("voice.m4a"), text: "", as: { kind: "voice", seconds: 2 } },
]

const scenario = (name: string, run: (pair: Pair, folder: string) => Promise<void>): Scenario => ({
  name,
  needs: "--xftp",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours(undefined, [ctx.smp.address, ...ctx.xftp]))
    const folder = mkdtempSync(join(tmpdir(), "interop-media-"))
    try {
      await run(pair, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

const ours = scenario("our-media", async ({ ours, cli, chatId, contactId }, folder) => {
  for (const { name, bytes, text, as } of all) {
    await ours.api().sendFile(chatId, { name, content: new Blob([new Uint8Array(bytes)]), as }, text)
    const item = await cli.until(`offer of ${name}`, () =>
      cli.items(contactId).find(i => !i.sent && at(i.json, "file.fileName") === name),
    )
    const content = at(item.json, "content.msgContent")
    check(`${name} is of its kind`, at(content, "type") === as.kind)
    check(`${name} has its text`, at(content, "text") === text)
    check(`${name} has its length`, !("seconds" in as) || at(content, "duration") === as.seconds)
    check(`${name} has its preview`, !("image" in as) || at(content, "image") === as.image)
    check(`${name} has its size`, at(item.json, "file.fileSize") === bytes.length)
    const fileId = at(item.json, "file.fileId")
    const path = join(folder, name)
    await cli.command(`/freceive ${fileId} approved_relays=on encrypt=off ${path}`)
    const isThis = (e: unknown) =>
      at(e, "type") === "rcvFileComplete" && at(e, "chatItem.chatItem.file.fileId") === fileId
    await cli.until(`file ${name}`, () => cli.events().some(isThis), patience)
    check(`${name} is the same at their side`, readFileSync(path).equals(bytes))
  }
  // What it has stored, read anew.
  const stored = await cli.command(`/_get chat @${contactId} count=20`)
  const items = at(stored, "chat.chatItems")
  const kinds = (Array.isArray(items) ? items : [])
    .filter(i => at(i, "file") !== undefined && at(i, "file") !== null)
    .map(i => [at(i, "content.msgContent.type"), at(i, "content.msgContent.duration")].join(" "))
  check("they have stored what we sent", kinds.join() === "image ,image ,video 2,voice 2")
})

const msgContent = ({ text, as }: Sent) =>
  as.kind === "voice"
    ? { type: "voice", text, duration: as.seconds }
    : as.kind === "video"
      ? { type: "video", text, image: as.image, duration: as.seconds }
      : { type: "image", text, image: as.image }

const theirs = scenario("their-media", async ({ ours, cli, chatId, contactId }, folder) => {
  for (const sent of all) {
    const { name, bytes, text, as } = sent
    writeFileSync(join(folder, name), bytes)
    const fileSource = { filePath: join(folder, name) }
    await cli.sendContent(contactId, { fileSource, msgContent: msgContent(sent), mentions: {} })
    const found = (): Item | undefined =>
      ours.items(chatId).find(i => i.direction === "received" && i.file?.name === name)
    const item = await ours.until(`offer of ${name}`, found, patience)
    const { kind, ...more } = as
    check(`${name} is what they say`, JSON.stringify(item.content) === JSON.stringify({ kind, ...more }))
    check(`${name} has their text`, item.text === text)
    // Pictures and voice messages come by themselves; videos may.
    if (item.file?.state === "offered") await ours.api().download(item.id)
    await ours.until(`file ${name}`, () => found()?.file?.state === "here", patience)
    const content = Buffer.from(await (await ours.api().fileContent(item.id)).arrayBuffer())
    check(`${name} is the same at our side`, content.equals(bytes))
  }
})

export const scenarios: readonly Scenario[] = [ours, theirs]
