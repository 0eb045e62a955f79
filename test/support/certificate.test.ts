import { X509Certificate } from "node:crypto"
import { once } from "node:events"
import { connect, createServer, type TLSSocket } from "node:tls"
import { describe, expect, it } from "vitest"
import { type ChainOptions, makeChain } from "./certificate.ts"

const parse = (options: ChainOptions) => {
  const chain = makeChain(options)
  return { chain, ca: new X509Certificate(chain.caDer), leaf: new X509Certificate(chain.leafDer) }
}

for (const alg of ["ed25519", "ed448", "p256"] as const)
  describe(`${alg} chain`, () => {
    it("is a leaf signed by a self-signed authority, in force now", () => {
      const { ca, leaf, chain } = parse({ alg })
      expect(ca.ca).toBe(true)
      expect(leaf.ca).toBe(false)
      expect(ca.verify(ca.publicKey)).toBe(true)
      expect(leaf.verify(ca.publicKey)).toBe(true)
      expect(leaf.checkIssued(ca)).toBe(true)
      expect(leaf.checkPrivateKey(chain.leafKey)).toBe(true)
      expect(Date.parse(leaf.validTo)).toBeGreaterThan(Date.now())
      expect(Date.parse(leaf.validFrom)).toBeLessThan(Date.now())
      expect(ca.fingerprint256.replaceAll(":", "").toLowerCase()).toBe(Buffer.from(chain.fingerprint).toString("hex"))
    })

    it("serves TLS 1.3 to a client that trusts the authority", async () => {
      const { chain } = parse({ alg })
      const server = createServer({ key: chain.leafKeyPem, cert: chain.leafPem + chain.caPem, minVersion: "TLSv1.3" })
      server.listen(0, "127.0.0.1")
      await once(server, "listening")
      const address = server.address()
      if (address === null || typeof address === "string") throw new Error("no port")
      const socket: TLSSocket = connect({
        port: address.port,
        host: "127.0.0.1",
        ca: chain.caPem,
        checkServerIdentity: () => undefined,
      })
      await once(socket, "secureConnect")
      expect(socket.authorized).toBe(true)
      socket.destroy()
      server.close()
    })

    it("breaks one thing when asked", () => {
      expect(Date.parse(parse({ alg, broken: "expired" }).leaf.validTo)).toBeLessThan(Date.now())
      expect(Date.parse(parse({ alg, broken: "expiredCa" }).ca.validTo)).toBeLessThan(Date.now())
      expect(Date.parse(parse({ alg, broken: "notYet" }).leaf.validFrom)).toBeGreaterThan(Date.now())
      const forged = parse({ alg, broken: "wrongSignature" })
      expect(forged.leaf.verify(forged.ca.publicKey)).toBe(false)
      expect(parse({ alg, broken: "notCa" }).ca.ca).toBe(false)
    })
  })

it("renews a leaf under the same authority", () => {
  const first = makeChain({ alg: "ed448" })
  const second = makeChain({ alg: "ed25519", ca: { key: first.caKey, der: first.caDer } })
  expect(second.fingerprint).toEqual(first.fingerprint)
  expect(new X509Certificate(second.leafDer).verify(new X509Certificate(first.caDer).publicKey)).toBe(true)
})
