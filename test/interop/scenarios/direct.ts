/**
 * Files without the bridge over a real server that serves browsers: ours to them and theirs to us. Their client goes to the
 * same port of it in its own way.
 */
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseServerAddress } from "../../../worker/encoding/server.ts"
import { check, connectByOurs, type Scenario } from "../context.ts"
import { patience, sendOurs, theyReceiveFile, theySendFile, weReceiveFile } from "./files.ts"

const sizes = [1, 65_536, 1_048_577, 20_000_000] as const

export const direct: Scenario = {
  name: "files-without-the-bridge",
  needs: "--xftp-web",
  run: async ctx => {
    const [address = ""] = ctx.xftpWeb
    const { hosts, port } = parseServerAddress(address, "xftp").server
    const host = port === null ? hosts[0] : `${hosts[0]}:${port}`
    const ours = await ctx.ours(undefined, [ctx.smp.address, address], { directFiles: true })
    const pair = await connectByOurs(ctx, ours)
    const folder = mkdtempSync(join(tmpdir(), "interop-direct-"))
    try {
      await ctx.cli.useFileServers(address)
      for (const size of sizes) {
        const bytes = randomBytes(size)
        const [toThem, toUs] = [`ours-${size}`, `theirs-${size}`]
        await sendOurs(pair, toThem, bytes)
        check(`${toThem} is the same at their side`, (await theyReceiveFile(pair, toThem, folder)).equals(bytes))
        writeFileSync(join(folder, toUs), bytes)
        await theySendFile(pair, join(folder, toUs), { type: "file", text: toUs })
        check(`${toUs} is the same at our side`, (await weReceiveFile(pair, toUs)).equals(bytes))
        const { ways } = await ours.api().fileWays()
        const said = JSON.stringify(ways)
        check(`files went ${said}`, said === JSON.stringify([{ host, way: "direct" }]))
        check("the bridge was asked for a file server", ours.bridged("xftp") === 0)
      }
      // Taken from the server too: what they have not fetched is gone for them.
      const gone = await sendOurs(pair, "gone", randomBytes(100_000))
      await ours.until(
        "our file",
        () => ours.items(pair.chatId).find(i => i.id === gone.id)?.file?.state === "sent",
        patience,
      )
      await ours.api().deleteFiles(pair.chatId, true)
      check("deleting went through the bridge", ours.bridged("xftp") === 0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
