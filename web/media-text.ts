/** Words about pictures, videos and voice messages in the language of the page, fetched with the conversation. */
import { catalogue } from "./text/catalogue.ts"
import { media } from "./text/en/media.ts"

export const text = catalogue(media, {
  de: async () => (await import("./text/de/media.ts")).media,
  fr: async () => (await import("./text/fr/media.ts")).media,
  es: async () => (await import("./text/es/media.ts")).media,
  ar: async () => (await import("./text/ar/media.ts")).media,
  ru: async () => (await import("./text/ru/media.ts")).media,
})
