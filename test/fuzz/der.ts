/** Mutations of DER by its structure: elements change, the lengths around them stay right. */
import { type Bytes, concat } from "../../worker/encoding/bytes.ts"
import { createRng, mutateBytes, type Rng } from "./mutate.ts"

type Node = { readonly tag: number; readonly body: Bytes | readonly Node[] }

/** Null for what is no sequence of elements with lengths of at most three bytes. */
const readNodes = (b: Bytes): readonly Node[] | null => {
  const nodes: Node[] = []
  for (let at = 0; at < b.length; ) {
    const tag = b[at] ?? 0
    const first = b[at + 1] ?? 0x80
    const size = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || size > 3) return null
    const length = size === 0 ? first : b.subarray(at + 2, at + 2 + size).reduce((n, x) => n * 256 + x, 0)
    const start = at + 2 + size
    if (start + length > b.length) return null
    const body = b.slice(start, start + length)
    const inner = (tag & 0x20) !== 0 ? readNodes(body) : null
    nodes.push({ tag, body: inner ?? body })
    at = start + length
  }
  return nodes
}

const writeNodes = (nodes: readonly Node[]): Bytes =>
  concat(
    ...nodes.map(({ tag, body }) => {
      const bytes = body instanceof Uint8Array ? body : writeNodes(body)
      const n = bytes.length
      const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : n < 0x10000 ? [0x82, n >> 8, n & 255] : [0x83, n >> 16, (n >> 8) & 255, n & 255] // biome-ignore format: a table
      return concat(Uint8Array.of(tag, ...length), bytes)
    }),
  )

const tags = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x17, 0x18, 0x1f, 0x30, 0x31, 0x7f, 0xa0, 0xa3, 0xbf]
const leaves: readonly Bytes[] = [
  ...["", "00", "ff", "80", "7f", "0100", "ffffffffffffffff", "000204", "2a864886f70d010101"],
].map(h => Uint8Array.from(h.match(/../g) ?? [], x => Number.parseInt(x, 16)))
const times = ["200230000000Z", "500101000000Z", "99991231235959Z", "00000101000000Z", "2001010000Z", "20010100000Z"]

const changeNodes = (rng: Rng, nodes: readonly Node[]): readonly Node[] => {
  const at = rng.below(Math.max(1, nodes.length))
  const node = nodes[at]
  const around = (...middle: readonly Node[]): readonly Node[] => [
    ...nodes.slice(0, at),
    ...middle,
    ...nodes.slice(at + 1),
  ]
  if (node === undefined) return [{ tag: rng.pick(tags), body: rng.pick(leaves) }]
  const { tag, body } = node
  if (!(body instanceof Uint8Array) && !rng.oneIn(5)) return around({ tag, body: changeNodes(rng, body) })
  switch (rng.below(9)) {
    case 0:
      return around()
    case 1:
      return around(node, node)
    case 2:
      return around({ tag: rng.pick(tags), body })
    case 3:
      return around({ tag, body: [node] })
    case 4:
      return around({ tag, body: rng.pick(leaves) })
    case 5:
      return around({ tag, body: Uint8Array.from(rng.pick(times), c => c.charCodeAt(0)) })
    case 6:
      return around({ tag, body: rng.bytes(rng.oneIn(6) ? rng.below(15_000) : rng.below(80)) })
    case 7:
      return around(...Array.from({ length: rng.oneIn(6) ? 3000 : 3 }, () => node))
    default: {
      const bytes = body instanceof Uint8Array ? body : writeNodes(body)
      return around({ tag, body: mutateBytes(createRng(rng.below(2 ** 31)), [bytes], 15_000) })
    }
  }
}

/** One element of it changed, removed or repeated. */
export const mutateDer = (rng: Rng, der: Bytes): Bytes => {
  const nodes = readNodes(der)
  return nodes === null ? der : writeNodes(changeNodes(rng, nodes))
}
