/**
 * The file of a voice message: AAC packets in MP4, with its index before the sound, so that players know its length at
 * once and can seek.
 */
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from "mediabunny"
import { type Aac, packetSamples, voiceRate } from "./aac.ts"

export const toM4a = async ({ config, packets }: Aac): Promise<Blob> => {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target })
  const source = new EncodedAudioPacketSource("aac")
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = { codec: "mp4a.40.2", numberOfChannels: 1, sampleRate: voiceRate, description: config }
  const seconds = packetSamples / voiceRate
  for (const [i, packet] of packets.entries())
    await source.add(new EncodedPacket(packet, "key", i * seconds, seconds), i === 0 ? { decoderConfig } : undefined)
  await output.finalize()
  if (!target.buffer) throw new TypeError("no file")
  return new Blob([target.buffer], { type: "audio/mp4" })
}
