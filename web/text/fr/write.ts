/** French; see ../README.md. The same keys as ../en/write.ts. */
import type { Words } from "../catalogue.ts"
import type { write as en } from "../en/write.ts"

export const write: Words<typeof en> = {
  sending: {
    options: "Options d’envoi",
    live: "Envoyer un message en direct",
    liveNow: "Message en direct : ton contact voit tes mots pendant que tu écris. Envoyer le termine.",
    liveStop: "Annuler le message en direct",
    ttl: "Message éphémère",
    ttlMeans:
      "Le message est supprimé chez vous deux une fois ce temps écoulé : chez toi depuis l’envoi, chez ton contact depuis la lecture.",
    ttlNow: (time: string) => `Ce message disparaît après ${time}.`,
    ttlStop: "Envoyer sans durée",
    custom: "Une autre durée",
    amount: "Nombre",
    unit: "Unité",
    units: {
      second: "Secondes",
      minute: "Minutes",
      hour: "Heures",
      day: "Jours",
      week: "Semaines",
      month: "Mois",
    },
    wrongTime: "Entre un nombre entier, pas trop grand.",
    use: "Utiliser cette durée",
  },
  opening: {
    heading: "Ouvrir ce lien ?",
    means: "Son adresse contient des paramètres qui peuvent dire à la page qui l’a transmis.",
    clean: "Ouvrir sans pistage",
    full: "Ouvrir tel quel",
  },
  bot: {
    open: "Commandes",
    list: "Commandes de ce bot",
    back: (menu: string) => `Retour de ${menu}`,
    send: (command: string) => `Envoyer ${command}`,
  },
}
