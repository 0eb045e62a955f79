/** English words about pictures, video and voice. Part of main.ts. */
import { number } from "../plural.ts"

export const media = {
  voice: {
    record: "Record voice message",
    recording: "Recording a voice message",
    starting: "Waiting for the microphone…",
    ending: "One moment…",
    halt: "Pause recording",
    resume: "Continue recording",
    end: "Stop and listen",
    cancel: "Delete recording",
    close: "Close",
    problems: {
      refused: "The microphone may not be used here. Allow it in the browser, then try again.",
      none: "No microphone was found.",
      failed: "The voice message could not be recorded.",
    },
    play: "Play",
    pause: "Pause",
    stop: "Stop playing",
    place: "Position",
    placeOf: (at: string, length: string) => `${at} of ${length}`,
    pace: (rate: number) => `Speed ${number(rate)}`,
    bar: "Voice message that plays",
    open: "Go to this chat",
    unplayable: "This voice message cannot be played in this browser. You can save it.",
  },
}
