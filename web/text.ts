/**
 * The words of the page in the language of its reader. Views import them from here only, and read them while drawing. The first
 * screens may read those of en/gate.ts only: the others come with the first view that is fetched (parts/lazy.tsx).
 */
import { catalogue } from "./text/catalogue.ts"
import { gate } from "./text/en/gate.ts"
import type { main } from "./text/en/main.ts"

export const text = catalogue<typeof main>(
  gate,
  {
    de: async () => (await import("./text/de/main.ts")).main,
    fr: async () => (await import("./text/fr/main.ts")).main,
    es: async () => (await import("./text/es/main.ts")).main,
    ar: async () => (await import("./text/ar/main.ts")).main,
    ru: async () => (await import("./text/ru/main.ts")).main,
  },
  async () => (await import("./text/en/main.ts")).main,
)
