/**
 * As much of YAML as file descriptions need: maps and lists in block style, scalars on one line.
 *
 *   value = scalar / map / list       scalar = plain / 'single quoted' / "double quoted"
 *
 * Spec:  YAML 1.2, chapters 7 and 8. Refused: flow style, multi-line scalars, anchors, tags, several documents.
 * Peer:  Data.Yaml (libyaml), which writes just these for descriptions: keys in order, lists not indented.
 * Note:  all scalars are text. The peer tells 12 from "12"; we take either wherever a text or number is wanted.
 * Trust: chosen by a contact or a link; only DecodeError escapes. Depth is limited, and each line is read once.
 */
import { DecodeError } from "./bytes.ts"

/** `null` is an empty value, `~` or `null`. */
export type Yaml = string | null | readonly Yaml[] | YamlMap
export type YamlMap = { readonly [key: string]: Yaml }

export const isMap = (v: Yaml | undefined): v is YamlMap => typeof v === "object" && v !== null && !Array.isArray(v)

type Line = { readonly indent: number; readonly text: string }

const maxDepth = 8

const fail = (message: string): never => {
  throw new DecodeError(`YAML: ${message}`)
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  '"': '"',
  "\\": "\\",
  "/": "/",
  "0": "\0",
}

const doubleQuoted = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.?))/gs, (_, x?: string, u?: string, c?: string) =>
    x !== undefined || u !== undefined
      ? String.fromCharCode(Number.parseInt(x ?? u ?? "", 16))
      : (escapes[c ?? ""] ?? fail("unknown escape")),
  )

/** The text without a comment, which begins at the start or after a space. */
const uncommented = (text: string): string => text.replace(/(^|[ \t])#.*$/s, "").trimEnd()

const scalar = (text: string): string | null => {
  const single = /^'((?:[^']|'')*)'\s*(?:#.*)?$/s.exec(text)
  if (single !== null) return (single[1] ?? "").replaceAll("''", "'")
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/s.exec(text)
  if (double !== null) return doubleQuoted(double[1] ?? "")
  const plain = uncommented(text)
  if (plain === "" || plain === "~" || plain === "null") return null
  // a dash is a plain scalar's first character only when more follows, which is how keys may begin
  if (/^[[\]{}&*!|>'"%@`,?]|^[-:](?:\s|$)/.test(plain) || /:(?:\s|$)/.test(plain)) return fail("unsupported scalar")
  return plain
}

const keyOf = /^([A-Za-z][\w-]*)\s*:(?:\s+(.*))?$/s

const linesOf = (text: string): Line[] =>
  text.split(/\r?\n/).flatMap((line, i) => {
    if (i === 0 && line === "---") return []
    const indent = /^ */.exec(line)?.[0].length ?? 0
    const rest = line.slice(indent)
    if (rest.startsWith("\t")) fail("tab before text")
    return uncommented(rest) === "" ? [] : [{ indent, text: rest.trimEnd() }]
  })

/** Reads a document. Throws DecodeError. */
export const parseYaml = (text: string): Yaml => {
  const lines = linesOf(text)
  let at = 0

  const list = (indent: number, depth: number): Yaml[] => {
    const items: Yaml[] = []
    for (let line = lines[at]; line?.indent === indent && /^-(?:\s|$)/.test(line.text); line = lines[at]) {
      const inner = line.text.slice(1).trimStart()
      if (inner === "") {
        at++
        items.push(below(indent, depth))
      } else if (keyOf.test(inner) || /^-\s/.test(inner)) {
        // the item's own lines are those at the column where it begins
        const column = indent + line.text.length - inner.length
        lines[at] = { indent: column, text: inner }
        items.push(block(column, depth + 1))
      } else {
        at++
        items.push(scalar(inner))
      }
    }
    return items
  }

  const map = (indent: number, depth: number): YamlMap => {
    const entries = new Map<string, Yaml>()
    for (let line = lines[at]; line?.indent === indent; line = lines[at]) {
      const m = keyOf.exec(line.text)
      if (m === null) break
      const key = m[1] ?? ""
      if (entries.has(key)) fail("key twice")
      at++
      const inline = m[2] ?? ""
      entries.set(key, uncommented(inline) === "" ? below(indent, depth, true) : scalar(inline))
    }
    return Object.fromEntries(entries)
  }

  /** The value on the lines after a key or a dash; lists may stand at the key's own column. */
  const below = (indent: number, depth: number, afterKey = false): Yaml => {
    const next = lines[at]
    if (next === undefined || next.indent < indent) return null
    if (next.indent > indent) return block(next.indent, depth + 1)
    return afterKey && /^-(?:\s|$)/.test(next.text) ? list(indent, depth + 1) : null
  }

  const block = (indent: number, depth: number): Yaml => {
    if (depth > maxDepth) fail("too deep")
    const text = lines[at]?.text ?? ""
    if (/^-(?:\s|$)/.test(text)) return list(indent, depth)
    if (keyOf.test(text)) return map(indent, depth)
    at++
    return scalar(text)
  }

  const first = lines[0]
  if (first === undefined) return null
  const value = block(first.indent, 0)
  if (at < lines.length) fail("line out of place")
  return value
}

const words = /^(?:null|true|false|yes|no|on|off|y|n)$/i

/** A scalar that the peer reads back as text: what it would take for a number, a boolean or null is quoted. */
export const yamlText = (text: string): string => {
  const isPlain = /^-{0,2}\w(?:[\w:/.@,=+-]*[\w=+-])?$/.test(text) && Number.isNaN(Number(text)) && !words.test(text)
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`
}
