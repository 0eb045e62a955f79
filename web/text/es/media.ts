/** Spanish; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"
import { number } from "../plural.ts"

export const media: Words<typeof en> = {
  voice: {
    record: "Grabar mensaje de voz",
    recording: "Grabando un mensaje de voz",
    starting: "Esperando el micrófono…",
    ending: "Un momento…",
    halt: "Pausar grabación",
    resume: "Continuar grabación",
    end: "Parar y escuchar",
    cancel: "Eliminar grabación",
    close: "Cerrar",
    problems: {
      refused: "Aquí no se puede usar el micrófono. Permítelo en el navegador e inténtalo otra vez.",
      none: "No se encontró ningún micrófono.",
      failed: "No se pudo grabar el mensaje de voz.",
    },
    play: "Reproducir",
    pause: "Pausa",
    stop: "Dejar de reproducir",
    place: "Posición",
    placeOf: (at: string, length: string) => `${at} de ${length}`,
    pace: (rate: number) => `Velocidad ${number(rate)}`,
    bar: "Mensaje de voz en reproducción",
    open: "Ir a este chat",
    unplayable: "Este navegador no puede reproducir este mensaje de voz. Puedes guardarlo.",
  },
}
