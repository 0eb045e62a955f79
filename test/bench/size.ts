/** Compressed JavaScript until the first screen is usable: what index.html and the worker load without being asked. */
import { readdirSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import type { Row } from "./row.ts"

const assets = "dist/web/assets"

const gzipKb = (file: string): number => gzipSync(readFileSync(`${assets}/${file}`), { level: 9 }).length / 1024

/** The file and all that it imports statically. */
const withImports = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen
  seen.add(file)
  const code = readFileSync(`${assets}/${file}`, "utf8")
  for (const m of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    if (m[1] !== undefined) withImports(m[1], seen)
  return seen
}

export const sizeRows = (): Row[] => {
  const html = readFileSync("dist/web/index.html", "utf8")
  const page = [...html.matchAll(/assets\/([^"]+\.js)/g)].map(m => m[1] ?? "")
  // What it answers the first question with fetches the rest at once.
  const worker = readdirSync(assets).filter(f => /^session-.*\.js$/.test(f))
  const total = (files: readonly string[]): number => {
    const all = new Set(files.flatMap(f => [...withImports(f)]))
    return [...all].reduce((sum, f) => sum + gzipKb(f), 0)
  }
  return [
    { name: "page, first screen", value: total(page), unit: "KB", target: "<= 40" },
    { name: "worker, first screen", value: total(worker), unit: "KB", target: "<= 80" },
  ]
}
