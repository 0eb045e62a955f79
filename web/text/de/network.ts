/** German; see ../README.md. The same keys as ../en/network.ts. */
import type { OperatorId, ServerProtocol } from "../../../worker/api.ts"
import type { Words } from "../catalogue.ts"
import type { network as en } from "../en/network.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("de")

export const network: Words<typeof en> = {
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
}
