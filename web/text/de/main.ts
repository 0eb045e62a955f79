/** German; see ../README.md. The same keys as ../en/main.ts. */
import type { Words } from "../catalogue.ts"
import type { main as en } from "../en/main.ts"
import { number, plural } from "../plural.ts"
import { people } from "./people.ts"
import { seek } from "./seek.ts"
import { talk } from "./talk.ts"
import { trouble } from "./trouble.ts"
import { write } from "./write.ts"

const count = plural("de")

export const main: Words<typeof en> = {
  product: "Unlisted",

  welcome: {
    heading: "Private Chats. Kein Konto.",
    lead: "Schreib Ende-zu-Ende-verschlüsselt mit allen, die Unlisted oder eine SimpleX-App nutzen.",
    name: "Anzeigename",
    namePlaceholder: "So sehen dich andere",
    start: "Chatten",
    startMeans: "Nichts wird gespeichert: Deine Chats enden, wenn du diesen Tab schließt.",
    keep: "Meine Chats behalten",
    keepMeans: "Nur auf diesem Gerät gespeichert, mit einem Passwort verschlüsselt.",
    back: "Zurück",
    restore: "Sicherung wiederherstellen",
    servers:
      "Nachrichten reisen über Server von SimpleX Chat und Flux. Wenn du beginnst, nimmst du ihre Bedingungen an:",
    conditions: "Nutzungsbedingungen",
  },
  keep: {
    heading: "Meine Chats behalten",
    lead: "Deine Chats bleiben auf diesem Gerät, verschlüsselt mit einem Passwort, das nur du kennst.",
    passphrase: "Passwort",
    repeat: "Passwort wiederholen",
    hint: "Ein paar Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten. Niemand kann es für dich wiederherstellen.",
    create: "Profil erstellen",
    different: "Die beiden Passwörter sind nicht gleich.",
    show: "Zeigen",
    hide: "Verbergen",
  },
  locked: {
    heading: "Willkommen zurück",
    lead: "Gib dein Passwort ein, um deine Chats zu öffnen.",
    invited: "Entsperre zuerst, dann kannst du auf die Einladung antworten.",
    unlock: "Entsperren",
    passkey: "Mit Passkey entsperren",
    passkeyProblem: {
      CANCELLED: "Der Passkey wurde nicht benutzt. Versuche es noch einmal, oder gib dein Passwort ein.",
      UNSUPPORTED: "Dieser Browser oder Passkey kann deine Chats nicht öffnen. Gib dein Passwort ein.",
      WRONG: "Dieser Passkey öffnet diese Chats nicht. Gib dein Passwort ein.",
    },
    forgotten: "Vergessen?",
    forgottenMeans:
      "Niemand kann es zurücksetzen. Um neu zu beginnen, lösche, was hier aufbewahrt wird; deine Chats auf diesem Gerät sind dann verloren.",
    delete: "Hier alles löschen",
    deleteHeading: "Alles löschen, was hier aufbewahrt wird?",
    deleteMeans:
      "Alle Profile, Kontakte und Nachrichten werden von diesem Gerät gelöscht. Eine Sicherung kann sie zurückbringen.",
    again: (seconds: number) =>
      count(
        {
          one: "Das war mehrmals falsch. Versuche es in # Sekunde noch einmal.",
          other: "Das war mehrmals falsch. Versuche es in # Sekunden noch einmal.",
        },
        seconds,
      ),
  },
  elsewhere: {
    heading: "In einem anderen Tab geöffnet",
    lead: "Deine Chats können nur in einem Tab zugleich offen sein. Mach hier weiter, und der andere Tab schließt sie.",
    use: "Hier nutzen",
    taken: "Dieses Profil wird an einem anderen Ort genutzt, und Nachrichten kommen dort an.",
  },
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
  private: {
    note: "Private Sitzung: Nichts wird gespeichert",
    end: "Sitzung beenden",
    move: "Auf mein Handy umziehen",
    moveHeading: "Diese Chats auf ein anderes Gerät umziehen?",
    moveMeans:
      "Sie gehen dort weiter und enden hier. Sie werden verschlüsselt und zwei Tage lang auf Dateiserver gelegt; es erscheint ein Code, den dein Handy scannt. Das Passwort wählst du dort.",
    moveConfirm: "Code zeigen",
    endHeading: "Diese Sitzung beenden?",
    endMeans:
      "Alle Chats dieser Sitzung sind dann endgültig weg. Deine Kontakte behalten, was du ihnen geschrieben hast.",
  },
  kiosk: {
    lead: (seconds: number) =>
      `Das ist ein gemeinsam genutzter Computer. Nichts wird gespeichert, und deine Chats enden nach ${number(seconds)} Sekunden ohne Eingabe.`,
    startMeans: "Nichts wird gespeichert: Deine Chats enden, wenn du die Sitzung beendest oder weggehst.",
    noSave: "Auf diesem Computer können keine Dateien gespeichert werden.",
    ending: (seconds: number) =>
      `Diese Sitzung endet in ${number(seconds)} Sekunden. Drücke eine Taste, um zu bleiben.`,
    left: (seconds: number) =>
      count(
        {
          one: "Sekunde, bis diese Sitzung endet. Berühre den Bildschirm oder drücke eine Taste, um zu bleiben.",
          other: "Sekunden, bis diese Sitzung endet. Berühre den Bildschirm oder drücke eine Taste, um zu bleiben.",
        },
        seconds,
      ),
  },
  update: {
    ready: "Eine neue Version von Unlisted ist bereit.",
    take: "Aktualisieren",
    done: "Unlisted wurde aktualisiert.",
    news: "Was ist neu",
    dismiss: "Ausblenden",
  },
  broken: {
    heading: "Etwas ist schiefgegangen",
    lead: "Der Teil dieser Seite, der deine Chats bewahrt, ist stehen geblieben. Nichts wurde verändert. Lade die Seite neu, um weiterzumachen.",
    reload: "Neu laden",
  },
  starting: "Wird geöffnet …",

  invited: {
    heading: (name: string | undefined) =>
      name ? `${name} lädt dich zum Chatten ein` : "Du bist zum Chatten eingeladen",
    looking: "Wir sehen nach, wer es ist …",
    leadNew: "Wähle einen Namen, der gezeigt wird, dann verbinde dich. Kein Konto, nichts zu installieren.",
    lead: "Dein Anzeigename wird gezeigt, wenn du dich verbindest.",
    connect: "Verbinden",
    connectMeans: "Verbindet sofort. Nichts wird gespeichert: Der Chat endet, wenn du diesen Tab schließt.",
    notNow: "Nicht jetzt",
    inApp: "In der SimpleX-App öffnen",
    own: {
      heading: "Das ist dein eigener Link",
      lead: "Sende ihn jemandem, mit dem du schreiben willst. Wer ihn zuerst öffnet, kann sich verbinden.",
    },
    ownAddress: {
      heading: "Das ist deine eigene Adresse",
      lead: "Gib sie Leuten, mit denen du schreiben willst. Wer sie öffnet, kann dich um eine Verbindung bitten.",
    },
    known: { heading: "Diesen Link kennst du schon", lead: "Er gehört zu einem Chat, den du bereits hast." },
    open: "Chat öffnen",
    close: "Schließen",
    unusable: "Dieser Link funktioniert nicht",
  },
  asking: {
    heading: (name: string | undefined) => (name ? `Mit ${name} verbinden` : "Um Verbindung bitten"),
    leadNew:
      "Das ist eine SimpleX-Adresse. Wähle einen Namen, der gezeigt wird, und sende eine Anfrage: Sie wird angenommen oder abgelehnt.",
    lead: "Das ist eine SimpleX-Adresse. Dein Anzeigename wird gezeigt, und deine Anfrage wird angenommen oder abgelehnt.",
    connectMeans: "Sendet deine Anfrage. Nichts wird gespeichert: Lass diesen Tab offen, bis sie angenommen wird.",
  },
  unsupported: {
    invitation: "Diese Einladung ist von einer Art, die Unlisted noch nicht öffnen kann.",
    contact: "Diese SimpleX-Adresse ist von einer Art, die Unlisted noch nicht öffnen kann.",
    group: "Das ist ein Link zu einer Gruppe. Unlisted kann Gruppen noch nicht beitreten.",
    channel: "Das ist ein Link zu einem Kanal. Unlisted kann Kanälen noch nicht beitreten.",
    file: "Das ist ein Link zu einer Datei. Unlisted kann ihn nicht öffnen.",
    relay: "Das ist ein Link zu einem Relay, nicht zu einer Person.",
  },
  unsupportedHeading: "Hier noch nicht möglich",
  unsupportedAdvice: "Öffne ihn in der SimpleX-App, oder bitte um einen Einmal-Link oder eine Adresse.",

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
  },

  settings: "Einstellungen",
  language: "Sprache",

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
    unsupported: "Unlisted kann diese Art von Link noch nicht öffnen. Bitte um einen Einmal-Link oder eine Adresse.",
    fromClipboard: "Aus der Zwischenablage",
  },
  scan: {
    heading: "QR-Code scannen",
    lead: "Richte die Kamera auf den Code.",
    starting: "Kamera startet …",
    noCamera:
      "Die Kamera kann nicht benutzt werden. Erlaube sie im Browser, wähle ein Bild des Codes, oder füge den Link ein.",
    image: "Bild auswählen",
    notFound: "In diesem Bild wurde kein QR-Code gefunden. Versuche ein schärferes, oder schneide den Code aus.",
    notLink: "Dieser QR-Code ist kein SimpleX-Link.",
    close: "Schließen",
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
  heard: {
    message: (name: string) => `Neue Nachricht von ${name}`,
    here: (name: string, words: string) => `${name}: ${words}`,
    request: (name: string) => `${name} möchte sich verbinden`,
  },
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
    duplicate: () => "Eine Nachricht kam doppelt an. Sie wird einmal gezeigt.",
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
  },

  remove: {
    action: "Chat entfernen",
    heading: (name: string) => `Den Chat mit ${name} entfernen?`,
    headingLink: "Diesen Link entfernen?",
    means: "Seine Nachrichten werden von diesem Gerät gelöscht, und ihr könnt einander hier nicht mehr schreiben.",
    meansLink: "Niemand wird ihn nutzen können.",
    confirm: "Entfernen",
    cancel: "Abbrechen",
  },

  network: {
    connecting: "Verbindung zum Netz wird aufgebaut …",
    offline: "Keine Verbindung. Nachrichten werden gesendet, sobald sie wieder da ist.",
    stopped: "Angehalten: Es wird nichts gesendet oder empfangen.",
    start: "Starten",
  },

  day: { today: "Heute", yesterday: "Gestern" },

  failures: {
    BAD_LINK:
      "Das ist kein SimpleX-Link, oder ein Teil davon fehlt. Kopiere den ganzen Link und versuche es noch einmal.",
    LINK_UNSUPPORTED:
      "Unlisted kann diese Art von Link noch nicht öffnen. Bitte um einen Einmal-Link oder eine Adresse.",
    BAD_BACKUP: "Das ist keine Sicherung von Unlisted, oder sie ist beschädigt. Nichts wurde verändert.",
    NEWER_BACKUP:
      "Diese Sicherung wurde mit einer neueren Version von Unlisted erstellt. Aktualisiere zuerst diese hier. Nichts wurde verändert.",
    NEWER_STORE:
      "Deine Chats wurden zuletzt mit einer neueren Version von Unlisted geöffnet, und diese Seite ist eine ältere. Lade die Seite neu, oder komm wieder, wenn ihr Betreiber die neue Version hat. Nichts wurde verändert.",
    CARRY_GONE:
      "Die Chats, zu denen dieser Link führt, sind nicht mehr da: Sie werden zwei Tage aufbewahrt. Erstelle dort, wo sie sind, einen neuen Link.",
    CANCELLED: "Es wurde abgebrochen. Nichts wurde verändert.",
    TOO_SOON: "Das war mehrmals falsch. Warte ein wenig, bevor du es noch einmal versuchst.",
    BLOCKED_SPAM: "Der Betreiber des Servers hat dies wegen Spam gesperrt.",
    BLOCKED_CONTENT: "Der Betreiber des Servers hat dies gesperrt, wegen dem, wofür es genutzt wurde.",
    LAST_PROFILE: "Das ist dein einziges Profil. Erstelle zuerst ein anderes.",
    LINK_USED:
      "Dieser Link wurde gelöscht oder schon genutzt: Ein Einmal-Link funktioniert nur für eine Person. Bitte um einen neuen.",
    INCOGNITO_REFUSED:
      "Deine Adresse zeigt dein Profil allen, die sie öffnen; ein Zufallsname würde also nichts verbergen.",
    OWN_LINK: "Das ist dein eigener Link. Sende ihn jemand anderem.",
    BAD_NAME:
      "Gib einen Namen ein, der mit einem Buchstaben oder einer Ziffer beginnt und höchstens 50 Zeichen hat. Es kann irgendein Name sein.",
    BAD_PASSPHRASE: "Dieses Passwort ist zu kurz, um deine Chats zu schützen. Nimm ein paar Wörter mehr.",
    WRONG_PASSPHRASE: "Das ist nicht das Passwort. Prüfe die Großschreibung und versuche es noch einmal.",
    NETWORK: "Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.",
    SERVER_OLD:
      "Der Server ist zu alt, um sicher von einem Browser aus genutzt zu werden. Bitte um einen Link auf einem anderen Server.",
    SERVER_IDENTITY:
      "Der Server ist nicht der, der er sein sollte; darum wurde nichts gesendet. Versuche ein anderes Netz.",
    TIMEOUT: "Der Server hat zu lange nicht geantwortet. Versuche es noch einmal.",
    EXPIRED:
      "Der Server war tagelang nicht erreichbar, darum wurde dies aufgegeben. Versuche es noch einmal, wenn du online bist.",
    QUOTA:
      "Dein Kontakt hat deine früheren Nachrichten noch nicht empfangen, und der Server bewahrt keine weiteren auf.",
    AUTH: "Der Server hat abgelehnt. Vielleicht wurde der Link genutzt oder gelöscht: Bitte um einen neuen.",
    NOT_ALLOWED: "Das ist nicht möglich, oder nicht mehr.",
    NO_ROOM: "Auf diesem Gerät ist kein Platz für diese Datei.",
    TOO_LARGE: "Diese Nachricht ist zu lang. Sende sie in mehreren Teilen.",
    FILE_TOO_LARGE: "Diese Datei ist größer als 1 GB. Sende sie in mehreren Teilen.",
    PEER_OLD: "Die andere App ist zu alt. Bitte darum, sie zu aktualisieren und einen neuen Link zu senden.",
    STORE:
      "Dein Browser konnte das nicht speichern. Nichts wurde verändert. Schaffe Platz und versuche es noch einmal.",
    NO_STORAGE:
      "Dieses Browserfenster kann nichts aufbewahren. Chatte, ohne etwas zu behalten, oder nutze ein normales Fenster.",
    ELSEWHERE: "Deine Chats sind in einem anderen Tab offen. Geh dorthin, oder lade diese Seite neu.",
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
    INTERNAL: "Etwas ist schiefgegangen, das nicht sollte. Versuche es noch einmal, oder lade die Seite neu.",
  },
}
