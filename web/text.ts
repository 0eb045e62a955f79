/** The words of the page in the language of its reader. Views import them from here only, and read them while drawing. */
import { catalogue } from "./text/catalogue.ts"
import { main } from "./text/en/main.ts"

export const text = catalogue(main, {
  de: async () => (await import("./text/de/main.ts")).main,
  fr: async () => (await import("./text/fr/main.ts")).main,
  es: async () => (await import("./text/es/main.ts")).main,
  ar: async () => (await import("./text/ar/main.ts")).main,
  ru: async () => (await import("./text/ru/main.ts")).main,
})
