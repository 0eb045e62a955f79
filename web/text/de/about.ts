/** German; see ../README.md. The same keys as ../en/about.ts. */
import type { Words } from "../catalogue.ts"
import type { about as en } from "../en/about.ts"
import { number } from "../plural.ts"

export const about: Words<typeof en> = {
  help: {
    keys: "Tastenkürzel",
    questions: [
      [
        "Wie erreiche ich jemanden?",
        "Erstelle einen Einmal-Link und sende ihn, wie du willst, oder lass den Code scannen. Wer ihn zuerst öffnet, ist mit dir verbunden. Für viele Leute erstelle eine SimpleX-Adresse: Du entscheidest, wer schreiben darf.",
      ],
      [
        "Welche Apps können sie nutzen?",
        "Unlisted in jedem Browser oder irgendeine SimpleX-App. Sie brauchen kein Konto, keine Telefonnummer und keine E-Mail-Adresse, und du auch nicht.",
      ],
      [
        "Wer kann meine Nachrichten lesen?",
        "Du und die Person, der du schreibst. Alles wird auf deinem Gerät verschlüsselt, auch gegen künftige Quantencomputer. Server geben Blöcke gleicher Größe weiter und wissen nicht, wer du bist.",
      ],
      [
        "Woher weiß ich, dass es wirklich die richtige Person ist?",
        "Öffne den Kontakt und vergleicht den Sicherheitscode, wenn ihr euch trefft oder telefoniert. Seht ihr beide denselben, steht niemand zwischen euch.",
      ],
      [
        "Warum steht bei einer Nachricht „Gesendet“ und nicht „Zugestellt“?",
        "Sie wartet auf ihrem Server, bis die andere Seite wieder online ist. Server bewahren Nachrichten drei Wochen auf.",
      ],
      [
        "Was geht verloren, wenn ich die Seite schließe?",
        "In einer privaten Sitzung alles, sofort: Dafür ist sie da. Mit „Meine Chats behalten“ nichts: Sie warten hier, verschlüsselt, auf dein Passwort. Solange die Seite geschlossen ist, kommt nichts an; Nachrichten warten auf ihren Servern.",
      ],
      [
        "Kann ich auf ein anderes Gerät umziehen?",
        "Ja, mit einer Sicherung: einer verschlüsselten Datei, die du dort wiederherstellst. Mach nur an einem Ort weiter, sonst gehen Nachrichten verloren.",
      ],
      [
        "Was, wenn ich das Passwort vergesse?",
        "Dann kann niemand deine Chats öffnen, auch wir nicht. Schreib es auf, bewahre es in einem Passwortmanager auf, oder füge einen Passkey hinzu.",
      ],
    ],
  },
  news: {
    heading: "Was neu ist",
    list: [
      "Sechs Sprachen, auch von rechts nach links.",
      "Benachrichtigungen, solange die Seite offen ist, mit so viel darin, wie du willst.",
      "Sprachnachrichten, Dateien und Bilder; Live-Nachrichten und verschwindende Nachrichten.",
      "Versteckte und stummgeschaltete Profile, Passkeys, Umzug in einen anderen Browser mit einem Link.",
      "Eigene Designs, Farben und Hintergründe; alles auch mit der Tastatur.",
    ],
  },

  about: {
    version: (version: string) => `Unlisted ${version}`,
    lead: "Ein Messenger für das SimpleX-Netz, der eine Webseite ist. Freie Software, AGPL-3.0-or-later. Unabhängig von SimpleX Chat Ltd.",
    build: "Was hier läuft",
    checking: "Jede Datei dieser Seite wird gelesen …",
    hash: "Hash dieses Builds",
    same: (files: number) =>
      `Alle ${number(files)} Dateien, die dein Browser hat, sind die auf der Liste des Betreibers.`,
    differs: (files: readonly string[]) =>
      `Dein Browser hat andere Dateien, als die Liste des Betreibers sagt: ${files.join(", ")}. Vielleicht wartet eine neue Version; wenn das nicht aufhört, vertraue dieser Seite nicht.`,
    unavailable: "Der Betreiber ist nicht erreichbar oder gibt keine Liste von Dateien.",
    means:
      "Vergleiche den Hash mit dem, den die Leute veröffentlichen, die diese Version gemacht haben, an einem anderen Ort als hier. Er zeigt, dass der Betreiber dir dieselben Dateien gibt wie allen anderen, die vergleichen. Er kann nicht beweisen, dass diese gut sind: Eine vom Betreiber veränderte Seite könnte auch einen falschen Hash zeigen. Wer sicher sein will, baut die Seite aus ihrem Quelltext, was Byte für Byte dieselben Dateien ergibt, und vergleicht hashes.txt.",
    again: "Noch einmal prüfen",
    developer: "Entwicklerinformation",
    developerLead:
      "Für jemanden, der einen Fehler sucht: Versionen, und wie viel wovon hier gespeichert ist. Nichts davon sagt, mit wem du schreibst, und niemand bekommt es außer denen, denen du es gibst.",
    developerShow: "Zeigen",
    developerCopy: "Kopieren",
  },
}
