/** Files by a link, without any chat: ours fetched by the terminal client, and its ones by us; of one chunk, and by redirects. */
import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { at, type Cli } from "../cli.ts"
import { type Context, check, type Scenario } from "../context.ts"
import type { Ours } from "../ours.ts"

const sizes = [1, 65_535, 65_536, 1_048_577, 20_000_000] as const
const patience = 5 * 60_000

const withFolder = (name: string, run: (ctx: Context, ours: Ours, folder: string) => Promise<void>): Scenario => ({
  name,
  needs: "--xftp",
  run: async ctx => {
    const ours = await ctx.ours(undefined, [ctx.smp.address, ...ctx.xftp])
    const folder = mkdtempSync(join(tmpdir(), "interop-links-"))
    try {
      await run(ctx, ours, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

const completed = async (cli: Cli, type: string, fileId: unknown): Promise<unknown> =>
  cli.until(
    type,
    () => cli.events().find(e => at(e, "type") === type && Object.values(e).some(v => at(v, "fileId") === fileId)),
    patience,
  )

const toThem = withFolder("our-file-links", async ({ cli }, ours, folder) => {
  for (const size of sizes) {
    const bytes = randomBytes(size)
    const item = await ours.api().sendByLink({ name: `ours ${size}.bin`, content: new Blob([new Uint8Array(bytes)]) })
    const made = await ours.until(
      "link",
      () => ours.items(item.chatId).find(i => i.id === item.id)?.file?.link,
      patience,
    )
    const path = join(folder, `ours-${size}`)
    const info = await cli.command(`/_download info ${made}`)
    check("they read what the link says", JSON.stringify(info).includes(`ours ${size}.bin`))
    // As the page shows it: behind its own origin.
    const shown = made.replace("simplex:", "https://chat.example.org")
    const answer = await cli.command(`/_download ${cli.userId()} ${shown} ${path}`)
    await completed(cli, "rcvStandaloneFileComplete", at(answer, "rcvFileTransfer.fileId"))
    check(`${size} bytes are the same at their side`, readFileSync(path).equals(bytes))
  }
})

const toUs = withFolder("their-file-links", async ({ cli }, ours, folder) => {
  for (const size of sizes) {
    const bytes = randomBytes(size)
    const path = join(folder, `theirs-${size}.bin`)
    writeFileSync(path, bytes)
    const answer = await cli.command(`/_upload ${cli.userId()} ${path}`)
    const fileId = at(answer, "fileTransferMeta.fileId")
    const done = await completed(cli, "sndStandaloneFileComplete", fileId)
    const [link = ""] = at(done, "rcvURIs") as readonly string[]
    const { file } = await ours.api().planLink(link, true)
    check("the plan knows about how large it is", file !== undefined && file.size >= size)
    const item = await ours.api().downloadLink(link)
    const got = () => ours.items(item.chatId).find(i => i.id === item.id)?.file
    await ours.until("their file", () => got()?.state === "here", patience)
    check("it is called as inside", got()?.name === `theirs-${size}.bin` && got()?.size === size)
    const content = Buffer.from(await (await ours.api().fileContent(item.id)).arrayBuffer())
    check(`${size} bytes are the same at our side`, content.equals(bytes))
  }
})

export const scenarios: readonly Scenario[] = [toThem, toUs]
