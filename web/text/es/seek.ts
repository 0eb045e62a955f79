/** Spanish; see ../README.md. The same keys as ../en/seek.ts. */
import type { Words } from "../catalogue.ts"
import type { seek as en } from "../en/seek.ts"
import { plural } from "../plural.ts"

const count = plural("es")

export const seek: Words<typeof en> = {
  seeking: {
    open: "Buscar en este chat",
    label: "Buscar mensajes",
    kinds: "Tipo de mensaje",
    all: "Todos",
    kind: { image: "Imágenes", video: "Vídeos", voice: "Voz", file: "Archivos", link: "Enlaces" },
    close: "Cerrar búsqueda",
    busy: "Buscando…",
    none: "No se encontró nada.",
    found: (n: number) => count({ one: "# mensaje encontrado", other: "# mensajes encontrados" }, n),
    more: "Buscar más atrás",
    hint: "Escribe una palabra o elige un tipo.",
  },
  share: "Compartir",
}
