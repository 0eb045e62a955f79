/** German; see ../README.md. The same keys as ../en/people.ts. */
import type { Words } from "../catalogue.ts"
import type { people as en } from "../en/people.ts"
import { number } from "../plural.ts"

export const people: Words<typeof en> = {
  profiles: {
    heading: "Deine Profile",
    active: "Jetzt angezeigt",
    use: "Zu diesem Profil wechseln",
    edit: "Dein Profil bearbeiten",
    add: "Profil hinzufügen",
    addMeans: "Ein weiterer Name mit eigenen Chats. Niemand kann erkennen, dass beide du sind.",
    create: "Profil hinzufügen",
    delete: (name: string) => `Profil ${name} löschen`,
    deleteHeading: (name: string) => `Das Profil ${name} löschen?`,
    deleteMeans:
      "Alle seine Chats und Nachrichten werden von diesem Gerät gelöscht. Das kann nicht rückgängig gemacht werden!",
    confirm: "Profil löschen",
    unread: (n: number) => `${number(n)} ungelesen in anderen Profilen`,
  },
  profile: {
    heading: "Dein Profil",
    back: "Zurück zu deinen Profilen",
    picture: "Bild auswählen",
    noPicture: "Bild entfernen",
    unreadable: "Dieses Bild kann nicht verwendet werden. Versuche ein anderes.",
    fullName: "Vollständiger Name (optional)",
    bio: "Über mich",
    bioHint: "Eine Zeile über dich, höchstens 160 Zeichen.",
    told: "Deine Kontakte sehen die Änderungen. Wer dich unter einem Zufallsnamen kennt, sieht sie nicht.",
    save: "Speichern",
  },
  incognito: {
    connect: "Inkognito verbinden",
    accept: "Inkognito annehmen",
    toggle: "Inkognito",
    means: "Jeder Kontakt sieht einen neuen Zufallsnamen statt deines Profils.",
    known: (name: string) => `Du bist inkognito: Man kennt dich als ${name}`,
  },
  prepared: {
    open: "Zuerst eine Nachricht schreiben",
    lead: "Es wurde noch nichts gesendet. Du kannst deiner Anfrage eine Nachricht beifügen.",
    message: "Erste Nachricht (optional)",
    connect: "Verbinden",
  },
  addressSettings: {
    heading: "Adresseinstellungen",
    accept: "Anfragen automatisch annehmen",
    acceptMeans: "Wer die Adresse öffnet, wird sofort verbunden, ohne dass du gefragt wirst.",
    acceptIncognito: "Inkognito annehmen",
    welcome: "Begrüßungsnachricht",
    welcomeMeans: "Wird denen gezeigt, die die Adresse öffnen, und denen gesendet, die verbunden sind.",
    save: "Einstellungen speichern",
    saved: "Gespeichert",
    short: "Kurzen Link hinzufügen",
    shortMeans:
      "Diese Adresse hat nur einen langen Link. Ein kurzer lässt sich leichter senden und zeigt deinen Namen.",
  },
  features: {
    heading: "Kontakteinstellungen",
    name: {
      timedMessages: "Verschwindende Nachrichten",
      fullDelete: "Für alle löschen",
      reactions: "Reaktionen auf Nachrichten",
      voice: "Sprachnachrichten",
      calls: "Audio- und Videoanrufe",
    },
    allow: { always: "immer", yes: "ja", no: "nein" },
    default: (now: string | null) => (now === null ? "wie in deinem Profil" : `wie in deinem Profil (${now})`),
    theirs: (theirs: string) => `Dein Kontakt erlaubt es: ${theirs}.`,
    outcome: {
      both: "Beide können es nutzen.",
      me: "Nur du kannst es nutzen.",
      contact: "Nur dein Kontakt kann es nutzen.",
      none: "Niemand kann es nutzen.",
    },
    after: "Nachrichten verschwinden nach",
    off: "aus",
    connectedQuantum:
      "Ihr seid verbunden. Nur ihr beide könnt diesen Chat lesen. Seine Verschlüsselung ist quantenresistent.",
    connectedStandard:
      "Ihr seid verbunden. Nur ihr beide könnt diesen Chat lesen. Seine Verschlüsselung ist noch nicht quantenresistent.",
  },
  chatSettings: {
    heading: "Dieser Chat",
    favorite: "Favorit",
    favoriteMeans: "Steht über den anderen.",
    mute: "Stummschalten",
    muteMeans: "Neue Nachrichten werden nicht angekündigt.",
    muted: "stummgeschaltet",
    receipts: "Empfangsbestätigungen",
    receiptsMeans: "Ob der andere sieht, dass seine Nachrichten angekommen sind.",
    on: "an",
    off: "aus",
    clear: "Chatverlauf leeren",
    clearHeading: "Chatverlauf leeren?",
    clearMeans: "Alle Nachrichten werden von diesem Gerät gelöscht. Dein Kontakt behält seine.",
    clearConfirm: "Leeren",
  },
  notes: {
    name: "Private Notizen",
    open: "Private Notizen",
    means: "Ein Chat mit dir selbst: Schreib etwas auf, oder leite Nachrichten hierher weiter.",
  },
  search: {
    sent: (to: string) => `Du an ${to}`,
    label: "Suchen",
    none: "Nichts gefunden.",
    chats: "Chats",
    messages: "Nachrichten",
  },
}
