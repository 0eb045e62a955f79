/** What a bridge may say before there is a stream: its answer to the first message, and WebSocket messages of any kind. */
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { WebSocket, WebSocketServer } from "ws"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import { ConnectError } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { type AttackClock, attackClock } from "./clock.ts"

type Say = (ws: WebSocket, first: string) => void
let say: Say = () => undefined
let server: WebSocketServer
let clock: AttackClock
let url = ""
beforeEach(async () => {
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 })
  await new Promise(resolve => server.once("listening", resolve))
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
  server.on("connection", ws => {
    ws.once("message", (data: Buffer) => say(ws, data.toString()))
  })
  clock = attackClock()
})
afterEach(() => {
  for (const c of server.clients) c.terminate()
  server.close()
})

const target = { protocol: "smp" as const, hosts: ["relay.example"], port: 5223 }
const connect = () => bridgeConnect(u => new WebSocket(u) as unknown as WebSocketLike, url, clock)(target)

const refused = async (code: string, now: Say): Promise<void> => {
  say = now
  await expect(connect()).rejects.toEqual(new ConnectError(code))
}

describe("the bridge's answer", () => {
  const answers: readonly [string, string, string | Buffer][] = [
    ["nothing", "MALFORMED", ""],
    ["no JSON", "MALFORMED", "<html>"],
    ["null", "MALFORMED", "null"],
    ["a number", "MALFORMED", "1"],
    ["an array", "MALFORMED", '[{"ok":true}]'],
    ["an object without either", "MALFORMED", "{}"],
    ["ok that is a text", "MALFORMED", '{"ok":"true"}'],
    ["ok that is 1", "MALFORMED", '{"ok":1}'],
    ["an error that is an object", "MALFORMED", '{"error":{"toString":"x"}}'],
    ["an error that is a page", "MALFORMED", '{"error":"<script>alert(1)</script>"}'],
    ["an error of 10 KB", "MALFORMED", JSON.stringify({ error: "A".repeat(10_000) })],
    ["an inherited ok", "MALFORMED", '{"__proto__":{"ok":true}}'],
    ["ten megabytes of JSON", "MALFORMED", `{"x":"${"y".repeat(10_000_000)}"}`],
    ["100000 levels of JSON", "MALFORMED", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["bytes", "MALFORMED", Buffer.from('{"ok":true}')],
    ["a refusal of its own", "POLICY", '{"error":"POLICY"}'],
  ]
  for (const [name, code, answer] of answers) it(`${name}: ${code}`, () => refused(code, ws => ws.send(answer)))

  it("the end of the connection: UNREACHABLE", () => refused("UNREACHABLE", ws => ws.close()))
  it("a broken frame: UNREACHABLE", () =>
    refused("UNREACHABLE", ws => {
      const raw = (ws as unknown as { _socket: { write(b: Buffer): void } })._socket
      raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    }))
  it("silence: TIMEOUT after a minute", async () => {
    const asked = new Promise<void>(resolve => {
      say = () => resolve()
    })
    const result = expect(connect()).rejects.toEqual(new ConnectError("TIMEOUT"))
    await asked
    clock.skip(61_000)
    await result
  })
})

describe("after the answer", () => {
  const all = async (now: Say): Promise<number> => {
    say = (ws, first) => {
      ws.send('{"ok":true}')
      now(ws, first)
    }
    const socket = await connect()
    let n = 0
    for await (const chunk of socket.received) n += (chunk as Bytes).length
    await expect(socket.send(new Uint8Array(1))).rejects.toBeInstanceOf(ConnectError)
    return n
  }

  it("a text ends the stream", async () => {
    expect(await all(ws => ws.send("hello"))).toBe(0)
  })
  it("a second answer ends the stream", async () => {
    expect(await all(ws => ws.send('{"ok":true}'))).toBe(0)
  })
  it("empty messages are nothing, and bytes after a text are not taken", async () => {
    expect(
      await all(ws => {
        ws.send(Buffer.alloc(0))
        ws.send(Buffer.alloc(5))
        ws.send("text")
        ws.send(Buffer.alloc(7))
      }),
    ).toBeLessThanOrEqual(5)
  })
  it("an abrupt end ends the stream", async () => {
    expect(await all(ws => ws.terminate())).toBe(0)
  })
  it("asks for the target in the first message, and for nothing else", async () => {
    let asked = ""
    await all((ws, first) => {
      asked = first
      ws.close()
    })
    expect(JSON.parse(asked)).toEqual({ v: 1, ...target })
    expect(new URL(url).search).toBe("")
  })
})
