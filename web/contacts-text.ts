/** Words about contacts and lists in the language of the page, fetched with these views. */
import { catalogue } from "./text/catalogue.ts"
import { contacts } from "./text/en/contacts.ts"

export const text = catalogue(contacts, {
  de: async () => (await import("./text/de/contacts.ts")).contacts,
  fr: async () => (await import("./text/fr/contacts.ts")).contacts,
  es: async () => (await import("./text/es/contacts.ts")).contacts,
  ar: async () => (await import("./text/ar/contacts.ts")).contacts,
  ru: async () => (await import("./text/ru/contacts.ts")).contacts,
})
