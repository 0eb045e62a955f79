/**
 * How the page looks and when it locks. The worker keeps it with the chats; of a private session it is in memory.
 *
 * The look of a kept profile is also in localStorage, for the screen that asks for the passphrase: colours, size and language,
 * and nothing else. It goes with the profile.
 */
import { computed, signal } from "@preact/signals"
import type { PageSettings } from "../../worker/api.ts"
import { type LanguageChoice, languageChoices, showLanguage } from "./language.ts"
import { type LinkForm, linkForms } from "./link.ts"
import { type NoticeMode, noticeModes } from "./notices.ts"

export const themes = ["system", "light", "dark", "black"] as const
export const accents = ["petrol", "blue", "violet", "rose", "amber", "moss", "own"] as const
export const sizes = ["small", "normal", "large", "larger"] as const
export const corners = ["round", "soft", "square"] as const
export const faces = ["circle", "rounded", "square"] as const
export const wallpapers = ["none", "dots", "grid", "waves", "leaves", "stars", "own"] as const
/** As the apps: 0, 12, 24 and 48 pixels. */
export const blurs = ["off", "soft", "medium", "strong"] as const
/** Minutes; 0: never. */
export const lockTimes = [0, 1, 5, 15, 60] as const

export type Settings = {
  readonly language: LanguageChoice
  readonly theme: (typeof themes)[number]
  readonly accent: (typeof accents)[number]
  readonly size: (typeof sizes)[number]
  /** Degrees on the colour wheel, of the accent "own". */
  readonly hue: number
  /** Of messages. */
  readonly corners: (typeof corners)[number]
  /** The corner that points to who wrote. */
  readonly tail: boolean
  /** Shape of profile pictures. */
  readonly faces: (typeof faces)[number]
  readonly wallpaper: (typeof wallpapers)[number]
  /** Keyboard shortcuts are on. */
  readonly keys: boolean
  /** Lock after so many minutes without input. */
  readonly lockAfter: (typeof lockTimes)[number]
  /** Lock when the page was hidden for so many minutes. */
  readonly lockHidden: (typeof lockTimes)[number]
  /** Blur the page while it is hidden or another window is in front. */
  readonly blur: boolean
  /** How much pictures are blurred until somebody wants to see them. */
  readonly mediaBlur: (typeof blurs)[number]
  /** In which form one's own links are shown at first. */
  readonly linkForm: LinkForm
  /** What is sent has no trackers in its links. */
  readonly cleanLinks: boolean
  /** Messages that took another way are marked. */
  readonly showProxied: boolean
  /** How much is told by notifications of the system. */
  readonly notices: NoticeMode
  readonly sound: boolean
  /** The list does not offer notifications any more. */
  readonly noticesOffered: boolean
  /** The version whose news were seen; empty: none was in use before. */
  readonly seen: string
  /** The list shows the last message of each chat. */
  readonly previews: boolean
  /** What is half written is kept. */
  readonly drafts: boolean
}

/**
 * Locked after a quarter of an hour: the computer may be somebody else's, and to unlock takes a second. Not sooner when
 * hidden: who looks something up in another tab would have to unlock all the time.
 */
export const defaults: Settings = {
  language: "browser",
  theme: "system",
  accent: "petrol",
  size: "normal",
  hue: 40,
  corners: "round",
  tail: true,
  faces: "circle",
  wallpaper: "none",
  keys: true,
  lockAfter: 15,
  lockHidden: 0,
  blur: false,
  mediaBlur: "off",
  linkForm: "page",
  cleanLinks: false,
  showProxied: false,
  notices: "off",
  sound: false,
  noticesOffered: false,
  seen: "",
  previews: true,
  drafts: true,
}

const oneOf = <T>(all: readonly T[], value: unknown, fallback: T): T =>
  all.includes(value as T) ? (value as T) : fallback

/** Of what was kept, perhaps by another version: what makes no sense is as if it was not there. */
export const toSettings = (kept: PageSettings): Settings => ({
  language: oneOf(languageChoices, kept.language, defaults.language),
  theme: oneOf(themes, kept.theme, defaults.theme),
  accent: oneOf(accents, kept.accent, defaults.accent),
  size: oneOf(sizes, kept.size, defaults.size),
  hue: typeof kept.hue === "number" && kept.hue >= 0 && kept.hue < 360 ? Math.round(kept.hue) % 360 : defaults.hue,
  corners: oneOf(corners, kept.corners, defaults.corners),
  tail: oneOf([true, false], kept.tail, defaults.tail),
  faces: oneOf(faces, kept.faces, defaults.faces),
  wallpaper: oneOf(wallpapers, kept.wallpaper, defaults.wallpaper),
  keys: oneOf([true, false], kept.keys, defaults.keys),
  lockAfter: oneOf(lockTimes, kept.lockAfter, defaults.lockAfter),
  lockHidden: oneOf(lockTimes, kept.lockHidden, defaults.lockHidden),
  blur: oneOf([true, false], kept.blur, defaults.blur),
  mediaBlur: oneOf(blurs, kept.mediaBlur, defaults.mediaBlur),
  linkForm: oneOf(linkForms, kept.linkForm, defaults.linkForm),
  cleanLinks: oneOf([true, false], kept.cleanLinks, defaults.cleanLinks),
  showProxied: oneOf([true, false], kept.showProxied, defaults.showProxied),
  notices: oneOf(noticeModes, kept.notices, defaults.notices),
  sound: oneOf([true, false], kept.sound, defaults.sound),
  noticesOffered: oneOf([true, false], kept.noticesOffered, defaults.noticesOffered),
  seen: typeof kept.seen === "string" ? kept.seen : defaults.seen,
  previews: oneOf([true, false], kept.previews, defaults.previews),
  drafts: oneOf([true, false], kept.drafts, defaults.drafts),
})

const state = signal<Settings>(defaults)
export const settings = computed(() => state.value)

const paper = { light: "#f5f2ec", dark: "#10181b", black: "#000000" }

/** Puts the look on the page, for the style sheets; and around it, where the browser takes its colour from us. */
const show = ({ hue, tail, ...look }: Settings) => {
  const { theme, accent, size, corners, faces, mediaBlur } = look
  const { dataset, style } = document.documentElement
  Object.assign(dataset, { theme, accent, size, corners, faces, mediaBlur, tail: tail ? "yes" : "no" })
  style.setProperty("--own-angle", `${hue}`)
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = paper[theme === "system" ? (meta.media.includes("dark") ? "dark" : "light") : theme]
}

export const applySettings = (next: Settings) => {
  state.value = next
  show(next)
  void showLanguage(next.language)
}

/** On the first screen, for the session that begins there. What is no language is as the browser says. */
export const chooseLanguage = (choice: string) =>
  applySettings({ ...state.peek(), language: oneOf(languageChoices, choice, defaults.language) })

const slot = "look"

/** Browsers may forbid storage altogether. */
const tried = <T>(run: () => T): T | null => {
  try {
    return run()
  } catch {
    return null
  }
}

/** For the next time that the profile waits for its passphrase. */
export const rememberLook = ({ language, theme, accent, size, hue }: Settings) =>
  tried(() => localStorage.setItem(slot, JSON.stringify({ language, theme, accent, size, hue })))

export const forgetLook = () => tried(() => localStorage.removeItem(slot))

/** The look of the profile that waits for its passphrase; all other settings as they are at first. */
export const rememberedLook = (): Settings => {
  const kept: unknown = tried(() => JSON.parse(localStorage.getItem(slot) ?? "{}"))
  return toSettings(typeof kept === "object" && kept !== null ? (kept as PageSettings) : {})
}
