/** French; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"
import { number } from "../plural.ts"

export const media: Words<typeof en> = {
  voice: {
    record: "Enregistrer un message vocal",
    recording: "Enregistrement d’un message vocal",
    starting: "En attente du microphone…",
    ending: "Un instant…",
    halt: "Suspendre l’enregistrement",
    resume: "Reprendre l’enregistrement",
    end: "Arrêter et écouter",
    cancel: "Supprimer l’enregistrement",
    close: "Fermer",
    problems: {
      refused: "Le microphone ne peut pas être utilisé ici. Autorise-le dans le navigateur, puis réessaie.",
      none: "Aucun microphone n’a été trouvé.",
      failed: "Le message vocal n’a pas pu être enregistré.",
    },
    play: "Lire",
    pause: "Pause",
    stop: "Arrêter la lecture",
    place: "Position",
    placeOf: (at: string, length: string) => `${at} sur ${length}`,
    pace: (rate: number) => `Vitesse ${number(rate)}`,
    bar: "Message vocal en lecture",
    open: "Aller à cette conversation",
    unplayable: "Ce message vocal ne peut pas être lu dans ce navigateur. Tu peux l’enregistrer.",
  },
}
