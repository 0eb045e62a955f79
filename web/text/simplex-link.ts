/**
 * What kind of SimpleX link a text is, by its shape alone. Whether it is sound, the worker finds out when it is opened.
 *
 * Peer:  Simplex.Chat.Markdown, simplexUriFormat; Simplex.Messaging.Agent.Protocol, ConnShortLink.
 * Note:  a short link has a key of 32 bytes here. The peer's reader takes any length, and so sees an address in
 *        https://example.com/a#page.
 * Trust: written by a stranger. `link` begins with "simplex:/" and is never used as an address for the page to load.
 */

export type SimplexKind = "invitation" | "contact" | "group" | "channel" | "relay"

export type SimplexLink = {
  readonly kind: SimplexKind
  /** In app form. */
  readonly link: string
  /** The server that it leads over, the first of several; null where the link leaves that to the presets. */
  readonly host: string | null
  readonly isShort: boolean
}

const full = /^(?:simplex:|https:\/\/[^\s:#,;/]+(?::\d+)?)(\/(invitation|contact)\/?#\/\?(\S+))$/
const short = /^(?:simplex:|https:\/\/([^\s/#?]+))(\/([iAGCRagcr])\/?#(?:([\w-]+)\/)?[\w-]{43}=?(?:\?(\S*))?)$/

const kinds: Readonly<Record<string, SimplexKind>> = {
  i: "invitation",
  a: "contact",
  g: "group",
  c: "channel",
  r: "relay",
}

const isGroup = (data: string | null): boolean => {
  try {
    const value: unknown = JSON.parse(data ?? "null")
    return typeof value === "object" && value !== null && "type" in value && value.type === "group"
  } catch {
    return false
  }
}

const firstHost = (hosts: string | null | undefined) => hosts?.split(",", 1)[0] || null

const fullLink = (path: string, mode: string, query: string): SimplexLink | null => {
  const get = new URLSearchParams(query)
  const queue = get.get("smp")
  if (get.get("v") === null || queue === null) return null
  const host = firstHost(/^smp:\/\/[^@/]+@([^:/#?;]+)/.exec(queue)?.[1])
  const kind = mode === "invitation" ? "invitation" : isGroup(get.get("data")) ? "group" : "contact"
  return { kind, link: `simplex:${path}`, host, isShort: false }
}

/** The link that `text` is, from its first to its last character; null when it is none. */
export const simplexLink = (text: string): SimplexLink | null => {
  const f = full.exec(text)
  if (f) return fullLink(f[1] ?? "", f[2] ?? "", f[3] ?? "")
  const s = short.exec(text)
  const kind = kinds[s?.[3]?.toLowerCase() ?? ""]
  if (!s || !kind || (s[4] === undefined) === (kind === "invitation")) return null
  const further = new URLSearchParams(s[5] ?? "").get("h")
  // In app form the host before the path becomes the first of the parameter.
  const link = s[1] === undefined ? text : appForm(s[2] ?? "", s[1], further)
  return { kind, link, host: s[1] ?? firstHost(further), isShort: true }
}

const appForm = (path: string, host: string, further: string | null): string => {
  const hosts = further ? `${host},${further}` : host
  const [key = "", query = ""] = path.split("?")
  const rest = query.split("&").filter(part => part !== "" && !part.startsWith("h="))
  return `simplex:${key}?${[`h=${hosts}`, ...rest].join("&")}`
}
