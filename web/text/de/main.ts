/** German; see ../README.md. The same keys as ../en/main.ts. */
import type { Words } from "../catalogue.ts"
import type { main as en } from "../en/main.ts"
import { number, plural } from "../plural.ts"
import { events } from "./events.ts"
import { failures } from "./failures.ts"
import { gate } from "./gate.ts"
import { people } from "./people.ts"
import { seek } from "./seek.ts"
import { talk } from "./talk.ts"
import { trouble } from "./trouble.ts"
import { write } from "./write.ts"

const count = plural("de")

export const main: Words<typeof en> = {
  ...gate,
  exported: {
    heading: "Eine Sicherung wurde erstellt",
    lead: (when: string) =>
      `Deine Chats wurden am ${when} exportiert. Wenn du mit dieser Sicherung in einem anderen Browser weitermachst, mach hier nicht auch weiter: Zwei Kopien eines Profils verlieren Nachrichten.`,
    lock: "Sperren",
    end: "Sitzung beenden",
    goOn: "Hier weitermachen",
    save: "Datei noch einmal speichern",
    delete: "Hier alles löschen",
    deleteMeans:
      "Wähle das, wenn deine Chats woanders weitergehen. Alles, was in diesem Browser aufbewahrt wird, wird gelöscht; behalte die Datei.",
    goOnMeans: "Wähle das, wenn die Sicherung nur sicher aufbewahrt und nicht woanders genutzt wird.",
    without: (name: string) => `Ohne ${name} weitermachen`,
    withoutMeans:
      "Wähle das, wenn dieses Profil woanders weitergeht. Es wird hier gelöscht, und niemand erfährt es; deine anderen Profile gehen weiter.",
  },
  update: {
    ready: "Eine neue Version von Unlisted ist bereit.",
    take: "Aktualisieren",
    done: "Unlisted wurde aktualisiert.",
    news: "Was ist neu",
    dismiss: "Ausblenden",
  },

  list: {
    label: "Chats",
    newChat: "Neuer Chat",
    empty: "Noch keine Chats",
    emptyMeans: "Erstelle einen Einmal-Link und sende ihn jemandem, oder öffne einen, den du bekommen hast.",
    unread: (n: number) => `${number(n)} ungelesen`,
    linkName: "Einmal-Link",
    linkState: "Wartet darauf, genutzt zu werden",
    connecting: "Wird verbunden …",
    waiting: "Wartet auf die andere Seite",
    ended: "Ihr könnt einander nicht mehr schreiben.",
    notes: "Nur für dich.",
    requested: "Wartet auf Annahme",
    prepared: "Noch nicht verbunden",
    failed: "Verbindung nicht möglich",
    unnamed: "Ohne Namen",
    private: "Private Sitzung",
    privateMeans: "Endet mit diesem Tab",
    kept: "Auf diesem Gerät aufbewahrt",
    choose: "Wähle einen Chat, oder beginne einen neuen.",
    draft: line => `Entwurf: ${line}`,
  },

  settings: "Einstellungen",

  newChat: {
    heading: "Neuer Chat",
    back: "Zurück zu den Chats",
    invite: "Jemanden einladen",
    inviteMeans: "Erstelle einen Link, der für eine Person einmal funktioniert. Sende ihn, wie du willst.",
    create: "Einmal-Link erstellen",
    answer: "Auf eine Einladung antworten",
    paste: "Link einfügen",
    placeholder: "https://… oder simplex:/…",
    connect: "Verbinden",
    scan: "QR-Code scannen",
    nothing: "Füge zuerst einen Link ein.",
    own: "Das ist dein eigener Link. Sende ihn jemand anderem.",
    fromClipboard: "Aus der Zwischenablage",
  },
  link: {
    heading: "Einmal-Link",
    lead: "Sende diesen Link einer Person, oder lass sie den Code scannen. Der Chat beginnt, wenn sie ihn öffnet.",
    label: "Einmal-Link",
    copy: "Link kopieren",
    copied: "Kopiert",
    qr: "QR-Code",
    forms: "Gemacht für",
    form: {
      page: "Jeden Browser",
      app: "SimpleX-App",
      web: "simplex.chat",
      full: "Voller Link",
    },
    formMeans: {
      page: "Öffnet diese Seite. Nichts zu installieren.",
      app: "Für jemanden, der eine SimpleX-App nutzt.",
      web: "Öffnet die Webseite von SimpleX Chat, die zu deren App führt. Dort sieht man, dass jemand ihn geöffnet hat, nicht, wer wen eingeladen hat.",
      full: "Lang, für ältere SimpleX-Apps. Alles Nötige steht im Link selbst.",
    },
    stay: "Lass diesen Tab offen, bis der Chat begonnen hat.",
    stayKept: "Du kannst die Seite schließen: Der Chat beginnt, wenn ihr beide hier gewesen seid.",
    qrFailed: "Zu lang für einen QR-Code. Kopiere stattdessen den Link.",
  },
  address: {
    heading: "Deine SimpleX-Adresse",
    lead: "Ein Link, der immer wieder genutzt werden kann. Wer ihn hat, kann um eine Verbindung bitten, und du nimmst an oder lehnst ab.",
    create: "SimpleX-Adresse erstellen",
    show: "SimpleX-Adresse zeigen",
    label: "SimpleX-Adresse",
    stay: "Sie erreicht dich, solange dieser Tab offen ist, und funktioniert, bis du ihn schließt.",
    stayKept: "Du kannst die Seite schließen: Anfragen warten, bis du zurück bist.",
    delete: "Adresse löschen",
    deleteHeading: "Deine SimpleX-Adresse löschen?",
    deleteMeans: "Niemand kann dich dort mehr fragen. Die Kontakte, die du hast, bleiben.",
    confirm: "Löschen",
  },
  request: {
    state: "Möchte sich verbinden",
    asks: (name: string) => `${name} hat deine SimpleX-Adresse gefunden und möchte sich verbinden.`,
    means:
      "Jeder kann sich nennen, wie er will: Nimm an, wenn du die Person erwartest. Wenn du ablehnst, erfährt sie es nicht.",
    accept: "Annehmen",
    reject: "Ablehnen",
  },
  contact: {
    heading: "Kontaktinformation",
    back: "Zurück zum Chat",
    encryption: "Verschlüsselung",
    delete: "Kontakt löschen",
    deleteHeading: (name: string) => `${name} löschen?`,
    deleteMeans: "Ihr könnt einander hier nicht mehr schreiben. Das kann nicht rückgängig gemacht werden!",
    deleteTell: "Mitteilen, dass der Kontakt gelöscht wurde",
    deleteConfirm: "Löschen",
  },
  verify: {
    action: "Sicherheitscode überprüfen",
    show: "Sicherheitscode anzeigen",
    lead: (name: string) =>
      `Vergleiche diesen Code mit dem, den ${name} sieht, auf einem anderen Weg: wenn ihr euch trefft oder telefoniert. Ist er gleich, steht niemand zwischen euch.`,
    code: "Sicherheitscode",
    verified: "Überprüft",
    wrong:
      "Falscher Sicherheitscode! Es ist nicht der Code dieses Kontakts. Vergleiche noch einmal, bevor du etwas Geheimes schreibst.",
    scan: "Code scannen",
    mark: "Als überprüft markieren",
    clear: "Überprüfung zurücknehmen",
    paste: "Anderen Code einfügen",
    theirs: "Sicherheitscode des Kontakts",
    compare: "Vergleichen",
  },
  fix: {
    action: "Verbindung reparieren",
    force: "Verschlüsselung neu aushandeln",
    forceHeading: "Verschlüsselung neu aushandeln?",
    forceMeans:
      "Die Verschlüsselung funktioniert, und neue Schlüssel sind nicht nötig. Dies kann zu Verbindungsfehlern führen!",
    confirm: "Neu aushandeln",
    allowed:
      "Einige Nachrichten konnten nicht entschlüsselt werden. Wenn das so weitergeht, repariere die Verbindung: Ihr bekommt beide neue Schlüssel.",
    required: "Die Verschlüsselung passt nicht mehr zusammen. Nachrichten warten, bis die Verbindung repariert ist.",
    started: "Neue Schlüssel werden vereinbart.",
    agreed: "Neue Schlüssel sind vereinbart. Sie werden ab der nächsten Nachricht genutzt.",
  },
  receiving: {
    heading: "Empfängeradresse",
    lead: "Nachrichten dieses Kontakts erreichen dich über eine Adresse auf einem Server, die sonst niemand hat. Sie kann umziehen.",
    short: "Empfängeradresse wird gewechselt …",
    started:
      "Sie wird gewechselt. Das ist fertig, sobald dein Kontakt online ist; bis dahin kann es abgebrochen werden.",
    committed: "Sie wird gewechselt, und dein Kontakt kennt die neue schon.",
    change: "Empfängeradresse wechseln",
    changeHeading: "Empfängeradresse wechseln?",
    changeMeans:
      "Die Empfängeradresse wird auf einen anderen Server verlegt. Der Wechsel wird abgeschlossen, sobald der Absender online ist.",
    confirm: "Wechseln",
    abort: "Wechsel abbrechen",
    abortHeading: "Wechsel der Adresse abbrechen?",
    abortMeans: "Der Wechsel wird abgebrochen. Die bisherige Empfängeradresse wird weiter genutzt.",
    abortConfirm: "Wechsel abbrechen",
  },
  connecting: {
    lead: "Der Chat öffnet sich, sobald ihr beide online seid. Du kannst hier warten oder etwas anderes tun.",
    requested:
      "Deine Anfrage wurde gesendet. Der Chat öffnet sich, wenn sie angenommen wird; bis dahin kannst du etwas anderes tun.",
    stay: "Lass diesen Tab offen: Deine Anfrage endet mit ihm.",
  },
  failed: { heading: "Verbindung nicht möglich" },

  chat: {
    back: "Zurück zu den Chats",
    messages: "Nachrichten",
    message: "Nachricht",
    send: "Senden",
    secure: "Ende-zu-Ende-verschlüsselt",
    quantum: "Quantenresistent verschlüsselt",
    older: "Frühere Nachrichten zeigen",
    loading: "Nachrichten werden geladen …",
    retry: "Noch einmal versuchen",
    all: "Alles zeigen",
    you: "Du",
    begin: "Sag Hallo.",
    beginNotes: "Schreib etwas auf: Nur du kannst es sehen.",
    newer: "Spätere Nachrichten zeigen",
    newBelow: (n: number) => count({ one: "# neue Nachricht", other: "# neue Nachrichten" }, n),
    toEnd: "Zur neuesten Nachricht",
  },
  ...talk,
  ...seek,
  ...trouble,
  ...write,
  ...people,
  ...events,
  keys: {
    heading: "Tastenkürzel",
    everywhere: "Überall",
    writing: "Beim Schreiben",
    reading: "In der Liste und in Nachrichten",
    help: "Diese Hilfe zeigen",
    search: "Suchen",
    next: "Nächster Chat",
    previous: "Vorheriger Chat",
    unread: "Nächster Chat mit ungelesenen Nachrichten",
    newChat: "Neuer Chat",
    settings: "Einstellungen",
    lock: "Sperren",
    close: "Schließen oder zurück",
    send: "Senden",
    line: "Neue Zeile",
    edit: "Letzte eigene Nachricht bearbeiten",
    cancel: "Antwort oder Änderung aufgeben",
    move: "Von Zeile zu Zeile",
    ends: "Erste und letzte",
    menu: "Was mit einer Nachricht getan werden kann",
    or: "oder",
    control: "Strg",
    shift: "Umschalt",
    enter: "Eingabe",
    escape: "Esc",
    home: "Pos1",
    end: "Ende",
  },

  network: {
    connecting: "Verbindung zum Netz wird aufgebaut …",
    offline: "Keine Verbindung. Nachrichten werden gesendet, sobald sie wieder da ist.",
    stopped: "Angehalten: Es wird nichts gesendet oder empfangen.",
    start: "Starten",
  },

  day: { today: "Heute", yesterday: "Gestern" },

  failures: { ...gate.failures, ...failures },
}
