/** German; see ../README.md. The same keys as ../en/moving.ts. */
import type { Words } from "../catalogue.ts"
import type { moving as en } from "../en/moving.ts"

export const moving: Words<typeof en> = {
  carry: {
    out: "In einen anderen Browser umziehen",
    outLead:
      "Deine Chats gehen in einem anderen Browser oder auf deinem Handy weiter und enden hier. Du bekommst einen Link, auch als Code zum Scannen.",
    outMeans:
      "Alles wird hier verschlüsselt und zwei Tage lang auf deine Dateiserver gelegt. Sie sehen Stücke üblicher Größe, nicht, was sie sind. Der Schlüssel steht nur im Link: Wer den Link hat, kann deine Chats haben.",
    make: "Link zum Umziehen erstellen",
    making: "Der Umzug wird vorbereitet …",
    makingLead:
      "Deine Chats werden verschlüsselt und auf Dateiserver gelegt. Bis das fertig ist, wird nichts empfangen.",
    done: "Öffne diesen Link auf dem anderen Gerät",
    doneLead:
      "Scanne den Code mit der Kamera deines Handys, oder öffne den Link im anderen Browser. Er funktioniert zwei Tage.",
    secret: "Zeig oder sende ihn niemandem: Wer ihn öffnet, hat deine Chats.",
    link: "Link zu deinen Chats",
    finish: "Meine Chats sind dort: hier löschen",
    finishMeans: "Wähle das, wenn du deine Chats auf dem anderen Gerät siehst.",
    finishAsk:
      "Vergewissere dich, dass du deine Chats auf dem anderen Gerät siehst. Alles, was in diesem Browser aufbewahrt wird, wird gelöscht.",
    goOnMeans:
      "Wähle das, wenn du es dir anders überlegt hast: Der Link funktioniert dann nicht mehr, und alles geht hier weiter.",
    heading: "Deine Chats gehen hier weiter",
    lead: "Dieser Link bringt Chats von einem anderen Gerät. Sie gehen in diesem Browser weiter und dürfen dort, wo sie waren, nicht weitergehen.",
    bring: "Meine Chats hierher holen",
    fetching: "Deine Chats werden geholt und entschlüsselt …",
    hindered: "Dieser Link kann hier nicht genutzt werden",
    taken:
      "In diesem Browser sind schon Chats. Öffne den Link in einem anderen Browser, oder lösche zuerst, was hier ist. Der Link bleibt zwei Tage gültig.",
    kiosk:
      "Das ist ein gemeinsam genutzter Computer, auf dem nichts aufbewahrt werden kann. Öffne den Link auf einem eigenen Gerät.",
  },

  backup: {
    heading: "Sicherungsdatei",
    lead: "Deine Profile, Kontakte und Nachrichten mit ihren Schlüsseln, in einer Datei im offenen Format age. Wer die Datei und ihr Passwort hat, hat deine Chats: Niemand sonst kann sie lesen, auch wir nicht.",
    once: "Nutze sie nur an einem Ort. Nachdem die Sicherung erstellt ist, hält diese Kopie an, bis du sagst, dass sie hier weitergeht: Zwei Kopien eines Profils verlieren Nachrichten.",
    part: "Was",
    all: "Alle Profile",
    by: "Geschützt durch",
    byPassphrase: "Passwort",
    byKey: "Wiederherstellungsschlüssel",
    passphrase: "Passwort der Sicherung",
    repeat: "Passwort der Sicherung wiederholen",
    hint: "Es darf ein anderes sein als das, das hier deine Chats öffnet.",
    keyLead:
      "Ein Schlüssel mit 77 Zeichen öffnet die Sicherung, sonst nichts. Bewahre ihn dort auf, wo die Datei nicht ist. Er hält auch Quantencomputern stand.",
    makeKey: "Wiederherstellungsschlüssel erstellen",
    key: "Wiederherstellungsschlüssel",
    copy: "Schlüssel kopieren",
    copied: "Kopiert",
    kept: "Ich habe den Schlüssel an einem sicheren Ort",
    make: "Sicherung erstellen",
    making: "Alles wird verschlüsselt. Bis das fertig ist, wird nichts empfangen.",
    again: "Datei noch einmal speichern",
  },

  restore: {
    open: "Sicherung wiederherstellen",
    heading: "Sicherung wiederherstellen",
    lead: "Deine Chats gehen hier weiter. Mach dort, wo die Sicherung erstellt wurde, nicht mit ihnen weiter.",
    file: "Datei auswählen",
    chosen: (name: string) => `Datei: ${name}`,
    none: "Wähle zuerst die Sicherung.",
    by: "Geschützt durch",
    passphrase: "Passwort der Sicherung",
    key: "Wiederherstellungsschlüssel",
    wrongKey:
      "Dieser Schlüssel öffnet diese Sicherung nicht. Kopiere den ganzen Schlüssel, er beginnt mit AGE-SECRET-KEY.",
    wrongPassphrase: "Dieses Passwort öffnet diese Sicherung nicht.",
    newLead: "Wähle das Passwort, das deine Chats in diesem Browser von jetzt an öffnet.",
    restore: "Wiederherstellen",
    back: "Zurück",
  },

  data: {
    lead: "Alles ist auf diesem Gerät, verschlüsselt. Server halten nur Nachrichten, die noch nicht abgeholt wurden.",
    privateLead: "Das ist eine private Sitzung: Sie ist im Speicher dieses Tabs und nirgends sonst.",
    used: (size: string) => `Diese Seite belegt hier ${size}.`,
    unknown: "Dieser Browser sagt nicht, wie viel Platz belegt ist.",
    persisted: "Der Browser bewahrt es auf, bis du es löschst.",
    notPersisted: "Der Browser darf es löschen, wenn der Platz knapp wird.",
    persist: "Den Browser bitten, es aufzubewahren",
    refused: "Der Browser war nicht einverstanden. Bei installierten oder oft genutzten Seiten ist er es meistens.",
    destroy: "Hier alles löschen",
    destroyMeans:
      "Löscht alle Profile, Kontakte und Nachrichten von diesem Gerät. Deine Kontakte erfahren es nicht und behalten, was du geschrieben hast. Eine Sicherung kann es zurückbringen.",
    destroyHeading: "Alles löschen, was hier aufbewahrt wird?",
    destroyConfirm: "Alles löschen",
    cancel: "Abbrechen",
  },
}
