/** The microphone as samples at the rate of voice messages. */
import { voiceRate } from "./aac.ts"
import { resampler } from "./resample.ts"
import workletUrl from "./worklet.ts?worker&url"

export interface Microphone {
  pause(): void
  resume(): void
  /** The browser no longer shows that somebody listens. */
  close(): void
}

/**
 * Asks for the microphone and listens. Rejects with the browser's DOMException (NotAllowedError, NotFoundError) when it
 * may not, or there is none. `onEnd`: it was taken away.
 */
export const openMicrophone = async (
  onSamples: (samples: Float32Array) => void,
  onEnd: () => void,
): Promise<Microphone> => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  })
  const release = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  let opened: AudioContext | undefined
  try {
    const context = new AudioContext()
    opened = context
    await context.audioWorklet.addModule(workletUrl)
    const source = context.createMediaStreamSource(stream)
    const node = new AudioWorkletNode(context, "microphone", { numberOfInputs: 1, numberOfOutputs: 0 })
    const resample = resampler(context.sampleRate, voiceRate)
    let open = true
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (open) onSamples(resample(data))
    }
    source.connect(node)
    stream.getAudioTracks()[0]?.addEventListener("ended", onEnd)
    await context.resume()
    return {
      pause: () => void context.suspend(),
      resume: () => void context.resume(),
      close: () => {
        open = false
        release()
        void context.close()
      },
    }
  } catch (e) {
    release()
    void opened?.close()
    throw e
  }
}
