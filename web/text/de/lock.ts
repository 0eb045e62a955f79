/** German; see ../README.md. The same keys as ../en/lock.ts. */
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { lock as en } from "../en/lock.ts"
import { unit } from "../plural.ts"

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Aus" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const lock: Words<typeof en> = {
  private: {
    keepLead:
      "Deine Chats gehen weiter, wie sie sind, nur auf diesem Gerät gespeichert, verschlüsselt mit einem Passwort, das nur du kennst.",
  },

  lock: {
    now: "Jetzt sperren",
    nowMeans:
      "Beendet den Teil der Seite, der deine Schlüssel hat. Während sie gesperrt ist, wird nichts empfangen: Nachrichten warten auf ihren Servern. Dateien unterwegs gehen weiter, wenn du entsperrst.",
    auto: "Von selbst sperren",
    after: "Ohne Eingabe nach",
    hidden: "Wenn die Seite verdeckt ist, nach",
    time: timeOf,
    autoMeans: "Wer sich danach hierher setzt, braucht dein Passwort.",
    mediaBlur: "Bilder und Videos unscharf zeigen",
    mediaBlurs: { off: "Aus", soft: "Leicht", medium: "Mittel", strong: "Stark" },
    mediaBlurMeans: "Bis du sie antippst. Bilder von Personen und von Links werden gezeigt.",
    blur: "Unscharf, wenn ein anderes Fenster vorne ist",
    blurMeans: "Verbirgt vor Vorbeigehenden, was auf dem Bildschirm ist. Bildschirmfotos verhindert es nicht.",
    privateMeans:
      "Eine private Sitzung kann nicht gesperrt werden: Was nicht gespeichert ist, kann nicht wieder geöffnet werden. Behalte deine Chats, oder beende sie.",
    change: "Passwort ändern",
    changeLead: "Deine Chats bleiben, wie sie sind; nur was sie öffnet, ändert sich.",
    old: "Jetziges Passwort",
    next: "Neues Passwort",
    repeat: "Neues Passwort wiederholen",
    changed: "Das Passwort wurde geändert.",
    different: "Die beiden Passwörter sind nicht gleich.",
    links: "Deine Links",
    linksMeans:
      "In welcher Form deine Einmal-Links und deine Adresse gezeigt werden. Bei jedem Link kannst du eine andere wählen. Egal in welcher Form: Kein Server erfährt, von wem ein Link ist, denn das steht hinter dem # und wird nie gesendet.",
    destruct: "Selbstzerstörungs-Passwort",
    destructLead:
      "Ein zweites Passwort. Wer es zum Entsperren eingibt, löscht alles, was hier aufbewahrt wird, und sieht ein leeres Profil mit dem Namen unten. Nichts verrät, dass es eins gibt, auch diese Seite nicht.",
    destructPassphrase: "Selbstzerstörungs-Passwort",
    destructName: "Name des leeren Profils",
    destructSet: "Festlegen",
    destructRemove: "Entfernen",
    destructDone: "Das Selbstzerstörungs-Passwort ist festgelegt.",
    destructRemoved: "Es gibt jetzt kein Selbstzerstörungs-Passwort.",
    destructSame: "Wähle eines, das mindestens 6 Zeichen lang ist und nicht das Passwort, das deine Chats öffnet.",
  },

  passkeys: {
    heading: "Passkeys",
    lead: "Entsperre mit Fingerabdruck, Gesicht, Handy oder Sicherheitsschlüssel, statt das Passwort zu tippen, das gültig bleibt. Wer den Passkey benutzen kann, kann deine Chats öffnen: Das Selbstzerstörungs-Passwort schützt davor nicht.",
    hint: "Der Passkey heißt Unlisted, und nichts über dich steht darin. Wenn dein Browser Passkeys in einer Cloud aufbewahrt, erfährt diese Cloud, dass du diese Seite nutzt.",
    add: "Passkey hinzufügen",
    added: "Der Passkey öffnet jetzt deine Chats.",
    remove: "Entfernen",
    removed: "Der Passkey öffnet nichts mehr. Du kannst ihn dort löschen, wo deine Passkeys aufbewahrt werden.",
    one: (onDevice: boolean, when: string) =>
      onDevice
        ? `Auf diesem Gerät, hinzugefügt am ${when}`
        : `Auf einem Handy oder Sicherheitsschlüssel, hinzugefügt am ${when}`,
    unavailable:
      "Dieser Browser kann mit Passkeys keine verschlüsselten Chats öffnen. Neuere Versionen von Chrome, Edge, Safari und Firefox können es; dein Passwort funktioniert immer.",
    problem: {
      CANCELLED:
        "Es wurde kein Passkey hinzugefügt: Es wurde abgebrochen, dauerte zu lange, oder dieses Gerät hat hier schon einen.",
      UNSUPPORTED:
        "Dieser Passkey kann anmelden, aber nicht verschlüsseln; darum kann er deine Chats nicht öffnen. Versuche ein anderes Gerät oder einen anderen Sicherheitsschlüssel.",
    },
  },
}
