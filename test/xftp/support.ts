/** A bridge, an XFTP relay and a client for the tests; all real, all closed at the end of each test. */
import { randomBytes } from "node:crypto"
import { afterEach } from "vitest"
import { WebSocket } from "ws"
import { type Bridge, type BridgeOptions, startBridge } from "../../bridge/bridge.ts"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import type { Clock, Connect, Random } from "../../worker/platform.ts"
import { bridgeConnect, type WebSocketLike } from "../../worker/smp/socket.ts"
import { openXftpSession, type XftpSession } from "../../worker/xftp/client.ts"
import { XftpError } from "../../worker/xftp/error.ts"
import { startXftpRelay, type XftpRelay, type XftpRelayOptions } from "../relay/xftp.ts"
import { acceleratedClock } from "../support/clock.ts"

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
export const atEnd = (close: () => unknown): void => void closers.push(close)

export const random: Random = n => toBytes(randomBytes(n))
export const clock: Clock = acceleratedClock(20)

export const relay = async (options: XftpRelayOptions = {}): Promise<XftpRelay> => {
  const r = await startXftpRelay(options)
  atEnd(() => r.close())
  return r
}

export const connectThrough = (bridge: Bridge): Connect =>
  bridgeConnect(
    url => new WebSocket(url, { perMessageDeflate: false }) as unknown as WebSocketLike,
    `${bridge.url.replace("http", "ws")}/bridge`,
    clock,
  )

export const bridge = async (options: BridgeOptions = {}): Promise<Bridge> => {
  const b = await startBridge({ port: 0, web: null, allowPrivate: true, drainTimeout: 0, ...options })
  atEnd(() => b.close())
  return b
}

/** A session with the server of an address, through a bridge of its own unless given. */
export const open = async (
  address: string,
  connect?: Connect,
  onClose?: () => void,
  time: Clock = clock,
): Promise<XftpSession> => {
  const through = connect ?? connectThrough(await bridge())
  const { server } = parseServerAddress(address, "xftp")
  const session = await openXftpSession({
    server,
    connect: through,
    clock: time,
    random,
    ...(onClose ? { onClose } : {}),
  })
  atEnd(() => session.close())
  return session
}

/** The code of the XftpError that a promise rejects with; "none" when it does not, and what else it is. */
export const codeOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "none",
    e => (e instanceof XftpError ? e.code : `not an XftpError: ${e}`),
  )

export const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise(done => setTimeout(done, 5))
}

/** Random bytes, made fast. */
export const bytesOf = (length: number): Bytes => toBytes(randomBytes(length))
