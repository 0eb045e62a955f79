/** What is typed or shown in a field must not be kept by the browser: for its session restore, or to be offered later. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const sources = readdirSync("web", { recursive: true, withFileTypes: true })
  .filter(e => e.isFile() && e.name.endsWith(".tsx"))
  .map(e => join(e.parentPath, e.name))

/** From `<input` to the end of the tag: arrows in it are no end. */
const fields = sources.flatMap(path =>
  [...readFileSync(path, "utf8").matchAll(/<(?:input|textarea)\b[\s\S]*?\/>/g)].map(m => ({ path, tag: m[0] })),
)

it("every field for text says to the browser not to keep it", () => {
  expect(fields.length).toBeGreaterThan(10)
  const kept = fields.filter(f => !/type="(file|radio|checkbox)"/.test(f.tag) && !f.tag.includes("autocomplete="))
  expect(kept.map(f => `${f.path}: ${f.tag.slice(0, 60)}`)).toEqual([])
})
