/** German; see ../README.md. The same keys as ../en/own.ts. */
import type { Words } from "../catalogue.ts"
import type { own as en } from "../en/own.ts"
import { plural } from "../plural.ts"

const count = plural("de")

export const own: Words<typeof en> = {
  search: {
    label: "Profil suchen",
    means: "Ein verstecktes Profil erscheint, wenn du hier sein Passwort tippst.",
    none: "Kein Profil hat diesen Namen.",
    found: (n: number) => count({ one: "# Profil", other: "# Profile" }, n),
  },
  row: {
    actions: (name: string) => `Aktionen für ${name}`,
    muted: "stummgeschaltet",
    hidden: "versteckt",
    mute: "Stummschalten",
    unmute: "Nicht mehr stummschalten",
    hide: "Profil verstecken",
    unhide: "Profil wieder zeigen",
    delete: "Profil löschen",
    read: "Alles als gelesen markieren",
  },
  muting: {
    heading: (name: string) => `${name} ist stummgeschaltet`,
    means: "Du bekommst weiter Nachrichten in diesem Profil. Sie werden nur angekündigt, während es gezeigt wird.",
    done: "OK",
  },
  hiding: {
    heading: (name: string) => `${name} verstecken`,
    lead: "Ein verstecktes Profil sieht hier niemand: Es ist in keiner Liste, keiner Zahl und keiner Suche, und was es bekommt, wird nicht angekündigt. Es empfängt weiter.",
    back: "Um es wieder zu sehen, tippe sein Passwort dort ein, wo du ein Profil suchst.",
    warning: "Ohne das Passwort kann es niemand öffnen, und niemand kann es für dich wiederherstellen.",
    password: "Passwort dieses Profils",
    repeat: "Passwort wiederholen",
    different: "Die beiden Passwörter sind nicht gleich.",
    empty: "Gib ein Passwort ein.",
    confirm: "Profil verstecken",
    last: "Das ist das einzige sichtbare Profil. Füge zuerst ein anderes hinzu.",
  },
  unhiding: {
    heading: (name: string) => `${name} wieder zeigen?`,
    means: "Jeder, der deine Chats öffnet, sieht es dann wieder.",
    confirm: "Profil wieder zeigen",
  },
  password: { label: "Passwort dieses Profils", wrong: "Das ist nicht das Passwort dieses Profils." },
  deleting: {
    heading: (name: string) => `Das Profil ${name} löschen?`,
    means:
      "Alle seine Chats und Nachrichten werden von diesem Gerät gelöscht. Das kann nicht rückgängig gemacht werden.",
    queues: "Auch seine Verbindungen auf den Servern löschen",
    queuesMeans:
      "Deine Kontakte erfahren dann, dass ihre Nachrichten nicht mehr ankommen. Sonst bewahren die Server auf, was sie senden, bis es abläuft.",
    next: "Name deines nächsten Profils",
    nextMeans: "Das ist das einzige sichtbare Profil, darum tritt ein neues an seine Stelle.",
    confirm: "Profil löschen",
  },
  preferences: {
    open: "Chat-Präferenzen",
    heading: "Chat-Präferenzen",
    lead: "Was du deinen Kontakten erlaubst. Für jeden Kontakt kannst du in seinen Einstellungen etwas anderes wählen.",
    told: "Deine Kontakte erfahren es, wenn du das änderst, außer denen, die dich unter einem Zufallsnamen kennen.",
    means: {
      timedMessages: "Nachrichten in einem Chat verschwinden nach einer Zeit, auf die ihr euch einigt.",
      fullDelete: "Nachrichten, die ihr Absender löscht, verschwinden spurlos, nicht nur als gelöscht markiert.",
      reactions: "Emojis an Nachrichten.",
      voice: "Aufgenommene Sprachnachrichten.",
      calls: "Ob Kontakte dich anrufen dürfen.",
    },
    allow: {
      always: "Immer: für sie, auch wenn sie es mir nicht erlauben",
      yes: "Ja: wenn mein Kontakt es auch erlaubt",
      no: "Nein",
    },
    life: "In neuen Chats verschwinden Nachrichten nach",
    lifeMeans: "Für Chats, die du ab jetzt beginnst. Habt ihr beide eine Zeit gesetzt, gilt die längere.",
    off: "aus",
  },
  receipts: {
    heading: "Empfangsbestätigungen",
    label: "Empfangsbestätigungen senden",
    means:
      "Deine Kontakte sehen ein zweites Häkchen, wenn ihre Nachricht angekommen ist. Niemand sieht je, ob du tippst oder online bist.",
    headingOn: "Empfangsbestätigungen senden?",
    headingOff: "Keine Empfangsbestätigungen mehr?",
    overrides: (n: number) =>
      count({ one: "In # Chat hast du anders gewählt.", other: "In # Chats hast du anders gewählt." }, n),
    keepOn: "Einschalten, diese Wahl behalten",
    keepOff: "Ausschalten, diese Wahl behalten",
    allOn: "Für alle Chats einschalten",
    allOff: "Für alle Chats ausschalten",
  },
  retention: {
    heading: "Automatisches Löschen",
    label: "Nachrichten löschen nach",
    means:
      "Alte Nachrichten und ihre Dateien werden von diesem Gerät gelöscht, in allen Chats dieses Profils. Deine Kontakte behalten ihre.",
    chatMeans: "Nur auf diesem Gerät: Dein Kontakt behält seine Nachrichten.",
    never: "nie",
    day: "1 Tag",
    week: "1 Woche",
    month: "1 Monat",
    year: "1 Jahr",
    custom: "andere Zeit …",
    default: (time: string) => `wie in deinem Profil (${time})`,
    amount: "Anzahl",
    unit: "Einheit",
    units: { day: "Tage", week: "Wochen", month: "Monate" },
    wrong: "Gib eine ganze Zahl ein, höchstens 54 Wochen.",
    use: "Diese Zeit wählen",
    asking: (time: string) => `Nachrichten löschen nach ${time}?`,
    now: (n: number) =>
      count(
        {
          one: "# Nachricht ist älter und wird sofort gelöscht. Das kann nicht rückgängig gemacht werden.",
          other: "# Nachrichten sind älter und werden sofort gelöscht. Das kann nicht rückgängig gemacht werden.",
        },
        n,
      ),
    none: "Noch ist keine Nachricht so alt. Von da an werden Nachrichten gelöscht, wenn sie es sind.",
    confirm: "Alte Nachrichten löschen",
    enable: "Einschalten",
  },
  crop: {
    heading: "Ausschnitt wählen",
    label: "Ausschnitt des Bildes",
    means: "Zieh das Bild, oder nutze die Pfeiltasten. Plus und Minus ändern die Größe.",
    size: "Größe",
    use: "Bild verwenden",
    describe: (percent: number, x: number, y: number) => `${percent} %, ${x} % von links, ${y} % von oben`,
  },
  bio: {
    left: (n: number) => count({ one: "Noch # Zeichen", other: "Noch # Zeichen" }, n),
    long: "Das ist zu lang: Die Apps zeigen 160 Zeichen, weniger, wenn es keine lateinischen Buchstaben sind.",
  },
  as: {
    label: "Verbinden als",
    links: "Dieser Link gehört zu",
    incognito: "einem Zufallsnamen (Inkognito)",
    means:
      "Wer sich verbindet, sieht diesen Namen. Ein anderes Profil bekommt einen anderen Link: Dieser funktioniert dann nicht mehr.",
    meansPrepared: "Es wurde noch nichts gesendet: Wähle, wen die andere Seite sehen wird.",
  },
}
