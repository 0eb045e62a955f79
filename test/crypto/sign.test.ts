import { expect, it } from "vitest"
import { generateKeyPair, sign, verify } from "../../worker/crypto/keys.ts"
import { signAsync } from "../../worker/crypto/sign.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))

it("WebCrypto signs the same bytes as our library", async () => {
  for (let i = 0; i < 20; i++) {
    const { publicKey, privateKey } = generateKeyPair("Ed25519", random)
    const message = random(i * 37)
    const signature = await signAsync(privateKey, message)
    expect(signature).toEqual(sign(privateKey, message))
    expect(verify(publicKey, signature, message)).toBe(true)
  }
})
