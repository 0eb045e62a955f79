/** German; see ../README.md. The same keys as ../en/write.ts. */
import type { Words } from "../catalogue.ts"
import type { write as en } from "../en/write.ts"

export const write: Words<typeof en> = {
  sending: {
    options: "Sendeoptionen",
    live: "Live-Nachricht senden",
    liveNow: "Live-Nachricht: Dein Kontakt sieht deine Worte, während du tippst. Senden beendet sie.",
    liveStop: "Live-Nachricht abbrechen",
    ttl: "Verschwindende Nachricht",
    ttlMeans:
      "Die Nachricht wird bei euch beiden gelöscht, wenn diese Zeit um ist: bei dir ab dem Senden, bei deinem Kontakt ab dem Lesen.",
    ttlNow: (time: string) => `Diese Nachricht verschwindet nach ${time}.`,
    ttlStop: "Ohne Zeit senden",
    custom: "Andere Zeit",
    amount: "Anzahl",
    unit: "Einheit",
    units: {
      second: "Sekunden",
      minute: "Minuten",
      hour: "Stunden",
      day: "Tage",
      week: "Wochen",
      month: "Monate",
    },
    wrongTime: "Gib eine ganze Zahl ein, die nicht zu groß ist.",
    use: "Diese Zeit nutzen",
  },
  opening: {
    heading: "Diesen Link öffnen?",
    means: "Seine Adresse enthält Parameter, die der Seite verraten können, wer ihn weitergegeben hat.",
    clean: "Ohne Tracking öffnen",
    full: "So öffnen, wie er ist",
  },
  bot: {
    open: "Befehle",
    list: "Befehle dieses Bots",
    back: (menu: string) => `Zurück von ${menu}`,
    send: (command: string) => `${command} senden`,
  },
}
