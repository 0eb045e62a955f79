import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach } from "vitest"
import { ascii, type Bytes, empty } from "../../worker/encoding/bytes.ts"
import { decode } from "../../worker/encoding/codec.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { packBatches, smpFrame, transmission } from "../../worker/encoding/transmission.ts"
import { type Response, response } from "../../worker/smp/commands.ts"
import { type Client, type ClientOptions, connect } from "./client.ts"
import { dh, type KeyPair, newKeys, openPadded, random, reversed, sealPadded } from "./crypto.ts"
import { checkedKey } from "./identity.ts"
import { type Relay, type RelayOptions, startRelay } from "./smp.ts"

export const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export const start = async (options: RelayOptions = {}): Promise<Relay> => {
  const relay = await startRelay(options)
  cleanups.push(() => relay.close())
  return relay
}

export const open = async (address: string, options: ClientOptions = {}): Promise<Client> => {
  const client = await connect(parseServerAddress(address, "smp").server, { timeout: 20_000, ...options })
  cleanups.push(() => client.close())
  return client
}

export const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "relay-"))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return join(folder, "relay.log")
}

export type Queue = { readonly rcvId: Bytes; readonly sndId: Bytes; readonly key: KeyPair; readonly secret: Bytes }

export const create = async (
  client: Client,
  { subscribe = true, auth = null }: { subscribe?: boolean; auth?: string | null } = {},
): Promise<Queue> => {
  const [key, d] = [newKeys("ed25519"), newKeys("x25519")]
  const ids = await client.request(
    {
      type: "NEW",
      rcvAuthKey: key.public,
      rcvDhKey: d.public,
      auth,
      subscribe,
      queue: client.version < 9 ? null : { type: "messaging", link: null },
      ntf: null,
    },
    { key },
  )
  if (ids.type !== "IDS") throw new Error(`NEW: ${JSON.stringify(ids)}`)
  return { rcvId: ids.rcvId, sndId: ids.sndId, key, secret: dh(ids.srvDhKey, d.private) }
}

export const send = (client: Client, q: Queue, text: string, key: KeyPair | null = null): Promise<Response> =>
  client.request({ type: "SEND", notification: false, body: ascii(text) }, { entityId: q.sndId, key })

export const textOf = (q: Queue, r: Response): string | null => {
  if (r.type !== "MSG") return null
  const body = openPadded(q.secret, r.msgId, r.body)
  return body === null ? "unreadable" : Buffer.from(body).subarray(10).toString()
}

export const subscribe = async (client: Client, q: Queue): Promise<Response> =>
  client.request({ type: "SUB" }, { entityId: q.rcvId, key: q.key })

/** Reads and acknowledges all that waits in a queue that `first` is from. */
export const drain = async (client: Client, q: Queue, first: Response): Promise<string[]> => {
  const texts: string[] = []
  let r = first
  while (r.type === "MSG") {
    texts.push(textOf(q, r) ?? "")
    r = await client.request({ type: "ACK", msgId: r.msgId }, { entityId: q.rcvId, key: q.key })
  }
  return texts
}

export const ok: Response = { type: "OK" }
export const err = (type: "AUTH" | "QUOTA" | "INTERNAL"): Response => ({ type: "ERR", error: { type } })

/** Sends through the proxy as a client does; the answer of the destination, or that of the proxy. */
export const through = async (proxy: Client, destination: string, q: Queue, text: string): Promise<Response> => {
  const { server } = parseServerAddress(destination, "smp")
  const pkey = await proxy.request({ type: "PRXY", server, auth: null })
  if (pkey.type !== "PKEY") return pkey
  const serverKey = checkedKey(pkey.key, server.keyHash)
  if (serverKey === null) throw new Error("not the destination's key")
  const version = pkey.versions.max
  const [nonce, keys] = [random(24), newKeys("x25519")]
  const secret = dh(serverKey, keys.private)
  const [content = empty] = packBatches([
    proxy.encode({ command: { type: "SEND", notification: false, body: ascii(text) }, entityId: q.sndId }),
  ])
  const sealed = sealPadded(secret, nonce, content, 16226)
  if (sealed === null) throw new Error("too long")
  const answer = await proxy.request(
    { type: "PFWD", version, key: keys.public, transmission: sealed },
    { entityId: pkey.sessionId, corrId: nonce },
  )
  if (answer.type !== "PRES") return answer
  const opened = openPadded(secret, reversed(nonce), answer.response)
  if (opened === null) throw new Error("the answer does not open")
  return decode(response(version), decode(transmission(smpFrame(version)), opened.slice(3)).command)
}
