/** The whole product on this machine: the built page behind the bridge, and a relay that can be stopped and started. */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "vite"
import { type BridgeOptions, startBridge } from "../../bridge/bridge.ts"
import { onFreePort } from "../relay/listen.ts"
import { type Relay, startRelay } from "../relay/smp.ts"
import { startXftpRelay } from "../relay/xftp.ts"

export type Stack = {
  /** http://localhost:PORT */
  readonly url: string
  readonly relayAddress: string
  /** Ends the relay and starts it again from its file, on the same port. */
  restartRelay(pause?: () => Promise<void>): Promise<void>
  restartBridge(pause?: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

/** What the bridge serves; built when it is not there. */
export const buildPage = async (): Promise<void> => {
  if (!existsSync("dist/web/index.html")) await build({ logLevel: "warn" })
}

export const startStack = async (options: BridgeOptions = {}): Promise<Stack> => {
  await buildPage()
  const folder = mkdtempSync(join(tmpdir(), "unlisted-stack-"))
  const file = join(folder, "relay.log")
  let relay: Relay = await startRelay({ file })
  const files = await startXftpRelay()
  const start = (port: number) =>
    startBridge({
      port,
      host: "127.0.0.1",
      web: "dist/web",
      smp: [relay.address],
      xftp: [files.address],
      allowPrivate: true,
      ...options,
    })
  let bridge = await onFreePort(start)
  const { port } = bridge
  return {
    url: `http://localhost:${port}`,
    relayAddress: relay.address,
    restartRelay: async (pause = async () => undefined) => {
      const at = relay.port
      await relay.close()
      await pause()
      relay = await startRelay({ file, port: at })
    },
    restartBridge: async (pause = async () => undefined) => {
      await bridge.close()
      await pause()
      bridge = await start(port)
    },
    close: async () => {
      await bridge.close()
      await relay.close()
      await files.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
