/** A short sound of two tones, made here: no file, and nothing to fetch. */

const notes = [
  [659.26, 0],
  [880, 0.11],
] as const
const length = 0.32
/** Loud enough beside music, not startling. */
const loudness = 0.09
/** Not more than one in so many ms: a hundred messages at once are one sound. */
const pauseMs = 2500

let context: AudioContext | null = null
let last = 0

/** Resolves to whether it was heard: browsers are silent until somebody has pressed something on the page. */
export const chime = async (): Promise<boolean> => {
  if (Date.now() - last < pauseMs) return false
  last = Date.now()
  context ??= new AudioContext()
  await context.resume()
  const now = context.currentTime
  for (const [frequency, after] of notes) {
    const tone = new OscillatorNode(context, { type: "sine", frequency })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.setValueAtTime(0, now + after)
    volume.gain.linearRampToValueAtTime(loudness, now + after + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, now + after + length)
    tone.connect(volume).connect(context.destination)
    tone.start(now + after)
    tone.stop(now + after + length)
  }
  return context.state === "running"
}
