/**
 * `npm run bench [-- --only ratchet,block,talk,contacts,start,scale,bridge,xftp,size] [--cli ws://... --cli ws://...]`: tables of our numbers beside
 * baselines of the same run and the targets of PERF.md. Asserts nothing.
 */
import { parseArgs } from "node:util"
import { blockRows } from "./block.ts"
import { bridgeRows } from "./bridge.ts"
import { contactRows } from "./contacts.ts"
import { ratchetRows } from "./ratchet.ts"
import { printRows, type Row } from "./row.ts"
import { scaleRows } from "./scale.ts"
import { sizeRows } from "./size.ts"
import { startRows } from "./start.ts"
import { subscribeRows } from "./subscribe.ts"
import { talkRows } from "./talk.ts"
import { xftpRows } from "./xftp.ts"

const usage = "usage: npm run bench [-- --only NAME,NAME] [--cli ws://127.0.0.1:PORT --cli ws://127.0.0.1:PORT]"

const benches: Readonly<Record<string, { title: string; rows: (clis: readonly string[]) => Promise<Row[]> | Row[] }>> =
  {
    ratchet: { title: "Ratchet", rows: ratchetRows },
    block: { title: "Blocks", rows: blockRows },
    talk: { title: "Connecting and talking (baseline: two terminal clients)", rows: talkRows },
    contacts: { title: "Many contacts", rows: () => contactRows() },
    start: { title: "First screen of an invitation", rows: () => startRows() },
    subscribe: { title: "Subscribing again", rows: () => subscribeRows() },
    scale: { title: "Years of messages (baselines: bare IndexedDB, a page of text)", rows: () => scaleRows() },
    bridge: { title: "Bridge (baseline: direct TLS)", rows: () => bridgeRows() },
    xftp: { title: "Files (baseline: the xftp tool, with XFTP_TOOL)", rows: () => xftpRows() },
    size: { title: "Compressed JavaScript", rows: sizeRows },
  }

const options = (): { only: readonly string[]; clis: readonly string[] } => {
  try {
    const { values } = parseArgs({ options: { only: { type: "string" }, cli: { type: "string", multiple: true } } })
    const only = values.only?.split(",") ?? Object.keys(benches)
    const unknown = only.find(n => benches[n] === undefined)
    if (unknown !== undefined) throw new Error(`no bench ${unknown}; there are ${Object.keys(benches).join(", ")}`)
    return { only, clis: values.cli ?? [] }
  } catch (e) {
    console.error(`${e instanceof Error ? e.message : ""}\n${usage}`)
    return process.exit(2)
  }
}

const { only, clis } = options()
for (const name of only) {
  const bench = benches[name]
  if (bench !== undefined) printRows(bench.title, await bench.rows(clis))
}
process.exit(0)
