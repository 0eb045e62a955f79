/**
 * Numbers in sentences. Languages have one to six forms (Russian: one, few, many; Arabic: zero, one, two, few, many), and
 * `Intl.PluralRules` knows which one a number takes.
 */
import { type Language, locale } from "../state/language.ts"

export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>

/** A number as the reader writes it: 1,234 or 1.234 or ١٬٢٣٤. */
export const number = (n: number): string => new Intl.NumberFormat(locale.value).format(n)

/** "5 min", "2 s", "1 hr": short, in the habits of the reader's language, and never broken into two lines. */
export const unit = (name: "second" | "minute" | "hour" | "day", n: number): string =>
  new Intl.NumberFormat(locale.value, { style: "unit", unit: name, unitDisplay: "short" })
    .format(n)
    .replaceAll(" ", "\u00a0")

/**
 * For the catalogue of one language: `count({ one: "# message", other: "# messages" }, n)`. The number takes the place of
 * every "#". A form that is missing is `other`.
 */
export const plural = (language: Language) => {
  const rules = new Intl.PluralRules(language)
  return (forms: Forms, n: number): string => (forms[rules.select(n)] ?? forms.other).replaceAll("#", () => number(n))
}
