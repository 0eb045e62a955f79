/** German; see ../README.md. The same keys as ../en/failures.ts. */
import type { Words } from "../catalogue.ts"
import type { failures as en } from "../en/failures.ts"

export const failures: Words<typeof en> = {
  BAD_BACKUP: "Das ist keine Sicherung von Unlisted, oder sie ist beschädigt. Nichts wurde verändert.",
  NEWER_BACKUP:
    "Diese Sicherung wurde mit einer neueren Version von Unlisted erstellt. Aktualisiere zuerst diese hier. Nichts wurde verändert.",
  NEWER_STORE:
    "Deine Chats wurden zuletzt mit einer neueren Version von Unlisted geöffnet, und diese Seite ist eine ältere. Drücke „Aktualisieren“, wo es angeboten wird, oder lade die Seite neu. Wenn das nicht hilft, komm wieder, wenn ihr Betreiber die neue Version hat. Nichts wurde verändert.",
  CARRY_GONE:
    "Die Chats, zu denen dieser Link führt, sind nicht mehr da: Sie werden zwei Tage aufbewahrt. Erstelle dort, wo sie sind, einen neuen Link.",
  CANCELLED: "Es wurde abgebrochen. Nichts wurde verändert.",
  BLOCKED_SPAM: "Der Betreiber des Servers hat dies wegen Spam gesperrt.",
  BLOCKED_CONTENT: "Der Betreiber des Servers hat dies gesperrt, wegen dem, wofür es genutzt wurde.",
  LAST_PROFILE: "Das ist dein einziges Profil. Erstelle zuerst ein anderes.",
  INCOGNITO_REFUSED:
    "Deine Adresse zeigt dein Profil allen, die sie öffnen; ein Zufallsname würde also nichts verbergen.",
  SERVER_OLD:
    "Der Server ist zu alt, um sicher von einem Browser aus genutzt zu werden. Bitte um einen Link auf einem anderen Server.",
  SERVER_IDENTITY:
    "Der Server ist nicht der, der er sein sollte; darum wurde nichts gesendet. Versuche ein anderes Netz.",
  EXPIRED:
    "Der Server war tagelang nicht erreichbar, darum wurde dies aufgegeben. Versuche es noch einmal, wenn du online bist.",
  QUOTA: "Dein Kontakt hat deine früheren Nachrichten noch nicht empfangen, und der Server bewahrt keine weiteren auf.",
  NOT_ALLOWED: "Das ist nicht möglich, oder nicht mehr.",
  NO_ROOM: "Auf diesem Gerät ist kein Platz für diese Datei.",
  TOO_LARGE: "Diese Nachricht ist zu lang. Sende sie in mehreren Teilen.",
  FILE_TOO_LARGE: "Diese Datei ist größer als 1 GB. Sende sie in mehreren Teilen.",
  NOT_FOUND: "Das ist nicht mehr da.",
  BAD_SERVER: "Das ist keine Serveradresse, oder ein Teil davon fehlt. Sie beginnt mit smp:// oder xftp://.",
  BAD_BRIDGE: "Das ist keine Adresse einer Brücke. Sie beginnt mit wss:// und nennt ihren Host.",
  BRIDGE_REFUSED: "Der Betreiber dieser Seite erlaubt ihr diese Brücke nicht. Nichts wurde verändert.",
  BRIDGE_SILENT: "Dort antwortet keine Brücke, oder sie lässt diese Seite nicht zu. Nichts wurde verändert.",
  SERVER_KNOWN: "Dieser Server ist schon in deiner Liste.",
  LAST_SERVER: "Mindestens ein Server muss eingeschaltet sein, zum Empfangen und zum privaten Senden.",
  CONDITIONS: "Lies zuerst die Bedingungen der Serverbetreiber und nimm sie an.",
  SERVER_PASSWORD: "Dieser Server ist für die, die sein Passwort kennen. Prüfe das Passwort in seiner Adresse.",
  SERVER_FORBIDDEN: "Der Betreiber dieser Seite erlaubt keine Verbindungen zu diesem Server.",
  SERVER_UNREACHABLE: "Unter dieser Adresse antwortet nichts. Prüfe sie, und ob der Server läuft.",
  SERVER_FULL: "Dieser Server hat jetzt keinen Platz für Dateien. Versuche es später, oder nutze einen anderen.",
  SERVER_BROKEN: "Was unter dieser Adresse antwortet, ist kein solcher Server oder arbeitet nicht wie einer.",
}
