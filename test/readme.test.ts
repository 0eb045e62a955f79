/** What the documents name is there: files that they link to, and the tests that show what somebody cannot do. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"

const isOurs = (path: string) => !/(^|\/)(node_modules|dist|\.cache|\.git)(\/|$)/.test(path)
const documents = readdirSync(".", { withFileTypes: true })
  .flatMap(entry =>
    entry.isDirectory() && isOurs(entry.name)
      ? readdirSync(entry.name, { recursive: true }).map(path => join(entry.name, String(path)))
      : [entry.name],
  )
  .filter(path => path.endsWith(".md") && isOurs(path))

const linksOf = (text: string) => [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(m => m[1] ?? [])

describe("documents", () => {
  it("are found", () => expect(documents).toContain("README.md"))
  for (const document of documents)
    it(`${document} links only to what is there`, () => {
      const missing = linksOf(readFileSync(document, "utf8")).filter(to => !existsSync(join(dirname(document), to)))
      expect(missing).toEqual([])
    })
})

describe("the README of a folder", () => {
  const folders = documents.map(dirname).filter(d => /^(bridge|web|worker)\b/.test(d))
  for (const folder of folders)
    it(`names every file of ${folder}`, () => {
      // `ratchet*.ts` names all that begin so.
      const named = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/[\w*-]+(?=\.tsx?\b)/g)].map(
        ([name]) => new RegExp(`^${name.replaceAll("*", ".*")}$`),
      )
      const files = readdirSync(folder)
        .filter(f => /(?<!\.d)\.tsx?$/.test(f))
        .map(f => f.replace(/\.tsx?$/, ""))
      expect(files.filter(f => !named.some(n => n.test(f)))).toEqual([])
    })
})

describe("the threat table", () => {
  const text = readFileSync("README.md", "utf8")
  const rows = [...text.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(m => ({ no: Number(m[1]), tests: m[2] ?? "" }))
  const claims = [...text.matchAll(/(?<=[|;] )(\d+) \w/g)].map(m => Number(m[1]))

  it("has a test for every claim, and a claim for every test", () => {
    expect(claims.length).toBeGreaterThan(20)
    expect(rows.map(r => r.no)).toEqual(claims)
  })
  for (const { no, tests } of rows)
    it(`names tests that there are, for ${no}`, () => {
      // [file](path) "a test", "another one"
      const named = [...tests.matchAll(/\]\(([^)]+)\)((?:,? "[^"]+")+)/g)]
      expect(named.length).toBeGreaterThan(0)
      for (const [, path = "", names = ""] of named) {
        const source = readFileSync(path, "utf8")
        for (const [, name = ""] of names.matchAll(/"([^"]+)"/g)) expect(source).toContain(`"${name}"`)
      }
    })
})
