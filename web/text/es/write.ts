/** Spanish; see ../README.md. The same keys as ../en/write.ts. */
import type { Words } from "../catalogue.ts"
import type { write as en } from "../en/write.ts"

export const write: Words<typeof en> = {
  sending: {
    options: "Opciones de envío",
    live: "Enviar mensaje en vivo",
    liveNow: "Mensaje en vivo: tu contacto ve tus palabras mientras escribes. Enviar lo termina.",
    liveStop: "Cancelar mensaje en vivo",
    ttl: "Mensaje temporal",
    ttlMeans:
      "El mensaje se elimina para los dos cuando pasa este tiempo: para ti desde que se envió, para tu contacto desde que lo leyó.",
    ttlNow: (time: string) => `Este mensaje desaparece tras ${time}.`,
    ttlStop: "Enviar sin tiempo",
    custom: "Otro tiempo",
    amount: "Número",
    unit: "Unidad",
    units: {
      second: "Segundos",
      minute: "Minutos",
      hour: "Horas",
      day: "Días",
      week: "Semanas",
      month: "Meses",
    },
    wrongTime: "Escribe un número entero que no sea demasiado grande.",
    use: "Usar este tiempo",
  },
  opening: {
    heading: "¿Abrir este enlace?",
    means: "Su dirección tiene parámetros que pueden decir a la página quién lo pasó.",
    clean: "Abrir sin rastreo",
    full: "Abrir tal cual",
  },
  bot: {
    open: "Comandos",
    list: "Comandos de este bot",
    back: (menu: string) => `Volver de ${menu}`,
    send: (command: string) => `Enviar ${command}`,
  },
}
