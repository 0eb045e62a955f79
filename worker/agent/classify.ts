/**
 * Finds the SimpleX link in what a person pasted, scanned or opened, and says of what kind it is.
 *
 * Accepted beyond `parseLink`: text around the link, `<link>`, final punctuation, line breaks that a mail program put
 * into it, capital letters in the scheme, and links to a page like ours: `http(s)://<page>/i#...`, where what stands
 * before the path is not the SMP server (that is always among the parameters then).
 *
 * Peer:  Simplex.Chat.Markdown finds links in text; Simplex.Chat.Operators.Presets, shortenShortLink, restoreShortLink.
 * Note:  the page's own form of a short link is its `simplex:` form behind another origin. A short link with `http:` or a
 *        port before the path can only be such a one, and so can one at our own origin.
 * Trust: text from anywhere; nothing is sent, only DecodeError escapes.
 */
import { DecodeError } from "../encoding/bytes.ts"
import type { Server } from "../encoding/server.ts"
import { caught } from "../encoding/text.ts"
import { type ConnectionLink, type ContactLink, parseLink, type ShortLink, writeLink } from "./link.ts"
import { presetServers } from "./presets.ts"

/** `file`: the description of a file; it is recognized, not read. */
export type LinkKind = "invitation" | "contact" | "group" | "channel" | "relay" | "file"

export type Classified =
  | {
      readonly kind: Exclude<LinkKind, "file">
      /** Of short links the server is complete: from the link or from the presets. */
      readonly link: ConnectionLink
      /** Canonical text, the same however it was pasted. */
      readonly text: string
    }
  | { readonly kind: "file"; readonly link: null; readonly text: string }

/** Whether the server can be left out of a short link but for its name: it is preset, with the same parameters. */
const isPreset = (s: Server, presets: readonly Server[]): boolean => {
  const preset = presets.find(p => p.hosts[0] === s.hosts[0])
  return (
    preset !== undefined &&
    s.hosts.every(h => preset.hosts.includes(h)) &&
    (s.port === preset.port || (preset.port === null && (s.port === 443 || s.port === 5223))) &&
    s.keyHash.length === preset.keyHash.length &&
    s.keyHash.every((x, i) => x === preset.keyHash[i])
  )
}

const isOnlyHost = (s: Server): boolean => s.hosts.length === 1 && s.port === null && s.keyHash.length === 0

/** The short link with nothing but the host of a server that every client knows. */
export const shorten = <L extends ShortLink>(link: L, presets: readonly Server[] = presetServers): L => {
  const hosts = link.server.hosts.slice(0, 1)
  return isPreset(link.server, presets)
    ? { ...link, server: { hosts, port: null, keyHash: link.server.keyHash.slice(0, 0) } }
    : link
}

/** Undoes `shorten`. A server that is not preset stays as it is, then its key hash is empty: it cannot be verified. */
export const restore = <L extends ShortLink>(link: L, presets: readonly Server[] = presetServers): L => {
  const preset = presets.find(p => p.hosts[0] === link.server.hosts[0])
  return isOnlyHost(link.server) && preset !== undefined ? { ...link, server: preset } : link
}

/** `{"groupLinkId":"..."}`, in links of some apps with a type; the peer asks for the id alone. */
const isGroup = (link: ContactLink): boolean => {
  try {
    const data: unknown = JSON.parse(link.clientData ?? "null")
    return typeof data === "object" && data !== null && "groupLinkId" in data && typeof data.groupLinkId === "string"
  } catch {
    return false
  }
}

const kindOf = (link: ConnectionLink): Exclude<LinkKind, "file"> => {
  if (link.mode === "invitation") return "invitation"
  if (link.form === "short") return link.type
  return isGroup(link) ? "group" : "contact"
}

/** What the parser lets through (as the peer) but no client makes: a link that was cut or whose server is unknown. */
const checked = (link: ConnectionLink): ConnectionLink => {
  if (link.form === "full") return link
  const full = restore(link)
  if (full.linkKey.length !== 32 || (full.mode === "invitation" && full.linkId.length !== 24))
    throw new DecodeError("damaged short link")
  if (full.server.keyHash.length !== 32) throw new DecodeError("short link without the identity of its server")
  return full
}

const isPage = (start: string, path: string, own: string | null): boolean =>
  start === own || (/^\/[A-Za-z]\/?#/.test(path) && (start.startsWith("http:") || /:\d+$/.test(start)))

/** The candidate as `parseLink` reads it. */
const normalized = (candidate: string, own: string | null): string => {
  const m = /^(simplex:|https?:\/\/[^/#?]+)(\/.*)$/is.exec(candidate)
  if (m === null) throw new DecodeError("not a SimpleX link")
  const start = (m[1] ?? "").toLowerCase()
  // some chat programs write "simplex:/" as "simplex://", as if an authority were to follow
  const path = start === "simplex:" ? (m[2] ?? "").replace(/^\/+/, "/") : (m[2] ?? "")
  const isFull = /^\/(?:invitation|contact|file)\/?#\/\?/.test(path)
  return isFull || isPage(start, path, own) ? `simplex:${path}` : start + path
}

const classifyOne = (candidate: string, own: string | null): Classified => {
  const text = normalized(candidate, own)
  if (/^simplex:\/file\/?#\/\?./.test(text)) return { kind: "file", link: null, text }
  const link = checked(parseLink(text))
  return { kind: kindOf(link), link, text: writeLink(link) }
}

const finals = new Set(".,;:!?'*`)]}»”’")

/** Not by a pattern like `[.,]+$`: looking for that takes the square of the time when there are thousands in the middle. */
const withoutFinals = (text: string): string => {
  let end = text.length
  while (end > 0 && finals.has(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

const candidates = (text: string): string[] =>
  [...text.matchAll(/(?:simplex:|https?:\/\/)[^\s<>"]+/gi)].flatMap(m => {
    const whole = m[0]
    const trimmed = withoutFinals(whole)
    // trimmed first: a final dot would pass as part of a host name
    return whole === trimmed ? [whole] : [trimmed, whole]
  })

/**
 * Finds the first link in the text. `ownOrigin` (`location.origin`) is the page that we are, so that links to it are
 * taken as links through it. Throws DecodeError when there is no link, or none that could be opened.
 */
export const classify = (text: string, ownOrigin: string | null = null): Classified => {
  const own = ownOrigin?.toLowerCase() ?? null
  // the second time without white space: a link that was broken into lines
  for (const attempt of new Set([text, text.replace(/\s+/g, "")]))
    for (const candidate of candidates(attempt)) {
      const found = caught(() => classifyOne(candidate, own))
      if (!(found instanceof DecodeError)) return found
    }
  throw new DecodeError("no SimpleX link")
}

/** The link as it opens in the page at this origin: `<origin>/i#...` or `<origin>/invitation#/?...`. */
export const writePageLink = (link: ConnectionLink, origin: string): string =>
  origin + writeLink(link.form === "short" ? { ...link, scheme: "simplex" } : link).slice("simplex:".length)
