/**
 * Sound at another rate: a windowed sinc, one kernel for each place that an output sample can have between two input
 * samples. Microphones give 44.1 or 48 kHz, voice messages have 16.
 */

/** Zero crossings of the kernel on each side, at the lower of the two rates: enough that nobody hears what folds back. */
const lobes = 16
/** Of the lower rate's half: what lies above is cut. */
const passed = 0.92

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** Blackman's window, u from -1 to 1. */
const window = (u: number): number =>
  Math.abs(u) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * u) + 0.08 * Math.cos(2 * Math.PI * u)

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** Weights of `2 * half` input samples for an output sample that lies `phase` (0 to 1) after the middle one. */
const kernel = (half: number, cut: number, phase: number): Float32Array => {
  const weights = Float32Array.from({ length: 2 * half }, (_, i) => {
    const at = i - half + 1 - phase
    return sinc(at * cut) * window(at / half)
  })
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map(w => w / sum)
}

/** Turns samples at `from` per second into samples at `to`, piece by piece; the last few milliseconds stay inside. */
export const resampler = (from: number, to: number): ((samples: Float32Array) => Float32Array) => {
  if (from === to) return samples => samples
  const common = gcd(from, to)
  const [step, phases] = [from / common, to / common]
  const cut = passed * Math.min(1, to / from)
  const half = Math.ceil(lobes / Math.min(1, to / from))
  const kernels = new Map<number, Float32Array>()
  const kernelAt = (phase: number): Float32Array => {
    const known = kernels.get(phase)
    if (known) return known
    const made = kernel(half, cut, phase / phases)
    kernels.set(phase, made)
    return made
  }
  // Silence before the first sample, so that the first output sample lies on it.
  let held = new Float32Array(half - 1)
  /** Of the next output sample: whole input samples from the beginning of `held` to its first weight, and the rest. */
  let [whole, phase] = [0, 0]
  return samples => {
    const all = new Float32Array(held.length + samples.length)
    all.set(held)
    all.set(samples, held.length)
    const out: number[] = []
    while (whole + 2 * half <= all.length) {
      const weights = kernelAt(phase)
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (all[whole + i] ?? 0)
      out.push(sum)
      phase += step
      whole += Math.floor(phase / phases)
      phase %= phases
    }
    const used = Math.min(whole, all.length)
    held = all.slice(used)
    whole -= used
    return Float32Array.from(out)
  }
}
