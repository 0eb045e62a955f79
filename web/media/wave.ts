/**
 * How loud a sound is from beginning to end, for its picture. Not on the wire: both sides work it out from the sound.
 *
 * Trust: the sound is a stranger's; only what is known to be short is decoded whole (see soundOf in boxes.ts).
 */

/** Bars of the picture. */
export const bars = 56

/** The loudest moment of each bar, from 0 to 1, relative to the loudest of all; quiet sounds are not blown up to noise. */
export const peaksOf = (samples: Float32Array, count = bars): readonly number[] => {
  const peaks = Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * samples.length) / count), Math.floor(((i + 1) * samples.length) / count)]
    let peak = 0
    for (let at = from; at < to; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0))
    return peak
  })
  const most = Math.max(...peaks, 0.05)
  return peaks.map(p => Math.min(1, p / most))
}

/** Enough to see by. */
const decodeRate = 8000

/** Peaks of a whole sound file; rejects when the browser cannot decode it. */
export const peaksOfFile = async (file: Blob): Promise<readonly number[]> => {
  const context = new OfflineAudioContext(1, 1, decodeRate)
  const sound = await context.decodeAudioData(await file.arrayBuffer())
  return peaksOf(sound.getChannelData(0))
}
