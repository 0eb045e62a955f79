/**
 * Files over the real server: ours to them and theirs to us, of sizes at the edges of chunks, equal to the last byte; pictures
 * and voice; taken back; gone on with after a restart.
 */
import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Attachment, Item } from "../../../worker/api.ts"
import { at } from "../cli.ts"
import { type Context, check, connectByOurs, type Pair, type Scenario } from "../context.ts"

const kb = 1024
const sizes: readonly (readonly [string, number])[] = [
  ["1-byte", 1],
  ["64kb-1", 64 * kb - 1],
  ["64kb", 64 * kb],
  ["1mb+1", kb * kb + 1],
  ["20mb", 20 * kb * kb],
  ["100mb", 100 * kb * kb],
]
/** Nothing on this machine may take longer. */
export const patience = 5 * 60_000

const withPair = (name: string, run: (pair: Pair, ctx: Context, folder: string) => Promise<void>): Scenario => ({
  name,
  needs: "--xftp",
  run: async ctx => {
    const ours = await ctx.ours(undefined, [ctx.smp.address, ...ctx.xftp])
    const pair = await connectByOurs(ctx, ours)
    const folder = mkdtempSync(join(tmpdir(), "interop-files-"))
    try {
      await run(pair, ctx, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

export const sendOurs = ({ ours, chatId }: Pair, name: string, bytes: Buffer, as?: Attachment["as"]): Promise<Item> =>
  ours
    .api()
    .sendFile(chatId, { name, content: new Blob([new Uint8Array(bytes)]), ...(as === undefined ? {} : { as }) }, name)

/** They accept the file of this name, and what they have in the end is given. */
export const theyReceiveFile = async ({ cli, contactId }: Pair, name: string, folder: string): Promise<Buffer> => {
  const offered = await cli.until(`offer of ${name}`, () =>
    cli.items(contactId).find(i => !i.sent && at(i.json, "file.fileName") === name),
  )
  const fileId = at(offered.json, "file.fileId")
  const path = join(folder, `got-${name}`)
  await cli.command(`/freceive ${fileId} approved_relays=on encrypt=off ${path}`)
  await cli.until(
    `file ${name}`,
    () =>
      cli.events().some(e => at(e, "type") === "rcvFileComplete" && at(e, "chatItem.chatItem.file.fileId") === fileId),
    patience,
  )
  return readFileSync(path)
}

export const theySendFile = async (
  { cli, contactId }: Pair,
  path: string,
  msgContent: Record<string, unknown>,
): Promise<void> => {
  await cli.sendContent(contactId, { fileSource: { filePath: path }, msgContent, mentions: {} })
}

const fileNamed = ({ ours, chatId }: Pair, name: string): Item | undefined =>
  ours.items(chatId).find(i => i.direction === "received" && i.file?.name === name)

export const weReceiveFile = async (pair: Pair, name: string): Promise<Buffer> => {
  const { ours } = pair
  const item = await ours.until(`offer of ${name}`, () => fileNamed(pair, name), patience)
  if (item.file?.state === "offered") await ours.api().download(item.id)
  await ours.until(
    `file ${name}`,
    () => {
      const { state, problem } = fileNamed(pair, name)?.file ?? {}
      if (state === "failed") throw new Error(`${name} failed: ${problem}`)
      return state === "here"
    },
    patience,
  )
  return Buffer.from(await (await ours.api().fileContent(item.id)).arrayBuffer())
}

const toThem = withPair("our-files", async (pair, _, folder) => {
  for (const [name, size] of sizes) {
    const bytes = randomBytes(size)
    await sendOurs(pair, name, bytes)
    check(`${name} is the same at their side`, (await theyReceiveFile(pair, name, folder)).equals(bytes))
  }
})

const toUs = withPair("their-files", async (pair, _, folder) => {
  for (const [name, size] of sizes) {
    const bytes = randomBytes(size)
    writeFileSync(join(folder, name), bytes)
    await theySendFile(pair, join(folder, name), { type: "file", text: name })
    check(`${name} is the same at our side`, (await weReceiveFile(pair, name)).equals(bytes))
  }
})

/** The smallest picture that is one. */
const preview = "data:image/jpg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////"

const media = withPair("pictures-and-voice", async (pair, _, folder) => {
  const { ours, cli, contactId, chatId } = pair
  const picture = randomBytes(150_000)
  await sendOurs(pair, "IMG_1.jpg", picture, { kind: "image", image: preview })
  const voice = randomBytes(30_000)
  await sendOurs(pair, "voice_1.m4a", voice, { kind: "voice", seconds: 7 })
  check("their picture is ours", (await theyReceiveFile(pair, "IMG_1.jpg", folder)).equals(picture))
  check("their voice message is ours", (await theyReceiveFile(pair, "voice_1.m4a", folder)).equals(voice))
  const shown = cli.items(contactId).filter(i => !i.sent && at(i.json, "file") !== undefined)
  const kinds = shown.map(i => at(i.json, "content.msgContent.type"))
  check("they see an image and a voice message", kinds.includes("image") && kinds.includes("voice"))

  writeFileSync(join(folder, "IMG_2.jpg"), picture)
  await theySendFile(pair, join(folder, "IMG_2.jpg"), { type: "image", text: "", image: preview })
  // Nobody asks for it: it comes by itself.
  await ours.until("picture", () => fileNamed(pair, "IMG_2.jpg")?.file?.state === "here", patience)
  check("our picture is theirs", (await weReceiveFile(pair, "IMG_2.jpg")).equals(picture))
  const item = ours.items(chatId).find(i => i.file?.name === "IMG_2.jpg")
  check("we see an image", item?.content?.kind === "image" && item.content.image === preview)
})

const cancelled = withPair("file-taken-back", async (pair, _, folder) => {
  const { ours, cli } = pair
  const item = await sendOurs(pair, "ours.bin", randomBytes(60 * kb * kb))
  await ours.api().cancelFile(item.id)
  await cli.until("that we took it back", () => cli.events().some(e => at(e, "type") === "rcvFileSndCancelled"))
  writeFileSync(join(folder, "theirs.bin"), randomBytes(3 * kb * kb))
  await theySendFile(pair, join(folder, "theirs.bin"), { type: "file", text: "" })
  await ours.until("offer", () => fileNamed(pair, "theirs.bin"), patience)
  const offer = await cli.until("their item", () =>
    cli.items(pair.contactId).find(i => i.sent && at(i.json, "file.fileName") === "theirs.bin"),
  )
  await cli.command(`/fcancel ${at(offer.json, "file.fileId")}`)
  await ours.until("that they took it back", () => fileNamed(pair, "theirs.bin")?.file?.state === "cancelled")
})

const restarted = withPair("files-over-our-restarts", async (pair, _, folder) => {
  const { ours, chatId } = pair
  const bytes = randomBytes(24 * kb * kb)
  const receiving = theyReceiveFile(pair, "up.bin", folder)
  await sendOurs(pair, "up.bin", bytes)
  ours.stop()
  await ours.start()
  check("what we sent over a restart", (await receiving).equals(bytes))
  writeFileSync(join(folder, "down.bin"), bytes)
  await theySendFile(pair, join(folder, "down.bin"), { type: "file", text: "" })
  const offer = await ours.until("offer", () => fileNamed(pair, "down.bin"), patience)
  await ours.api().download(offer.id)
  ours.stop()
  await ours.start()
  check("what we fetched over a restart", (await weReceiveFile(pair, "down.bin")).equals(bytes))
  check("one line each", ours.items(chatId).filter(i => i.file !== undefined).length === 2)
})

export const scenarios: readonly Scenario[] = [toThem, toUs, media, cancelled, restarted]
