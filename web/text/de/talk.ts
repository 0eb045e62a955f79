/** German; see ../README.md. The same keys as ../en/talk.ts. */
import type { Words } from "../catalogue.ts"
import type { talk as en } from "../en/talk.ts"
import { plural } from "../plural.ts"

const count = plural("de")
const messageCount = (n: number) => count({ one: "# Nachricht", other: "# Nachrichten" }, n)

export const talk: Words<typeof en> = {
  action: {
    menu: "Nachrichtenmenü",
    reply: "Antworten",
    edit: "Bearbeiten",
    delete: "Löschen",
    react: "Reagieren",
    forward: "Weiterleiten",
    copy: "Kopieren",
    share: "Teilen",
    info: "Info",
    select: "Auswählen",
  },
  deleting: {
    heading: (count: number) => (count === 1 ? "Nachricht löschen?" : `${messageCount(count)} löschen?`),
    means:
      "Für alle gelöscht, wird sie als gelöscht markiert, und dein Kontakt kann sie vielleicht noch sehen. Für dich gelöscht, ist sie hier weg und bleibt dort.",
    meansMe:
      "Sie wird auf diesem Gerät gelöscht; das kann nicht rückgängig gemacht werden. Dein Kontakt behält seine Kopie.",
    me: "Für mich löschen",
    everyone: "Für alle löschen",
  },
  forwarding: {
    heading: (count: number) => (count === 1 ? "Nachricht weiterleiten an" : `${messageCount(count)} weiterleiten an`),
    find: "Chat suchen",
    none: "Einen solchen Chat gibt es nicht.",
    leftOut: "Dateien, die nicht auf diesem Gerät sind, werden weggelassen.",
    download: "Zuerst herunterladen",
  },
  sharing: {
    heading: "Senden an",
    textMeans: "Es wird ins Nachrichtenfeld gesetzt. Nichts wird gesendet, bevor du auf Senden drückst.",
    filesMeans: "Dateien werden gesendet, sobald du einen Chat wählst.",
    lost: "Das Geteilte ist nicht angekommen",
    lostMeans:
      "Dein Browser hat es nicht übergeben; manche tun das nicht, während Unlisted offen ist. Teile es noch einmal, oder füge es in einem Chat ein oder hänge es dort an.",
  },
  info: {
    heading: "Nachrichteninformation",
    sent: "Gesendet um",
    received: "Empfangen um",
    created: "Gespeichert um",
    deleted: "Gelöscht um",
    disappears: "Verschwindet um",
    status: "Status",
    way: "Gesendet",
    proxied: "Über einen anderen Server, der verbirgt, wo du bist (privates Routing)",
    direct: "An den Server deines Kontakts",
    reactions: "Reaktionen",
    by: { me: "du", contact: "dein Kontakt" },
    history: "Bearbeitungsverlauf",
  },
  choosing: {
    label: "Ausgewählte Nachrichten",
    count: (count: number) => `${messageCount(count)} ausgewählt`,
    one: "Nachricht auswählen",
  },
  composing: {
    replying: (name: string) => `Antwort an ${name}`,
    replyingSelf: "Antwort an dich selbst",
    editing: "Nachricht bearbeiten",
    cancelReply: "Antwort abbrechen",
    cancelEdit: "Bearbeitung abbrechen",
    save: "Speichern",
  },
  mark: {
    edited: "bearbeitet",
    deleted: "gelöscht",
    reveal: "Anzeigen",
    hide: "Verbergen",
    forwarded: "weitergeleitet",
    disappears: (ttl: string) => `verschwindet nach ${ttl}`,
    live: "wird getippt",
    jump: "Zitierte Nachricht zeigen",
    reactions: "Reaktionen",
    gone: "Die zitierte Nachricht ist nicht mehr hier.",
    unread: "Neue Nachrichten",
  },
  span: {
    seconds: (n: number) => count({ one: "# Sekunde", other: "# Sekunden" }, n),
    minutes: (n: number) => count({ one: "# Minute", other: "# Minuten" }, n),
    hours: (n: number) => count({ one: "# Stunde", other: "# Stunden" }, n),
    days: (n: number) => count({ one: "# Tag", other: "# Tagen" }, n),
  },
  content: {
    link: "Link",
    image: "Bild",
    video: "Video",
    voice: "Sprachnachricht",
    file: "Datei",
    report: "Meldung",
    chat: "Einladung zu einem Chat",
    unknown: "Etwas, das nur eine neuere App zeigen kann",
    call: "Anruf",
    invitation: "Einladung in eine Gruppe",
  },
  files: {
    attach: "Anhängen",
    download: "Herunterladen",
    downloadAnyway: "Trotzdem herunterladen",
    save: "Speichern",
    cancel: "Abbrechen",
    cancelledByMe: "Von dir abgebrochen",
    states: {
      sending: "Wird hochgeladen …",
      sent: null,
      offered: null,
      wanted: "Wird heruntergeladen …",
      here: null,
      cancelled: "Vom Absender abgebrochen",
      deleted: "Von diesem Gerät gelöscht",
      unsupported: "Auf eine alte Art gesendet, die hier nicht empfangen werden kann",
    },
    link: {
      heading: "Eine Datei für dich",
      lead: "Jemand hat dir einen Link zu dieser Datei gesendet. Sie wird in deine privaten Notizen heruntergeladen; niemand erfährt deinen Namen.",
      leadNew:
        "Jemand hat dir einen Link zu dieser Datei gesendet. Sie wird in diesem Tab entschlüsselt, wo du sie speichern kannst. Kein Konto, und niemand erfährt deinen Namen.",
      hosts: (hosts: readonly string[]) => `Sie liegt verschlüsselt auf ${hosts.join(", ")}.`,
      guest: "Gast",
      send: "Datei per Link senden",
      sendMeans:
        "Lade eine Datei bis 1 GB verschlüsselt hoch, und bekomme einen Link dazu. Wer den Link hat, kann sie zwei Tage lang herunterladen, mit jedem Browser.",
      choose: "Datei auswählen",
      show: "Link zeigen",
      label: "Link zur Datei",
      shareHint: "Wer den Link hat, hat die Datei. Lösche ihre Nachricht in deinen Notizen, um sie zurückzunehmen.",
    },
    until: (when: string) => `Auf den Servern bis ${when}`,
    sentUntil: (when: string) => `Kann bis ${when} heruntergeladen werden`,
    over: "Server bewahren Dateien zwei Tage auf, darum ist sie wahrscheinlich weg.",
    unapproved: (hosts: readonly string[]) =>
      `Diese Datei liegt auf Servern, die weder du noch deine Betreiber ausgewählt haben: ${hosts.join(", ")}. Sie würden sehen, woher die Anfrage kommt.`,
    problems: {
      EXPIRED: "Diese Datei ist nicht mehr auf ihren Servern: Sie bewahren Dateien zwei Tage lang auf.",
      GONE: "Diese Datei ist nicht mehr auf ihrem Server.",
      DAMAGED: "Diese Datei ist nicht die, die der Absender beschrieben hat. Bitte noch einmal darum.",
      BLOCKED: "Der Betreiber des Servers hat diese Datei gesperrt.",
      NO_ROOM:
        "Auf diesem Gerät ist kein Platz für diese Datei. Lösche zuerst andere Dateien, in Einstellungen, Dateien & Speicher.",
      FORBIDDEN: "Deine Netzwerkeinstellungen erlauben die Server dieser Datei nicht.",
      SERVER: "Ein Server hat diese Datei abgelehnt. Versuche es später noch einmal.",
    },
  },
  words: {
    secret: "Verborgenen Text zeigen",
    secretShown: (words: string) => `Verbergen: ${words}`,
    via: (host: string | null) => (host === null ? "über einen bekannten Server" : `über ${host}`),
    simplex: {
      invitation: "SimpleX-Einmal-Einladung",
      contact: "SimpleX-Kontaktadresse",
      group: "SimpleX-Gruppenlink",
      channel: "SimpleX-Kanallink",
      relay: "SimpleX-Relay-Link",
    },
  },
}
