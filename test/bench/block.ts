/** One encrypted block each way: what every message costs beside its ratchet. */
import { initBlockChains, openBlock, sealBlock } from "../../worker/crypto/box.ts"
import { measure, type Row } from "./row.ts"

export const blockRows = async (): Promise<Row[]> => {
  const secret = new Uint8Array(32).fill(7)
  const session = new Uint8Array(32).fill(9)
  const content = new Uint8Array(16_000)
  const { sendChain } = initBlockChains(session, secret)
  const { block } = sealBlock(sendChain, content)
  return [
    { name: "block encrypt, 16 KB", value: await measure(200, () => sealBlock(sendChain, content)), unit: "ms" },
    { name: "block decrypt, 16 KB", value: await measure(200, () => openBlock(sendChain, block)), unit: "ms" },
  ]
}
