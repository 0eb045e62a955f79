/** `node --import tsx test/relay/main.ts [--port 5223] [--file relay.log] [--password secret]`: prints its address. */
import { parseArgs } from "node:util"
import { startRelay } from "./smp.ts"

const { values } = parseArgs({
  options: { port: { type: "string" }, file: { type: "string" }, password: { type: "string" } },
})
const relay = await startRelay({
  port: Number(values.port ?? 0),
  ...(values.file === undefined ? {} : { file: values.file }),
  ...(values.password === undefined ? {} : { password: values.password }),
})
console.log(relay.address)

const stop = (): void => void relay.close().then(() => process.exit(0))
process.on("SIGINT", stop)
process.on("SIGTERM", stop)
