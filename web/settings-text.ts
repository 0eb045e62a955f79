/** Words of the settings in the language of the page, fetched with these views. */
import { catalogue } from "./text/catalogue.ts"
import { settings } from "./text/en/settings.ts"

export const text = catalogue(settings, {
  de: async () => (await import("./text/de/settings.ts")).settings,
  fr: async () => (await import("./text/fr/settings.ts")).settings,
  es: async () => (await import("./text/es/settings.ts")).settings,
  ar: async () => (await import("./text/ar/settings.ts")).settings,
  ru: async () => (await import("./text/ru/settings.ts")).settings,
})
