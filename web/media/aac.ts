/**
 * AAC-LC, the sound of voice messages: by the browser where it can, otherwise by FFmpeg's encoder in WebAssembly, which is
 * fetched only then (240 KB).
 *
 * Peer: RecorderNative of the apps: mono, 16,000 samples a second, 32,000 bits a second.
 * Note: not by MediaRecorder, where it can AAC: its files are in fragments, at the microphone's rate, and say no length,
 *       so that some players cannot seek in them. What is made here is the same in every browser.
 */

/** Samples a second, of one channel. */
export const voiceRate = 16_000
const bitrate = 32_000
/** Samples of a packet. */
export const packetSamples = 1024

type Bytes = Uint8Array<ArrayBuffer>

/** What players need: the AudioSpecificConfig, and packets of 1024 samples each. */
export type Aac = { readonly config: Bytes; readonly packets: readonly Bytes[] }

export interface AacEncoder {
  /** Any number of samples, from -1 to 1. */
  write(samples: Float32Array): void
  /** Rejects when the browser's encoder failed. Call once; nothing may be written afterwards. */
  finish(): Promise<Aac>
  /** Gives memory back. */
  close(): void
}

/** Cuts what comes into packets; the last one is filled up with silence. */
const cutter = (take: (packet: Float32Array) => void) => {
  let rest = new Float32Array(packetSamples)
  let filled = 0
  const write = (samples: Float32Array) => {
    for (let at = 0; at < samples.length; ) {
      const piece = samples.subarray(at, at + packetSamples - filled)
      rest.set(piece, filled)
      filled += piece.length
      at += piece.length
      if (filled < packetSamples) continue
      take(rest)
      rest = new Float32Array(packetSamples)
      filled = 0
    }
  }
  const end = () => {
    if (filled > 0) take(rest)
  }
  return { write, end }
}

const settings = {
  codec: "mp4a.40.2",
  sampleRate: voiceRate,
  numberOfChannels: 1,
  bitrate,
  aac: { format: "aac" },
} as const

const canNative = async (): Promise<boolean> => {
  if (typeof AudioEncoder === "undefined") return false
  try {
    return (await AudioEncoder.isConfigSupported(settings)).supported === true
  } catch {
    return false
  }
}

const native = (): AacEncoder => {
  const packets: Bytes[] = []
  let config: Bytes = new Uint8Array()
  let failure: unknown
  const encoder = new AudioEncoder({
    output: (chunk, about) => {
      const packet = new Uint8Array(chunk.byteLength)
      chunk.copyTo(packet)
      packets.push(packet)
      const description = about?.decoderConfig?.description
      if (description) config = new Uint8Array(toBuffer(description))
    },
    error: e => {
      failure = e
    },
  })
  encoder.configure(settings)
  let done = 0
  const cut = cutter(packet => {
    if (failure !== undefined) return
    const sound = new AudioData({
      format: "f32-planar",
      sampleRate: voiceRate,
      numberOfFrames: packetSamples,
      numberOfChannels: 1,
      timestamp: Math.round((done * 1_000_000) / voiceRate),
      data: packet as Float32Array<ArrayBuffer>,
    })
    done += packetSamples
    encoder.encode(sound)
    sound.close()
  })
  return {
    write: cut.write,
    finish: async () => {
      cut.end()
      await encoder.flush()
      if (failure !== undefined) throw failure
      return { config, packets }
    },
    close: () => {
      if (encoder.state !== "closed") encoder.close()
    },
  }
}

const toBuffer = (source: AllowSharedBufferSource): ArrayBuffer =>
  ArrayBuffer.isView(source)
    ? (source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength) as ArrayBuffer)
    : (source as ArrayBuffer)

/** Where the browser's encoder does not know AAC, or throws when it begins although it said that it does. */
export const aacEncoder = async (): Promise<AacEncoder> => {
  if (await canNative())
    try {
      return native()
    } catch {
      // The other one does.
    }
  const { wasmEncoder } = await import("./aac-wasm.ts")
  return wasmEncoder(cutter, { sampleRate: voiceRate, bitrate })
}
