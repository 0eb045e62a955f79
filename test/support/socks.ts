/**
 * A SOCKS5 proxy (RFC 1928) that wants a user name and a password (RFC 1929), for tests: it knows where a few .onion
 * hosts are, and remembers who asked for what.
 */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export type SocksRequest = {
  readonly user: string
  readonly password: string
  readonly host: string
  readonly port: number
}

export type SocksProxy = {
  /** HOST:PORT, for the bridge. */
  readonly address: string
  readonly asked: SocksRequest[]
  close(): Promise<void>
}

/** Bytes of a stream in the portions that are asked for. */
const reader = (socket: Socket) => {
  let got = Buffer.alloc(0)
  return async (n: number): Promise<Buffer> => {
    while (got.length < n) {
      const more: Buffer | null = socket.read()
      if (more !== null) got = Buffer.concat([got, more])
      else if (socket.readableEnded) throw new Error("ended")
      else await once(socket, "readable")
    }
    const taken = got.subarray(0, n)
    got = got.subarray(n)
    return taken
  }
}

const refuse = (code: number): Buffer => Buffer.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0)

/** `ports`: by host, where connections to it lead on 127.0.0.1, whatever port was asked for. */
export const startSocks = async (ports: () => Readonly<Record<string, number>>): Promise<SocksProxy> => {
  const asked: SocksRequest[] = []
  const sockets = new Set<Socket>()

  const serve = async (socket: Socket): Promise<void> => {
    const take = reader(socket)
    const text = async (): Promise<string> => (await take((await take(1))[0] ?? 0)).toString()
    const [version, methods = 0] = await take(2)
    if (version !== 5 || !(await take(methods)).includes(2)) return void socket.end(Buffer.of(5, 255))
    socket.write(Buffer.of(5, 2))
    if ((await take(1))[0] !== 1) return void socket.destroy()
    const user = await text()
    const password = await text()
    // Nobody comes in without a name.
    if (user === "") return void socket.end(Buffer.of(1, 1))
    socket.write(Buffer.of(1, 0))
    const request = await take(4)
    if (!request.equals(Buffer.of(5, 1, 0, 3))) return void socket.end(refuse(7))
    const host = await text()
    const port = (await take(2)).readUInt16BE()
    asked.push({ user, password, host, port })
    const to = ports()[host]
    if (to === undefined) return void socket.end(refuse(4))
    const through = connect(to, "127.0.0.1")
    sockets.add(through)
    through.on("error", () => socket.destroy()).on("close", () => socket.destroy())
    socket.on("close", () => through.destroy())
    await once(through, "connect")
    socket.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0))
    socket.pipe(through).pipe(socket)
  }

  const server = createServer(socket => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    serve(socket).catch(() => socket.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      for (const s of sockets) s.destroy()
      server.close()
      await once(server, "close")
    },
  }
}
