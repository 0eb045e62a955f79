/** German; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"
import { number } from "../plural.ts"

export const media: Words<typeof en> = {
  voice: {
    record: "Sprachnachricht aufnehmen",
    recording: "Sprachnachricht wird aufgenommen",
    starting: "Warten auf das Mikrofon …",
    ending: "Einen Moment …",
    halt: "Aufnahme anhalten",
    resume: "Aufnahme fortsetzen",
    end: "Beenden und anhören",
    cancel: "Aufnahme löschen",
    close: "Schließen",
    problems: {
      refused: "Das Mikrofon darf hier nicht benutzt werden. Erlaube es im Browser, dann versuche es noch einmal.",
      none: "Es wurde kein Mikrofon gefunden.",
      failed: "Die Sprachnachricht konnte nicht aufgenommen werden.",
    },
    play: "Abspielen",
    pause: "Anhalten",
    stop: "Wiedergabe beenden",
    place: "Stelle",
    placeOf: (at: string, length: string) => `${at} von ${length}`,
    pace: (rate: number) => `Tempo ${number(rate)}`,
    bar: "Sprachnachricht, die gerade läuft",
    open: "Zu diesem Chat",
    unplayable: "Diese Sprachnachricht kann dieser Browser nicht abspielen. Du kannst sie speichern.",
  },
}
