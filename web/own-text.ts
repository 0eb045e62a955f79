/** Words about what is set for one's profiles, in the language of the page, fetched with these views. */
import { catalogue } from "./text/catalogue.ts"
import { own } from "./text/en/own.ts"

export const text = catalogue(own, {
  de: async () => (await import("./text/de/own.ts")).own,
  fr: async () => (await import("./text/fr/own.ts")).own,
  es: async () => (await import("./text/es/own.ts")).own,
  ar: async () => (await import("./text/ar/own.ts")).own,
  ru: async () => (await import("./text/ru/own.ts")).own,
})
