/** German; see ../README.md. The same keys as ../en/gate.ts. */
import type { Words } from "../catalogue.ts"
import type { gate as en } from "../en/gate.ts"
import { number, plural } from "../plural.ts"

const count = plural("de")

export const gate: Words<typeof en> = {
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
    fileSent: "Entsperre zuerst, dann kannst du die Datei holen.",
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
  language: "Sprache",
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

  remove: {
    action: "Chat entfernen",
    heading: (name: string) => `Den Chat mit ${name} entfernen?`,
    headingLink: "Diesen Link entfernen?",
    means: "Seine Nachrichten werden von diesem Gerät gelöscht, und ihr könnt einander hier nicht mehr schreiben.",
    meansLink: "Niemand wird ihn nutzen können.",
    confirm: "Entfernen",
    cancel: "Abbrechen",
  },

  failures: {
    BAD_LINK:
      "Das ist kein SimpleX-Link, oder ein Teil davon fehlt. Kopiere den ganzen Link und versuche es noch einmal.",
    LINK_UNSUPPORTED:
      "Unlisted kann diese Art von Link noch nicht öffnen. Bitte um einen Einmal-Link oder eine Adresse.",
    TOO_SOON: "Das war mehrmals falsch. Warte ein wenig, bevor du es noch einmal versuchst.",
    LINK_USED:
      "Dieser Link wurde gelöscht oder schon genutzt: Ein Einmal-Link funktioniert nur für eine Person. Bitte um einen neuen.",
    OWN_LINK: "Das ist dein eigener Link. Sende ihn jemand anderem.",
    BAD_NAME:
      "Gib einen Namen ein, der mit einem Buchstaben oder einer Ziffer beginnt und höchstens 50 Zeichen hat. Es kann irgendein Name sein.",
    BAD_PASSPHRASE: "Dieses Passwort kann deine Chats nicht schützen. Nimm ein anderes, aus ein paar Wörtern mehr.",
    WRONG_PASSPHRASE: "Das ist nicht das Passwort. Prüfe die Großschreibung und versuche es noch einmal.",
    NETWORK: "Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.",
    TIMEOUT: "Der Server hat zu lange nicht geantwortet. Versuche es noch einmal.",
    AUTH: "Der Server hat abgelehnt. Vielleicht wurde der Link genutzt oder gelöscht: Bitte um einen neuen.",
    PEER_OLD: "Die andere App ist zu alt. Bitte darum, sie zu aktualisieren und einen neuen Link zu senden.",
    STORE:
      "Dein Browser konnte das nicht speichern. Nichts wurde verändert. Schaffe Platz und versuche es noch einmal.",
    NO_STORAGE:
      "Dieses Browserfenster kann nichts aufbewahren. Chatte, ohne etwas zu behalten, oder nutze ein normales Fenster.",
    ELSEWHERE: "Deine Chats sind in einem anderen Tab offen. Geh dorthin, oder lade diese Seite neu.",
    INTERNAL: "Etwas ist schiefgegangen, das nicht sollte. Versuche es noch einmal, oder lade die Seite neu.",
  },
}
