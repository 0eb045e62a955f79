/** `node --import tsx test/relay/xftp-main.ts [--port 443] [--folder chunks] [--password secret]`: prints its address. */
import { parseArgs } from "node:util"
import { startXftpRelay } from "./xftp.ts"

const { values } = parseArgs({
  options: { port: { type: "string" }, folder: { type: "string" }, password: { type: "string" } },
})
const relay = await startXftpRelay({
  port: Number(values.port ?? 0),
  ...(values.folder === undefined ? {} : { folder: values.folder }),
  ...(values.password === undefined ? {} : { password: values.password }),
})
console.log(relay.address)

const stop = (): void => void relay.close().then(() => process.exit(0))
process.on("SIGINT", stop)
process.on("SIGTERM", stop)
