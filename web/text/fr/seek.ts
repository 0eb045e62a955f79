/** French; see ../README.md. The same keys as ../en/seek.ts. */
import type { Words } from "../catalogue.ts"
import type { seek as en } from "../en/seek.ts"
import { plural } from "../plural.ts"

const count = plural("fr")

export const seek: Words<typeof en> = {
  seeking: {
    open: "Rechercher dans cette conversation",
    label: "Rechercher des messages",
    kinds: "Type de message",
    all: "Tous",
    kind: { image: "Images", video: "Vidéos", voice: "Vocaux", file: "Fichiers", link: "Liens" },
    close: "Fermer la recherche",
    busy: "Recherche…",
    none: "Rien n’a été trouvé.",
    found: (n: number) => count({ one: "# message trouvé", other: "# messages trouvés" }, n),
    more: "Chercher plus loin",
    hint: "Écris un mot, ou choisis un type.",
  },
  share: "Partager",
}
