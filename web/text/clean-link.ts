/**
 * Links to pages without what tells who has passed them on.
 *
 * Which parameters of a query stay:
 *   safe   all but those whose name begins as trackers' names do; what is always harmless stays
 *   eager  what is harmless everywhere or at this site; and the first one of a page whose path looks like words and not
 *          like an identifier, unless it looks like a tracker's
 *
 * Peer:  Simplex.Chat.Markdown, sanitizeUri and parseUri; ComposeView of the apps, sanitizeMessage; openBrowserAlert.
 * Note:  the peer (6.4.5) takes "list" for a tracker's name in safe mode, which breaks links to playlists; newer versions let
 *        stay what is harmless, and so do we.
 * Note:  what stays is left as it was written; the peer writes it anew.
 * Trust: written by a stranger. Never throws, and takes time in proportion to the length.
 */
import { parseMarkdown, type Span } from "./markdown.ts"

type Site = (host: string) => boolean
const at =
  (domain: string): Site =>
  host =>
    host === domain || host.endsWith(`.${domain}`)

/** By site: names that say what to show. */
const harmless: readonly (readonly [Site, readonly string[]])[] = [
  [() => true, ["q", "search", "search_query", "lang", "list", "page", "text", "type"]],
  [at("aliexpress.com"), ["SearchText", "catId", "minPrice", "maxPrice"]],
  [at("amazon.com"), ["i", "rh", "k"]],
  [at("baidu.com"), ["wd"]],
  [at("bing.com"), ["mkt"]],
  [at("github.com"), ["author", "diff", "ref", "w"]],
  [at("play.google.com"), ["id"]],
  [at("reddit.com"), ["t"]],
  [at("wikipedia.com"), ["oldid", "uselang"]],
  [at("x.com"), ["f"]],
  [at("yahoo.com"), ["p"]],
  [at("youtube.com"), ["v", "t"]],
  [at("youtu.be"), ["t"]],
]

/** Beginnings of names that trackers use. */
const trackers = [
  ..."ad af camp cmp dc dev ef_ fb gad_ gc gdf hsa_ igsh li matomo_ mc_ mkwid msc mtm_ pcrid piwik_ pk_ prom ref s_kw si src srs trk_ tw utm ycl".split(
    " ",
  ),
]

const isTracker = (name: string): boolean => trackers.some(start => name.startsWith(start))
const looksLikeTracker = (name: string): boolean =>
  isTracker(name) || name.includes("_") || name.endsWith("id") || name.startsWith("source")

const nameOf = (parameter: string): string => {
  const name = parameter.split("=", 1)[0]?.replaceAll("+", " ") ?? ""
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Words of small letters, as the path of a page; letters and digits mixed name one thing of many. */
const isPageName = (path: string): boolean => /^[a-z_/-]*$/.test(path)

const parts = /^(https?:\/\/(?:[^/?#@]*@)?([^/?#:]*)(?::\d*)?)([^?#]*)\?([^#]*)(#.*)?$/su

/** The link without its trackers; null when it has none, or is not the address of a page. */
export const sanitizeUri = (link: string, safe: boolean): string | null => {
  const [, site, host = "", path = "", query = "", rest = ""] = parts.exec(link) ?? []
  if (site === undefined || !host.includes(".") || query === "") return null
  const stays = (name: string): boolean => harmless.some(([isSite, names]) => isSite(host) && names.includes(name))
  const isFirst = (i: number): boolean => i === 0 && isPageName(path)
  const all = query.split("&")
  const left = all.filter((parameter, i) => {
    const name = nameOf(parameter)
    if (stays(name)) return true
    return safe ? !isTracker(name) : isFirst(i) && !looksLikeTracker(name)
  })
  if (left.length === all.length) return null
  return `${site}${path}${left.length === 0 ? "" : `?${left.join("&")}`}${rest}`
}

const cleanSpan = (span: Span): string => {
  if (span.kind !== "link") return span.source
  const named = /^\[([^\]]*)\]\((.*)\)$/su.exec(span.source)
  const clean = sanitizeUri(named?.[2] ?? span.source, true)
  if (clean === null) return span.source
  // A text that is the link itself would say something else than the new one.
  return named ? `[${named[1] === named[2] ? clean : named[1]}](${clean})` : clean
}

/** A message as it is to be sent: its links without trackers, everything else as it was written. */
export const cleanLinks = (text: string): string => parseMarkdown(text).map(cleanSpan).join("")
