/**
 * Records voice messages: microphone, encoder and file together. Encoded while it is spoken, so that nobody waits in the end
 * and five minutes need no more memory than their file. Loaded when first used.
 *
 * Peer: RecorderNative, ComposeView of the apps: at most 300 seconds, shorter than 0.3 is a slip.
 */
import { effect } from "@preact/signals"
import { forgetPlaying } from "../state/playing.ts"
import { applyRecording, type RecordingProblem, recordingOf, recordings } from "../state/recording.ts"
import { type AacEncoder, aacEncoder, voiceRate } from "./aac.ts"
import { toM4a } from "./m4a.ts"
import { type Microphone, openMicrophone } from "./microphone.ts"
import { bars, peaksOf } from "./wave.ts"

const mostSeconds = 300
const leastSeconds = 0.3
/** Levels on screen while somebody speaks. */
const shown = 40

type Session = {
  readonly chatId: string
  readonly loudness: number[]
  samples: number
  /** What was heard before the encoder was there; null afterwards. */
  early: Float32Array[] | null
  encoder: AacEncoder | null
  microphone: Microphone | null
}

let now: Session | null = null

const close = (session: Session) => {
  session.microphone?.close()
  session.microphone = null
  session.encoder?.close()
  session.encoder = null
  if (now === session) now = null
}

const secondsOf = (session: Session) => session.samples / voiceRate

const show = (session: Session, phase: "recording" | "paused") =>
  applyRecording(session.chatId, { phase, seconds: secondsOf(session), levels: session.loudness.slice(-shown) })

const problemOf = (thrown: unknown): RecordingProblem => {
  const name = thrown instanceof DOMException ? thrown.name : ""
  if (name === "NotAllowedError" || name === "SecurityError") return "refused"
  return name === "NotFoundError" ? "none" : "failed"
}

const fail = (session: Session, thrown: unknown) => {
  if (now !== session) return
  close(session)
  applyRecording(session.chatId, { phase: "problem", problem: problemOf(thrown) })
}

const hear = (session: Session, heard: Float32Array) => {
  if (now !== session || recordingOf(session.chatId)?.phase === "paused") return
  const samples = heard.subarray(0, mostSeconds * voiceRate - session.samples)
  session.samples += samples.length
  session.loudness.push(samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0))
  try {
    if (session.early) session.early.push(samples)
    else session.encoder?.write(samples)
  } catch (e) {
    return fail(session, e)
  }
  if (!session.early) show(session, "recording")
  if (secondsOf(session) >= mostSeconds) void endRecording()
}

/** Nothing is recorded before the person has allowed it to the browser. Another recording ends first, and is kept. */
export const startRecording = async (chatId: string) => {
  await endRecording()
  forgetPlaying() // or it would be recorded too
  const session: Session = { chatId, loudness: [], samples: 0, early: [], encoder: null, microphone: null }
  now = session
  applyRecording(chatId, { phase: "starting" })
  try {
    const microphone = openMicrophone(
      samples => hear(session, samples),
      () => void endRecording(),
    ).then(opened => {
      if (now === session) session.microphone = opened
      else opened.close()
    })
    const encoder = aacEncoder().then(made => {
      if (now === session) session.encoder = made
      else made.close()
    })
    await Promise.all([microphone, encoder])
    if (now !== session) return
    for (const samples of session.early ?? []) session.encoder?.write(samples)
    session.early = null
    show(session, "recording")
  } catch (e) {
    fail(session, e)
  }
}

export const pauseRecording = () => {
  if (!now || now.early) return
  now.microphone?.pause()
  show(now, "paused")
}

export const resumeRecording = () => {
  if (!now || now.early) return
  now.microphone?.resume()
  show(now, "recording")
}

/** Resolves when it can be listened to and sent, or is forgotten because it was a slip. */
export const endRecording = async () => {
  const session = now
  if (!session) return
  const { chatId, encoder } = session
  session.microphone?.close()
  session.microphone = null
  if (!encoder || session.early || secondsOf(session) < leastSeconds) return cancelRecording(chatId)
  // Whoever presses twice ends it once, and what comes late is not heard.
  now = null
  applyRecording(chatId, { phase: "ending" })
  try {
    const sound = await toM4a(await encoder.finish())
    const seconds = secondsOf(session)
    const voice = { sound, seconds, peaks: peaksOf(Float32Array.from(session.loudness), bars) }
    if (recordingOf(chatId)?.phase === "ending") applyRecording(chatId, { phase: "ready", voice })
  } catch (e) {
    applyRecording(chatId, { phase: "problem", problem: problemOf(e) })
  } finally {
    close(session)
  }
}

/** Forgets what was recorded in this chat, or is being recorded. */
export const cancelRecording = (chatId: string) => {
  if (now?.chatId === chatId) close(now)
  applyRecording(chatId, null)
}

/** Locked, or another profile: the microphone goes off at once. */
effect(() => {
  const all = recordings.value
  if (now && !all.has(now.chatId)) close(now)
})
