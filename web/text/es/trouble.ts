/** Spanish; see ../README.md. The same keys as ../en/trouble.ts. */
import type { Words } from "../catalogue.ts"
import type { trouble as en } from "../en/trouble.ts"

export const trouble: Words<typeof en> = {
  undelivered: {
    problems: {
      AUTH: "No se puede entregar. Lo más probable es que tu contacto haya eliminado la conexión contigo.",
      NOT_FOUND: "No se puede entregar ahora.",
    },
    changes: {
      edit: (problem: string) => `Este cambio no ha llegado a tu contacto. ${problem}`,
      deletion: (problem: string) =>
        `Está eliminado solo aquí: no se pudo avisar a tu contacto, que aún lo tiene. ${problem}`,
      reaction: (problem: string) => `Tu reacción no ha llegado a tu contacto. ${problem}`,
    },
    remedies: {
      retry: "Intentar de nuevo",
      fix: "Reparar conexión",
      network: "Ajustes de red",
      servers: "Ajustes de servidores",
    },
    waiting: "Esperando a que tu contacto reciba tus mensajes anteriores.",
    waitingFor: (problem: string) => `Aún esperando: se intentará otra vez. ${problem}`,
  },
  details: {
    delivered: "Recibido por tu contacto el",
    from: "Reenviado desde",
    lasts: "Desaparece tras",
    left: (time: string) => `en ${time}`,
    notYet: {
      sent: "El tiempo empieza cuando se envía.",
      received: "El tiempo empieza cuando lo lees.",
    },
  },
  renamed: (before: string) => `${before} ha cambiado su perfil.`,
  allowed: {
    on: (feature: string) => `${feature}: activado`,
    onFor: (feature: string, time: string) => `${feature}: activado, tras ${time}`,
    onlyMe: (feature: string) => `${feature}: activado solo para ti`,
    onlyContact: (feature: string) => `${feature}: activado solo para tu contacto`,
    off: (feature: string) => `${feature}: desactivado`,
    theyOffer: (feature: string) => `${feature}: tu contacto lo permite ahora, y tú no.`,
    theyRefuse: (feature: string) => `${feature}: tu contacto ya no lo permite.`,
    youOffer: (feature: string) => `${feature}: tú lo permites ahora, y tu contacto no.`,
    youRefuse: (feature: string) => `${feature}: ya no lo permites.`,
  },
}
