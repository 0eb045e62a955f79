/** German; see ../README.md. The same keys as ../en/trouble.ts. */
import type { Words } from "../catalogue.ts"
import type { trouble as en } from "../en/trouble.ts"

export const trouble: Words<typeof en> = {
  undelivered: {
    problems: {
      AUTH: "Das kann nicht zugestellt werden. Wahrscheinlich hat dein Kontakt die Verbindung mit dir gelöscht.",
      NOT_FOUND: "Das kann jetzt nicht zugestellt werden.",
    },
    changes: {
      edit: (problem: string) => `Diese Änderung hat deinen Kontakt nicht erreicht. ${problem}`,
      deletion: (problem: string) =>
        `Sie ist nur hier gelöscht: Deinem Kontakt konnte es nicht gesagt werden, und er hat sie noch. ${problem}`,
      reaction: (problem: string) => `Deine Reaktion hat deinen Kontakt nicht erreicht. ${problem}`,
    },
    remedies: {
      retry: "Noch einmal versuchen",
      fix: "Verbindung reparieren",
      network: "Netzwerkeinstellungen",
      servers: "Servereinstellungen",
    },
    waiting: "Wartet, bis dein Kontakt deine früheren Nachrichten empfangen hat.",
    waitingFor: (problem: string) => `Wartet noch: Es wird wieder versucht. ${problem}`,
  },
  details: {
    delivered: "Vom Kontakt empfangen um",
    from: "Weitergeleitet aus",
    lasts: "Verschwindet nach",
    left: (time: string) => `in ${time}`,
    notYet: {
      sent: "Die Zeit beginnt, wenn sie gesendet ist.",
      received: "Die Zeit beginnt, wenn du sie liest.",
    },
  },
  renamed: (before: string) => `${before} hat das Profil geändert.`,
  allowed: {
    on: (feature: string) => `${feature}: an`,
    onFor: (feature: string, time: string) => `${feature}: an, nach ${time}`,
    onlyMe: (feature: string) => `${feature}: nur für dich an`,
    onlyContact: (feature: string) => `${feature}: nur für deinen Kontakt an`,
    off: (feature: string) => `${feature}: aus`,
    theyOffer: (feature: string) => `${feature}: Dein Kontakt erlaubt es jetzt, du nicht.`,
    theyRefuse: (feature: string) => `${feature}: Dein Kontakt erlaubt es nicht mehr.`,
    youOffer: (feature: string) => `${feature}: Du erlaubst es jetzt, dein Kontakt nicht.`,
    youRefuse: (feature: string) => `${feature}: Du erlaubst es nicht mehr.`,
  },
}
