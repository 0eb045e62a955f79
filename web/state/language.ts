/**
 * In which language the page speaks. Chosen from those that the browser asks for, or by the reader (settings.ts keeps it).
 *
 * The words of a language are fetched before it is shown, so that nothing is drawn half in another one. Whatever reads
 * `language`, `locale` or the words (text/catalogue.ts) while it is drawn is drawn anew when they change.
 */
import { computed, signal } from "@preact/signals"

export const languages = ["en", "de", "fr", "es", "ar", "ru"] as const
export type Language = (typeof languages)[number]
/** "browser": the first of those that the browser asks for which we have. */
export const languageChoices = ["browser", ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

/** Each by its own name, for who cannot read the present one. */
export const endonyms: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
  ru: "Русский",
}

export const directionOf = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr")

const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/, 1)[0] ?? ""

export const languageOf = (choice: LanguageChoice, preferred: readonly string[]): Language => {
  if (choice !== "browser") return choice
  const known = preferred.map(primary).find(tag => languages.includes(tag as Language))
  return (known as Language | undefined) ?? "en"
}

const regionOf = (tag: string): string | undefined => /^[a-z]+(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(tag)?.[1]

/** How this language writes times and numbers where the reader is: "de-AT" of who asks for that, "en-NL" of a Dutch one. */
export const localeOf = (language: Language, preferred: readonly string[]): string => {
  const own = preferred.find(tag => primary(tag) === language && /^[a-z0-9-]+$/i.test(tag))
  if (own !== undefined) return own
  const region = regionOf(preferred[0] ?? "")
  return region === undefined ? language : `${language}-${region.toUpperCase()}`
}

type Shown = { readonly language: Language; readonly locale: string }

const browserLanguages = (): readonly string[] => globalThis.navigator?.languages ?? []
const shown = signal<Shown>({ language: "en", locale: localeOf("en", browserLanguages()) })

export const language = computed(() => shown.value.language)
/** A BCP 47 tag, for Intl. */
export const locale = computed(() => shown.value.locale)

type Fetch = (wanted: Language) => Promise<void>
type Catalogue = { readonly english: () => Promise<void>; readonly other: Fetch }
const catalogues: Catalogue[] = []
/** What the reader wants; it is shown as soon as its words are here. */
let wanted: Language = "en"

/** Without its words a language is shown as far as they are here, the rest in English. */
const fetched = async ({ other }: Catalogue): Promise<void> => {
  try {
    await other(wanted)
  } catch {
    // No network. The next start tries again.
  }
}

/** `english` is fetched before the first view that is not part of the page is shown; both are asked for often. */
export const addCatalogue = (english: Catalogue["english"], other: Fetch) => {
  const added = { english, other }
  catalogues.push(added)
  if (wanted !== "en") void fetched(added)
}

/** Resolves when the words of another language are here, as far as they can be had. */
const otherWords = async () => {
  if (wanted !== "en") await Promise.all(catalogues.map(fetched))
}

/** Resolves when the words of all that was fetched so far are here in the language of the page; rejects without English. */
export const wordsReady = async (): Promise<void> => {
  await Promise.all([...catalogues.map(c => c.english()), otherWords()])
}

const show = (next: Shown) => {
  shown.value = next
  const { documentElement: page } = document
  page.lang = next.language
  page.dir = directionOf(next.language)
}

/** The browser's languages were changed while the page is open. */
export const followBrowser = (choice: () => LanguageChoice) =>
  addEventListener("languagechange", () => void showLanguage(choice()))

/** The page is in the language that is wanted. */
export const isShown = (): boolean => wanted === language.peek()

/** Resolves when the page is in this language, or in the one that was wanted meanwhile. */
export const showLanguage = async (choice: LanguageChoice): Promise<void> => {
  const preferred = browserLanguages()
  const next = languageOf(choice, preferred)
  wanted = next
  // English is always here: nobody waits for it, not even a moment.
  if (next !== "en") await otherWords()
  if (wanted === next) show({ language: next, locale: localeOf(next, preferred) })
}
