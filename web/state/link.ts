/**
 * Links as people meet them: in the address bar, inside a pasted sentence, in a QR code; and the forms in which we
 * show our own.
 *
 *   page form    <our origin>/invitation#/?v=..&smp=..&e2e=..   or   <our origin>/i#<id>/<key>?h=..&p=..&c=..
 *   app form     simplex:/invitation#/?..                       or   simplex:/i#..
 *   web form     https://simplex.chat/invitation#/?..           the page of the apps' makers
 *
 * The two differ only in what stands before the path, and the secret part stays behind the `#`, which no browser sends
 * to a server. Whether a link is sound is for the worker to say: here nothing is decoded.
 *
 * Trust: everything here was written by a stranger. The results are handed to the worker or shown as text, and never
 *        used as an address for the page to load.
 */
import { computed, signal } from "@preact/signals"
import type { FailureCode, LinkPlan, OwnLink } from "../../worker/api.ts"

const kinds = /^\/(invitation|contact|file|name|i|a|g|c|r)\/?$/i

/**
 * The link that this page's own address holds: in app form, or as it stands behind the "#" of the start page; null for an
 * ordinary address. One that lost what was behind its "#" on the way is a link too, which the worker finds damaged.
 */
export const linkIn = (pathname: string, hash: string): string | null => {
  const kind = kinds.exec(pathname)?.[1]
  if (kind) return `simplex:/${kind}${hash.length > 1 ? hash : "#"}`
  return pathname === "/" && /^#(?:simplex:\/|https:\/\/)/i.test(hash) ? hash.slice(1) : null
}

/** What an address of this page asks for: a link to look at, one of the shortcuts, what another app has shared, or a move. */
export type Opened =
  | { readonly type: "link"; readonly link: string }
  | { readonly type: "new" | "scan" | "shared" }
  /** Chats that are to go on here; `fragment` is what opens them. */
  | { readonly type: "carry"; readonly fragment: string }

const shortcuts = { "#new": "new", "#scan": "scan", "#shared": "shared" } as const

/** Null for an ordinary address. */
export const openedBy = (pathname: string, hash: string): Opened | null => {
  const link = linkIn(pathname, hash)
  if (link !== null) return { type: "link", link }
  if (/^\/carry\/?$/.test(pathname) && hash.length > 1) return { type: "carry", fragment: hash.slice(1) }
  // A launch into a window that is open: browsers leave out what was shared then, and the page says so.
  if (pathname === "/share") return { type: "shared" }
  if (pathname !== "/") return null
  const type = shortcuts[hash as keyof typeof shortcuts]
  if (type !== undefined) return { type }
  const handled = /^#web\+simplex=(.+)$/.exec(hash)?.[1]
  return handled === undefined ? null : handledLink(handled)
}

/** `web+simplex:/i#...` as the browser hands it over, which stands for `simplex:/i#...`. */
const handledLink = (text: string): Opened | null => {
  try {
    return { type: "link", link: decodeURIComponent(text).replace(/^web\+simplex:\/*/, "simplex:/") }
  } catch {
    return null
  }
}

const finals = new Set(">)]\"'.,;!?")

/** Not by a pattern like `[.,]+$`: looking for that takes the square of the time when there are thousands in the middle. */
const withoutFinals = (text: string): string => {
  let end = text.length
  while (end > 0 && finals.has(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/**
 * The first link in pasted or scanned text, with page-form links of `origin` put into app form. Text without a link
 * comes back trimmed, for the worker to refuse.
 */
export const findLink = (text: string, origin: string): string => {
  const found = /(?:simplex:\/|https?:\/\/)\S+/i.exec(text)?.[0]
  if (!found) return text.trim()
  const link = withoutFinals(found)
  if (!link.startsWith(`${origin}/`)) return link
  const at = link.indexOf("#")
  return at < 0 ? link : (linkIn(link.slice(origin.length, at), link.slice(at)) ?? link)
}

export const linkForms = ["page", "app", "web", "full"] as const
export type LinkForm = (typeof linkForms)[number]

/** The page of the SimpleX apps' makers, which shows a code and opens the app. What it is for stays behind the "#". */
const webOf = (full: string): string => full.replace(/^simplex:/, "https://simplex.chat")

/** The forms of a link of ours. Without a short link (an old server) the page form carries the full one. */
export const formsOf = ({ short, full }: OwnLink, origin: string): readonly { form: LinkForm; link: string }[] => [
  { form: "page", link: `${origin}${(short ?? full).slice("simplex:".length)}` },
  ...(short ? [{ form: "app" as const, link: short }] : []),
  { form: "web", link: webOf(full) },
  { form: "full", link: full },
]

/** The one form of a link to a file of ours: the apps with a screen open none, the terminal client opens this too. */
export const fileFormsOf = (link: string, origin: string): readonly { form: LinkForm; link: string }[] => [
  { form: "page", link: `${origin}${link.slice("simplex:".length)}` },
]

/** A link that was opened, scanned or pasted and waits for a decision. */
export type Arrival = {
  readonly link: string
  /** Null until the worker has looked at it. */
  readonly plan: LinkPlan | null
  readonly problem: FailureCode | null
  /** "Connect" was pressed and is under way. */
  readonly busy: boolean
}

/** It asks for consent first. Before the worker has looked, the path of the link is a good guess for the words on screen. */
export const isAddress = ({ plan, link }: Arrival): boolean =>
  plan === null ? /^simplex:\/(a|contact)\/?#/i.test(link) : plan.kind === "contact"

/** Somebody sends a file to whoever has this link. */
export const isFile = ({ plan, link }: Arrival): boolean =>
  plan === null ? /^simplex:\/file\/?#/i.test(link) : plan.kind === "file"

const state = signal<Arrival | null>(null)
export const arrival = computed(() => state.value)
export const applyArrival = (next: Arrival | null) => {
  state.value = next
}
