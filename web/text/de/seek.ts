/** German; see ../README.md. The same keys as ../en/seek.ts. */
import type { Words } from "../catalogue.ts"
import type { seek as en } from "../en/seek.ts"
import { plural } from "../plural.ts"

const count = plural("de")

export const seek: Words<typeof en> = {
  seeking: {
    open: "In diesem Chat suchen",
    label: "Nachrichten suchen",
    kinds: "Art der Nachricht",
    all: "Alle",
    kind: { image: "Bilder", video: "Videos", voice: "Sprache", file: "Dateien", link: "Links" },
    close: "Suche schließen",
    busy: "Es wird gesucht …",
    none: "Nichts gefunden.",
    found: (n: number) => count({ one: "# Nachricht gefunden", other: "# Nachrichten gefunden" }, n),
    more: "Weiter zurück suchen",
    hint: "Tippe ein Wort, oder wähle eine Art.",
  },
  share: "Teilen",
}
