/** The catalogues: every language that is called complete has every word, and which language a reader gets. */
import { describe, expect, it } from "vitest"
import { directionOf, type Language, languageOf, localeOf } from "../../web/state/language.ts"
import { complete } from "../../web/text/catalogue.ts"
import { plural, unit } from "../../web/text/plural.ts"
import { differing, missing, others, parts, type Tree, wordsOf } from "./words.ts"

/** Languages whose translators have delivered: from then on a missing word fails here. */
const finished: readonly Language[] = ["de", "fr", "es", "ar", "ru"]

const lacking = async (language: string, compare: (from: Tree, other: Tree) => readonly string[]) => {
  const found = parts.map(async part =>
    compare(await wordsOf("en", part), await wordsOf(language, part)).map(path => `${part}: ${path}`),
  )
  return (await Promise.all(found)).flat()
}

describe("the words", () => {
  it("are in the same files in every language", async () => {
    expect(parts).toContain("main")
    for (const language of others) for (const part of parts) expect(await wordsOf(language, part)).toBeTypeOf("object")
  })

  it.each(others)("of %s are all there, if it is called complete", async language => {
    const lacks = await lacking(language, missing)
    if (finished.includes(language)) expect(lacks).toEqual([])
    else if (lacks.length > 0) console.info(`${language} lacks ${lacks.length} words; tsx test/web/missing-words.ts`)
  })

  it.each(others)("of %s have no word that English does not have, and say the same values", async language => {
    expect(await lacking(language, (en, other) => missing(other, en))).toEqual([])
    expect(await lacking(language, differing)).toEqual([])
  })

  it("that a language lacks are English", () => {
    const en = { a: "one", b: { c: "two", d: (n: number) => `${n}` }, e: null as string | null }
    const all = complete(en, { b: { c: "zwei" } })
    expect({ ...all, b: { ...all.b, d: all.b.d(3) } }).toEqual({ a: "one", b: { c: "zwei", d: "3" }, e: null })
  })

  it("of what an older page says name the button that brings the newer one", async () => {
    for (const language of ["en", ...others]) {
      const { NEWER_STORE } = await wordsOf(language, "failures")
      const { update } = (await wordsOf(language, "main")) as { update: { take: string } }
      expect([language, NEWER_STORE]).toEqual([language, expect.stringContaining(update.take)])
    }
  })

  it("for a span of time stay in one line", () => {
    expect(unit("minute", 15)).toMatch(/^15\u00a0min/)
    expect(unit("hour", 1)).not.toContain(" ")
  })

  it("are found missing when they are, or are another kind of thing, or leave out a value", () => {
    const en = { a: "one", b: { c: (name: string) => `to ${name}`, d: null } }
    expect(missing(en, {})).toEqual(["a", "b.c", "b.d"])
    expect(missing(en, { a: "eins", b: { c: "an", d: "da" } })).toEqual(["b.c"])
    expect(differing(en, { b: { c: () => "an jemanden" } })).toEqual(["b.c"])
    expect(differing(en, { b: { c: (name: string) => `an ${name}` } })).toEqual([])
  })
})

describe("the language", () => {
  it("is the first that the browser asks for and that we have", () => {
    expect(languageOf("browser", ["nl-NL", "de-AT", "en"])).toBe("de")
    expect(languageOf("browser", ["AR_eg"])).toBe("ar")
    expect(languageOf("browser", ["nl", "tlh"])).toBe("en")
    expect(languageOf("browser", [])).toBe("en")
  })

  it("is what the reader chose, whatever the browser asks for", () => {
    expect(languageOf("ru", ["de"])).toBe("ru")
  })

  it("writes times and numbers as they are written where the reader is", () => {
    expect(localeOf("de", ["en-US", "de-CH"])).toBe("de-CH")
    expect(localeOf("en", ["nl-NL"])).toBe("en-NL")
    expect(localeOf("en", ["zh-Hant-TW"])).toBe("en-TW")
    expect(localeOf("fr", ["nl"])).toBe("fr")
    expect(localeOf("fr", [])).toBe("fr")
    for (const tags of [["nl-NL"], ["sr-Latn-RS"], ["es-419"], ["de-DE-u-co-phonebk"], ["x-y"]])
      for (const language of ["en", "de", "es"] as const)
        expect(() => new Intl.DateTimeFormat(localeOf(language, tags)).format(0), tags[0]).not.toThrow()
  })

  it("is written from the right in Arabic alone", () => {
    expect(["en", "de", "fr", "es", "ar", "ru"].map(l => directionOf(l as Language))).toEqual([
      ...["ltr", "ltr", "ltr", "ltr", "rtl", "ltr"],
    ])
  })

  it("has its own forms for numbers", () => {
    const russian = plural("ru")
    const forms = { one: "# сообщение", few: "# сообщения", many: "# сообщений", other: "# сообщения" }
    expect([1, 2, 5, 21].map(n => russian(forms, n))).toEqual([
      "1 сообщение",
      "2 сообщения",
      "5 сообщений",
      "21 сообщение",
    ])
    expect(plural("ar")({ two: "رسالتان", other: "# رسالة" }, 2)).toBe("رسالتان")
    expect(plural("en")({ other: "#, again #" }, 1234)).toBe("1,234, again 1,234")
  })
})
