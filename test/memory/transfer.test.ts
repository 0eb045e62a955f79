/** Files much larger than what may be in memory at a time. By hand for 1 GB: `MEMORY_MB=1024 npx vitest run test/memory`. */
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, expect, it } from "vitest"
import { startBridge } from "../../bridge/bridge.ts"
import { startXftpRelay } from "../relay/xftp.ts"

const megabytes = Number(process.env.MEMORY_MB ?? 96)
/** Four chunks of 4 MB under way, two more being made, the windows of four sessions, and what lies between. */
const mostHeld = 64

const folder = mkdtempSync(join(tmpdir(), "unlisted-memory-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it(`a file of ${megabytes} MB goes up and down in memory that does not grow with it`, {
  timeout: 1_800_000,
}, async () => {
  const relay = await startXftpRelay({ folder: join(folder, "relay") })
  const bridge = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0 })
  try {
    const url = `${bridge.url.replace("http", "ws")}/bridge`
    const script = join(import.meta.dirname, "transfer.ts")
    const args = ["--expose-gc", "--import", "tsx", script, String(megabytes), url, relay.address, join(folder, "disk")]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: process.cwd() })
    const found = JSON.parse(stdout) as Record<"up" | "down" | "read", { peak: number }> & { isSame: boolean }
    if (process.env.MEMORY_MB !== undefined) process.stdout.write(`${stdout}\n`)
    expect(found.isSame).toBe(true)
    for (const part of ["up", "down", "read"] as const) expect(found[part].peak, part).toBeLessThan(mostHeld)
  } finally {
    await bridge.close()
    await relay.close()
  }
})
