/** Runs beside the sound: hands what the microphone hears to the page, sixteen of the browser's small blocks at a time. */

// The types of the page do not know this place.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare const registerProcessor: (name: string, processor: typeof AudioWorkletProcessor) => void

const blocks = 16

class Microphone extends AudioWorkletProcessor {
  private held: Float32Array[] = []

  /** Called for each block; true: go on. One channel is enough for a voice. */
  process([input]: Float32Array[][]): boolean {
    const heard = input?.[0]
    if (heard) this.held.push(heard.slice())
    if (this.held.length < blocks) return true
    const all = new Float32Array(this.held.reduce((sum, b) => sum + b.length, 0))
    let at = 0
    for (const block of this.held) {
      all.set(block, at)
      at += block.length
    }
    this.held = []
    this.port.postMessage(all, [all.buffer])
    return true
  }
}

registerProcessor("microphone", Microphone)
