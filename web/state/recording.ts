/** Voice messages that are being recorded or wait to be sent: in memory only, one a chat, one at a time on the microphone. */
import { computed, signal } from "@preact/signals"

/** A voice message as it will be sent. `peaks` as in media/wave.ts. */
export type Voice = { readonly sound: Blob; readonly seconds: number; readonly peaks: readonly number[] }

export type RecordingProblem = "refused" | "none" | "failed"

export type Recording =
  /** The browser is asking for the microphone. */
  | { readonly phase: "starting" }
  /** `levels`: how loud the last moments were, from 0 to 1. */
  | { readonly phase: "recording" | "paused"; readonly seconds: number; readonly levels: readonly number[] }
  | { readonly phase: "ending" }
  | { readonly phase: "ready"; readonly voice: Voice }
  | { readonly phase: "problem"; readonly problem: RecordingProblem }

const byChat = signal<ReadonlyMap<string, Recording>>(new Map())

export const recordings = computed(() => byChat.value)
export const recordingOf = (chatId: string): Recording | undefined => byChat.value.get(chatId)

export const applyRecording = (chatId: string, recording: Recording | null) => {
  const next = new Map(byChat.peek())
  if (recording === null) next.delete(chatId)
  else next.set(chatId, recording)
  byChat.value = next
}

/** The microphone goes off with it: see media/recorder.ts. */
export const forgetRecordings = () => {
  byChat.value = new Map()
}
