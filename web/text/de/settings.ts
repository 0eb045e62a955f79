/** German; see ../README.md. The same keys as ../en/settings.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Settings } from "../../state/settings.ts"
import type { Words } from "../catalogue.ts"
import type { settings as en } from "../en/settings.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("de")

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Aus" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const settings: Words<typeof en> = {
  heading: "Einstellungen",
  back: "Zurück zu den Chats",
  backToSettings: "Zurück zu den Einstellungen",
  sections: {
    lock: "Privatsphäre & Sperre",
    backup: "Sicherung",
    data: "Deine Daten",
    files: "Dateien & Speicher",
    messages: "Nachrichten",
    servers: "Server",
    network: "Netzwerk",
    notices: "Benachrichtigungen",
    look: "Aussehen",
    help: "Hilfe",
    about: "Über",
  },
  means: {
    lock: "Wann deine Chats gesperrt werden und was sie öffnet",
    backup: "Eine verschlüsselte Datei mit allem",
    data: "Was auf diesem Gerät ist",
    files: "Was von selbst kommt und wie viel Platz es braucht",
    messages: "Links darin, und der Weg, den sie nehmen",
    servers: "Wer deine Nachrichten befördert",
    network: "Welchen Weg deine Nachrichten nehmen, wer was sieht",
    notices: "Was dir gesagt wird, wenn du nicht hinsiehst",
    look: "Sprache, Design, Farben, Hintergrund und Schriftgröße",
    help: "Wie es geht, und die Tasten",
    about: "Was neu ist, und wie du prüfst, was hier läuft",
  },
  messages: {
    cleanLinks: "Tracking aus Links entfernen",
    cleanLinksMeans:
      "Links, die du sendest, enthalten keine Parameter, die Seiten verraten, wer sie weitergegeben hat. Wenn du einen solchen Link öffnest, wirst du gefragt.",
    showProxied: "Privates Routing zeigen",
    showProxiedMeans: "Markiert deine Nachrichten, die über einen anderen Server gingen, der verbirgt, wo du bist.",
  },
  files: {
    itself: "Lädt von selbst herunter",
    itselfMeans: "Kleine Medien kommen mit ihrer Nachricht an. Alles andere wartet, bis du es willst.",
    images: "Bilder",
    imagesMeans: "Bis 510 KB.",
    voice: "Sprachnachrichten",
    voiceMeans: "Bis 510 KB.",
    videos: "Videos",
    videosMeans: "Bis 1 MB. Von größeren siehst du ein Bild, bis du sie herunterlädst.",
    servers: "Dateiserver",
    ask: "Vor Dateien von anderen Servern fragen",
    askMeans:
      "Der Absender wählt die Server einer Datei. Die, die weder du noch deine Betreiber gewählt haben, werden nur gefragt, wenn du zustimmst: Sie sehen, wann die Datei geholt wird und von welcher Brücke.",
    storage: "Speicher",
    none: "Auf diesem Gerät sind keine Dateien.",
    use: (size: string, files: number) =>
      `${count({ one: "# Datei belegt", other: "# Dateien belegen" }, files)} ${size} auf diesem Gerät.`,
    otherProfiles: "Darin sind Dateien deiner anderen Profile enthalten.",
    free: (size: string) => `Es ist noch Platz für ${size}.`,
    inMemory: (size: string) =>
      `In einer privaten Sitzung sind Dateien im Speicher dieses Tabs. Es ist noch Platz für ${size}.`,
    ofChat: (size: string, files: number) => `${count({ one: "# Datei", other: "# Dateien" }, files)}, ${size}`,
    deleteOf: (name: string) => `Dateien von ${name} löschen`,
    delete: "Dateien löschen",
    deleteAll: "Alle Dateien löschen",
    deleteHeading: (name: string) => `Die Dateien von ${name} löschen?`,
    deleteAllHeading: "Alle Dateien löschen?",
    deleteMeans:
      "Sie werden von diesem Gerät gelöscht. Die Nachrichten bleiben, und deine Kontakte behalten ihre Kopien.",
    fromServers: "Auch zurücknehmen, was ich gesendet habe",
    fromServersMeans: "Wer eine Datei von dir noch nicht heruntergeladen hat, kann es dann nicht mehr.",
    confirm: "Löschen",
    cancel: "Abbrechen",
    deleted: "Die Dateien wurden gelöscht.",
  },

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

  servers: {
    lead: "Ein neuer Kontakt oder eine neue Adresse entsteht auf einem dieser Server, zufällig gewählt. Ein Server sieht, wann Blöcke gleicher Größe kommen und gehen, nie, was darin ist, wer du bist oder für wen sie sind. Chats, die du hast, bleiben, wo sie sind.",
    smp: "Nachrichtenserver",
    xftp: "Dateiserver",
    operator: (id: OperatorId) => ({ simplex: "SimpleX Chat", flux: "Flux" })[id],
    source: { preset: "Voreingestellt", host: "Vom Betreiber dieser Seite", own: "Deiner" },
    use: (host: string) => `${host} nutzen`,
    useOperator: (name: string) => `Server von ${name} nutzen`,
    conditions: "Nutzungsbedingungen",
    accept: "Bedingungen annehmen",
    accepted: "Du hast die Bedingungen angenommen.",
    test: "Testen",
    testOf: (host: string) => `${host} testen`,
    remove: "Entfernen",
    removeOf: (host: string) => `${host} entfernen`,
    works: "Funktioniert.",
    fails: (step: string) => `Funktioniert nicht, Schritt: ${step}.`,
    steps: {
      connect: "Verbinden",
      create: "Warteschlange erstellen",
      secure: "Warteschlange sichern",
      send: "Senden",
      receive: "Empfangen",
      delete: "Warteschlange löschen",
    },
    password: "mit Passwort",
    none: (protocol: ServerProtocol) =>
      protocol === "smp"
        ? "Kein Nachrichtenserver ist eingeschaltet: Niemand Neues kann dich erreichen."
        : "Kein Dateiserver ist eingeschaltet.",
    noProxy: "Kein Server ist eingeschaltet, der deine Nachrichten privat weitergibt.",
    add: "Server hinzufügen",
    address: "Serveradresse",
    addressHint: "smp:// oder xftp://, dann der Fingerabdruck, vielleicht ein Passwort, und der Host.",
    addButton: "Server hinzufügen",
  },

  network: {
    lead: "Alle Verbindungen gehen über den Betreiber dieser Seite, weil Browser sie nicht selbst aufbauen können. Er leitet sie zu deinen Servern und sieht deine Adresse im Internet, welche Server du nutzt, wann, und wie viele Blöcke. Lesen kann er sie nicht. Was du hier einstellst, gilt für alle deine Profile.",
    routing: "Privates Nachrichten-Routing",
    routingMeans:
      "Nachrichten gehen zuerst an einen deiner Server, der sie weitergibt. Der Server deines Kontakts erfährt dann nicht, welche Verbindungen deine sind, und deiner nicht, für welche Warteschlange eine Nachricht ist.",
    use: "Nutzen für",
    routings: { always: "Alle Server", unknown: "Server, die ich nicht nutze", never: "Keinen Server" },
    fallback: "Wenn keiner eine Nachricht weitergeben kann",
    fallbacks: { allow: "Direkt senden", prohibit: "Nicht senden" },
    fallbackMeans:
      "Auch direkt gesendet ist eine Nachricht Ende-zu-Ende-verschlüsselt, und der Server deines Kontakts sieht deine Adresse nicht: Die Verbindung stellt der Betreiber dieser Seite her.",
    tor: "Tor",
    torMeans:
      "Ob der Betreiber dieser Seite sich über Tor verbindet, liegt bei ihm. Wenn ja, entscheidet dies, was sich einen Weg dadurch teilen darf. Um deine eigene Adresse vor dem Betreiber zu verbergen, öffne diese Seite im Tor Browser.",
    isolation: "Ein eigener Weg für jeden",
    isolations: { profile: "Profil", session: "Start", server: "Server", connection: "Kontakt" },
    isolationMeans:
      "Je feiner, desto weniger kann ein Server erkennen, was zusammengehört, und desto mehr Verbindungen gibt es.",
    onion: "Onion-Adressen von Servern",
    onions: { never: "Nie", prefer: "Wenn es eine gibt", required: "Nur diese" },
    inUse: "Genutzte Server",
    state: {
      online: "Verbunden.",
      connecting: "Wird verbunden …",
      offline: "Nicht verbunden.",
      null: "Noch nichts, womit zu verbinden wäre.",
      stopped: "Angehalten.",
    },
    counts: (queues: number, received: number, sent: number) =>
      `${count({ one: "Wartet auf Nachrichten für # Chat.", other: "Wartet auf Nachrichten für # Chats." }, queues)} Empfangen: ${number(received)}, gesendet: ${number(sent)}.`,
    elsewhere: (queues: number) => `${number(queues)} an einem anderen Ort genutzt: Ist dieses Profil doppelt offen?`,
    since: (when: string) => `Gezählt auf diesem Gerät seit ${when}, nur für dich.`,
    reconnect: "Neu verbinden",
    reset: "Neu zählen",
    times: "Zeiten",
    timesMeans: "Längere helfen in langsamen Netzen; kürzere sagen früher, dass ein Server nicht erreichbar ist.",
    connectTimeout: "Verbinden aufgeben nach",
    commandTimeout: "Warten auf Antwort aufgeben nach",
    ping: "Stille Verbindung prüfen alle",
    seconds: (seconds: number) => unit("second", seconds),
    minutes: (minutes: number) => unit("minute", minutes),
    noPing: "Nie",
    stop: "Senden und Empfangen anhalten",
    start: "Senden und Empfangen starten",
    stopMeans:
      "Angehalten verbindet sich diese Seite mit nichts: Nachrichten warten auf ihren Servern, und deine hier, bis du wieder startest oder die Seite neu öffnest.",
  },
  bridge: {
    heading: "Brücke",
    lead: "Das Programm, das die Verbindungen herstellt. Wer es betreibt, sieht deine Adresse im Internet, welche Server du nutzt, wann, und wie viele Blöcke; nie, was darin ist. Mit einer anderen Brücke sieht der Betreiber dieser Seite nur, dass du die Seite abrufst.",
    ofHost: (host: string) => `Genutzt: die Brücke des Betreibers dieser Seite, ${host}.`,
    other: (host: string) => `Genutzt: ${host}, nur auf diesem Gerät.`,
    none: "Der Betreiber dieser Seite erlaubt keine andere Brücke. Das kann ändern, wer sie betreibt.",
    address: "Adresse einer anderen Brücke",
    these: (hosts: readonly string[]) => `Der Betreiber dieser Seite erlaubt: ${hosts.join(", ")}.`,
    any: "Der Betreiber dieser Seite erlaubt jede. Die andere Brücke muss diese Seite zulassen.",
    use: "Diese Brücke nutzen",
    back: "Brücke des Betreibers nutzen",
  },
  directFiles: {
    heading: "Dateien ohne die Brücke",
    lead: "Auch Dateien gehen über die Brücke: Der Dateiserver sieht die Adresse der Brücke statt deiner, und die Brücke sieht, welche Dateiserver du nutzt, wann, und wie viel. Ein Dateiserver, der Webseiten bedient, ist auch direkt zu erreichen. Eine Datei lesen kann keiner von beiden.",
    use: "Dateien direkt abrufen und senden, wo ein Server es erlaubt",
    means:
      "Der Server sieht dann deine Adresse im Internet, die Art deines Browsers und die Adresse dieser Seite, und der Betreiber dieser Seite leitet die Dateien nicht weiter. Alle deine Profile teilen sich eine Verbindung zu einem Server; er kann also erkennen, dass sie zusammengehören. Server, die weder du noch deine Betreiber gewählt haben, werden weiter über die Brücke erreicht.",
    none: "Der Betreiber dieser Seite erlaubt es nicht. Das kann ändern, wer sie betreibt.",
    these: (hosts: readonly string[]) => `Der Betreiber dieser Seite erlaubt es für: ${hosts.join(", ")}.`,
    any: "Der Betreiber dieser Seite erlaubt es für alle Server.",
    off: "Genutzt: die Brücke, für alle Dateien.",
    unused: "Seit dem Start wurde keine Datei abgerufen oder gesendet.",
    ways: {
      direct: (host: string) => `Genutzt: direkt zu ${host}.`,
      bridge: (host: string) => `Genutzt: die Brücke für ${host}, da er direkt nicht zu erreichen ist.`,
    },
  },
  notices: {
    lead: "Du wirst benachrichtigt, solange diese Seite offen ist, auch im Hintergrund. Ein Browser kann eine geschlossene Seite nicht wecken: Kein Server weiß, dass eine Nachricht für dich ist.",
    privateLead: "Du wirst benachrichtigt, bis diese Sitzung endet.",
    show: "In einer Benachrichtigung zeigen",
    modes: { off: "Nichts", hidden: "Dass es etwas gibt", contact: "Wer geschrieben hat", message: "Wer und was" },
    modesMean: {
      off: "Die Zahl ungelesener Nachrichten steht im Titel und am Symbol, soweit der Browser es kann.",
      hidden: "„Neue Nachricht“, ohne Namen. Am besten, wo andere deinen Bildschirm sehen.",
      contact: "Der Name, und dass die Person geschrieben hat oder sich verbinden möchte.",
      message:
        "Der Name und der Anfang der Nachricht. Dein System zeigt es, vielleicht auf dem Sperrbildschirm, und manche bewahren es auf.",
    },
    ask: "Benachrichtigungen erlauben",
    notAsked: "Der Browser muss es einmal erlauben.",
    denied:
      "Der Browser erlaubt dieser Seite keine Benachrichtigungen. Ändere das in seinen Einstellungen für diese Seite.",
    unsupported: "Dieser Browser kann keine Benachrichtigungen zeigen.",
    sound: "Ton",
    soundMeans: "Ein kurzer Ton mit jeder Benachrichtigung. Nicht bei stummgeschalteten Chats.",
    soundTry: "Abspielen",
    previews: "Letzte Nachrichten in der Liste",
    previewsMean: "Ohne sie zeigt die Liste nur Namen.",
    muted: "Stummgeschaltete Chats und Profile melden nichts. Schalte einen Chat auf der Seite seines Kontakts stumm.",
  },

  look: {
    lead: "Nur wie es für dich aussieht. Wird mit deinen Chats aufbewahrt, auch in Sicherungen.",
    privateLead: "Nur wie es für dich aussieht, bis diese Sitzung endet.",
    language: "Sprache",
    languageBrowser: "Wie der Browser",
    theme: "Design",
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel", black: "Schwarz" },
    accent: "Farbe",
    accents: {
      petrol: "Petrol",
      blue: "Blau",
      violet: "Violett",
      rose: "Rosa",
      amber: "Bernstein",
      moss: "Moos",
      own: "Eigene",
    },
    hue: "Deine Farbe",
    hueMeans: "Jede Farbe ist lesbar: Nur ihr Winkel auf dem Farbkreis ändert sich.",
    size: "Schriftgröße",
    sizes: { small: "Klein", normal: "Normal", large: "Groß", larger: "Größer" },
    corners: "Form der Nachrichten",
    corner: { round: "Rund", soft: "Weich", square: "Eckig" },
    tail: "Eine Ecke, die zeigt, wer geschrieben hat",
    faces: "Profilbilder",
    face: { circle: "Kreis", rounded: "Abgerundet", square: "Quadrat" },
    wallpaper: "Hintergrund",
    wallpapers: {
      none: "Keiner",
      dots: "Punkte",
      grid: "Gitter",
      waves: "Wellen",
      leaves: "Blätter",
      stars: "Sterne",
      own: "Dein Bild",
    },
    picture: "Bild auswählen",
    pictureGone: "Bild entfernen",
    pictureMeans: "Es liegt verschlüsselt bei deinen Chats. Niemand sonst sieht es.",
    pictureBad: "Dieses Bild kann nicht verwendet werden. Versuche ein anderes.",
    example: "Beispiel",
    exampleTheirs: "Treffen wir uns um vier?",
    exampleMine: "Bis dann.",
    keys: "Tastenkürzel",
    keysMean: "Schalte sie aus, wenn sie einem Bildschirmleser oder der Sprachsteuerung im Weg sind.",
  },
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
