/** A byte stream straight to a server over TLS, without the bridge: for scratch work and for comparing the two. */
import { connect as tlsConnect } from "node:tls"
import { type Bytes, toBytes } from "../../worker/encoding/bytes.ts"
import { type Connect, ConnectError, type Socket } from "../../worker/platform.ts"

export const directConnect: Connect = target =>
  new Promise<Socket>((resolve, reject) => {
    const tls = tlsConnect({
      host: target.hosts[0],
      port: target.port,
      ALPNProtocols: ["smp/1"],
      minVersion: "TLSv1.3",
      rejectUnauthorized: false,
    })
    const chunks: Bytes[] = []
    let closed = false
    let wake: () => void = () => undefined
    tls.on("data", d => {
      chunks.push(toBytes(d))
      wake()
    })
    tls.on("error", () => reject(new ConnectError("REFUSED")))
    tls.on("close", () => {
      closed = true
      wake()
    })
    tls.on("secureConnect", () =>
      resolve({
        send: bytes => new Promise((ok, fail) => tls.write(bytes, e => (e ? fail(e) : ok()))),
        received: {
          async *[Symbol.asyncIterator]() {
            for (;;) {
              const chunk = chunks.shift()
              if (chunk !== undefined) yield chunk
              else if (closed) return
              else
                await new Promise<void>(r => {
                  wake = r
                })
            }
          },
        },
        close: () => tls.destroy(),
      }),
    )
  })
