/** German; see ../README.md. The same keys as ../en/events.ts. */
import type { Words } from "../catalogue.ts"
import type { events as en } from "../en/events.ts"
import { plural } from "../plural.ts"

const count = plural("de")

export const events: Words<typeof en> = {
  heard: {
    message: (name: string) => `Neue Nachricht von ${name}`,
    here: (name: string, words: string) => `${name}: ${words}`,
    request: (name: string) => `${name} möchte sich verbinden`,
  },
  notices: {
    message: "Neue Nachricht",
    request: "Neue Kontaktanfrage",
    connected: "Ein neuer Kontakt ist verbunden",
    requestOf: "Möchte sich verbinden",
    connectedTo: "Ihr seid verbunden",
    profile: (name: string) => `Neue Nachrichten für dein Profil ${name}`,
    offer: "Bescheid bekommen, wenn jemand schreibt?",
    offerYes: "Benachrichtigungen einschalten",
    offerNo: "Nicht jetzt",
  },
  status: {
    sending: "Wird gesendet",
    sent: "Gesendet",
    delivered: "Zugestellt",
    failed: "Fehlgeschlagen",
    received: "",
  },
  notice: {
    connected: () => "Ihr seid verbunden. Nur ihr beide könnt diesen Chat lesen.",
    postQuantum: () => "Die Verschlüsselung ist jetzt quantenresistent.",
    skipped: n =>
      count({ one: "# Nachricht davor ist nicht angekommen.", other: "# Nachrichten davor sind nicht angekommen." }, n),
    badHash: () =>
      "Die Nachricht vor dieser ist nicht die, die gesendet wurde. Unterwegs ging etwas verloren oder wurde verändert.",
    badId: () =>
      "Die Nummer dieser Nachricht ist nicht die nächste. Es kann ein Fehler sein, oder jemand hat in die Verbindung eingegriffen.",
    notDeleted: n =>
      count(
        {
          one: "Eine Nachricht, die du für alle gelöscht hast, konnte bei deinem Kontakt nicht gelöscht werden.",
          other: "# Nachrichten, die du für alle gelöscht hast, konnten bei deinem Kontakt nicht gelöscht werden.",
        },
        n,
      ),
    duplicate: () => "Eine Nachricht kam mit der Nummer der vorigen. Vielleicht ist es dieselbe noch einmal.",
    undecryptable: n =>
      count(
        {
          one: "# Nachricht konnte nicht entschlüsselt werden. Bitte darum, sie noch einmal zu senden.",
          other: "# Nachrichten konnten nicht entschlüsselt werden. Bitte darum, sie noch einmal zu senden.",
        },
        n,
      ),
    unknown: () => "Von einer neueren App gesendet. Unlisted kann nicht alles davon zeigen.",
    malformed: () => "Eine Nachricht kam an, die keinen Sinn ergibt. Sie wurde ausgelassen.",
    addressChanging: () => "Du wechselst deine Empfängeradresse.",
    addressChanged: () => "Deine Empfängeradresse wurde gewechselt.",
    addressKept: () => "Deine Empfängeradresse wurde nicht gewechselt.",
    contactAddressChanged: () => "Dein Kontakt hat seine Empfängeradresse gewechselt.",
    syncStarted: () => "Du hast um neue Schlüssel gebeten. Nachrichten warten, bis sie vereinbart sind.",
    syncRequired: () => "Die Verschlüsselung passt nicht mehr zusammen. Repariere die Verbindung, um weiterzumachen.",
    syncAgreed: () => "Neue Schlüssel sind vereinbart. Der Sicherheitscode hat sich geändert.",
    synced: () => "Die Verschlüsselung funktioniert wieder.",
    feature: () => "Was ihr einander in diesem Chat erlaubt, hat sich geändert.",
    offered: () => "Einer von euch erlaubt in diesem Chat jetzt etwas anderes.",
    profileChanged: () => "Dein Kontakt hat sein Profil geändert.",
    merged: () => "Ein anderer Kontakt ist dieselbe Person. Jener Chat ist jetzt Teil von diesem.",
    contactDeleted: () => "Dein Kontakt hat dich gelöscht. Ihr könnt einander nicht mehr schreiben.",
    voiceRejected: () => "Eine Sprachnachricht wurde nicht angenommen, weil Sprachnachrichten hier nicht erlaubt sind.",
    called: () => "Dein Kontakt hat angerufen. Unlisted kann noch keine Anrufe annehmen.",
    invited: () => "Dein Kontakt hat dich in eine Gruppe eingeladen. Unlisted kann Gruppen noch nicht beitreten.",
  },
}
