import { readFileSync } from "node:fs"
import { connect } from "./client.ts"
import { newKeys, random } from "./crypto.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
const [addr = "", pid = ""] = process.argv.slice(2)
const { server } = parseServerAddress(addr, "smp")
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" "); return (Number(f[11]) + Number(f[12])) * 10 }
const a = await connect(server), b = await connect(server)
for (const type of ["ed25519", "x25519"] as const) {
const k = newKeys("ed25519"), d = newKeys("x25519"), s = newKeys(type)
const ids = await a.request({ type: "NEW", rcvAuthKey: k.public, rcvDhKey: d.public, auth: null, subscribe: true, queue: { type: "messaging", link: null }, ntf: null }, { key: k })
if (ids.type !== "IDS") throw 1
await b.request({ type: "SKEY", key: s.public }, { entityId: ids.sndId, key: s })
const body = random(16000)
const N = 1000
const c0 = cpu(), t0 = performance.now()
const rcv = (async () => { let r = (await a.next()).response; let n = 0
  for (;;) { if (r.type !== "MSG") { if (n >= N) return; r = (await a.next()).response; continue } n++; r = await a.request({ type: "ACK", msgId: r.msgId }, { entityId: ids.rcvId, key: k }); if (n >= N) return } })()
for (let i = 0; i < N; i++) await b.request({ type: "SEND", notification: false, body }, { entityId: ids.sndId, key: s })
await rcv
console.log(type, N, "messages", Math.round(performance.now() - t0), "ms wall,", cpu() - c0, "ms CPU of the relay")
}
process.exit(0)
