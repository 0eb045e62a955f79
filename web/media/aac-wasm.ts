/**
 * FFmpeg's AAC encoder, as @mediabunny/aac-encoder builds it for WebAssembly.
 *
 * Note: the package's own door starts a worker from a blob: address, which our content security policy refuses, so the
 *       module inside is called directly; packages/aac-encoder/src/bridge.c of mediabunny says what its functions are.
 */
import module from "../../node_modules/@mediabunny/aac-encoder/dist/modules/build/aac.js"
import type { AacEncoder } from "./aac.ts"

/** A pointer in the module's memory. */
type Pointer = number

type Encoder = {
  /** Grows, and is another one then. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  _init_encoder(channels: number, sampleRate: number, bitrate: number): Pointer
  _get_encoder_extradata(at: Pointer): Pointer
  _get_encoder_extradata_size(at: Pointer): number
  _get_encode_input_ptr(at: Pointer, size: number): Pointer
  _send_frame(at: Pointer, time: bigint): number
  /** Size of the packet, 0 when there is none yet. */
  _receive_packet(at: Pointer): number
  _get_encoded_data(at: Pointer): Pointer
  _flush_encoder_start(at: Pointer): void
  _close_encoder(at: Pointer): void
}

/** Built as CommonJS: bundlers wrap it once more. */
type Built = (() => Promise<object>) | { readonly default: () => Promise<object> }

const load = async (): Promise<Encoder> => {
  const built = module as Built
  return (await (typeof built === "function" ? built : built.default)()) as Encoder
}

type Cutter = (take: (packet: Float32Array) => void) => {
  readonly write: (samples: Float32Array) => void
  readonly end: () => void
}

export const wasmEncoder = async (
  cutter: Cutter,
  { sampleRate, bitrate }: { readonly sampleRate: number; readonly bitrate: number },
): Promise<AacEncoder> => {
  const encoder = await load()
  const at = encoder._init_encoder(1, sampleRate, bitrate)
  if (at === 0) throw new TypeError("no encoder")
  const copy = (from: Pointer, size: number) => encoder.HEAPU8.slice(from, from + size)
  const config = copy(encoder._get_encoder_extradata(at), encoder._get_encoder_extradata_size(at))
  const packets: Uint8Array<ArrayBuffer>[] = []
  const drain = () => {
    for (let size = encoder._receive_packet(at); size > 0; size = encoder._receive_packet(at))
      packets.push(copy(encoder._get_encoded_data(at), size))
  }
  let done = 0
  const cut = cutter(packet => {
    const bytes = new Uint8Array(packet.buffer, packet.byteOffset, packet.byteLength)
    const input = encoder._get_encode_input_ptr(at, bytes.length)
    if (input === 0) throw new RangeError("no memory")
    encoder.HEAPU8.set(bytes, input)
    if (encoder._send_frame(at, BigInt(done)) < 0) throw new TypeError("not encoded")
    done += packet.length
    drain()
  })
  return {
    write: cut.write,
    finish: async () => {
      cut.end()
      encoder._flush_encoder_start(at)
      drain()
      return { config, packets }
    },
    close: () => encoder._close_encoder(at),
  }
}
