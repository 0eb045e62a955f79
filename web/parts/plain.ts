/**
 * Makes text from strangers harmless to look at. Names sit inside our own sentences and lists, so they lose everything
 * that could reach beyond them: line breaks, control characters, invisible marks that turn the direction of writing.
 * Messages keep their lines; what cannot be seen in them becomes visible.
 *
 * Trust: input is chosen by contacts. The output is rendered as text only, never as HTML.
 */

/** Direction marks, embeddings, overrides and isolates; line and paragraph separators; byte order mark and tags. */
const invisible = /[\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlsButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
/** More than four accents on one letter climb into the lines above and below. */
const towers = /(\p{M}{4})\p{M}+/gu

const nameLimit = 120

/** A name on one line, at most 120 code points; `otherwise` when nothing visible is left. */
export const plainName = (name: string, otherwise: string): string => {
  const line = name.replace(controls, " ").replace(invisible, "").replace(towers, "$1").replace(/\s+/gu, " ").trim()
  const points = [...line]
  const cut = points.length > nameLimit ? `${points.slice(0, nameLimit).join("")}…` : line
  // Blank letters of Hangul and Braille count as letters, but nobody can see them.
  return /[^\s\p{M}\p{Cf}\u115f\u1160\u3164\uffa0\u2800]/u.test(cut) ? cut : otherwise
}

/** Letters of a file's ending that are kept when its name is cut: what it is must not be hidden. */
const endingLimit = 12

/**
 * A name of a file on one line, without the path that it may claim to have; a long one loses its middle, not its end.
 * `otherwise` when nothing visible is left.
 */
export const fileName = (name: string, otherwise: string): string => {
  const last = name.split(/[\\/]/).at(-1) ?? ""
  const ending = /\.[^.]{1,12}$/u.exec(last)?.[0] ?? ""
  const whole = plainName(last, otherwise)
  // Only dots are the folder above, and nothing else.
  if (/^[.…\s]*$/u.test(whole)) return otherwise
  if (!whole.endsWith("…") || last.endsWith("…")) return whole
  return `${[...whole].slice(0, nameLimit - endingLimit).join("")}…${plainName(ending, "")}`
}

/** What no file system takes, or takes for a way to another folder. */
const unfit = /[/\\:*?"<>|]/g

/** A name to save under: the last part of what a sender gave, never a path or a hidden file. */
export const savedName = (name: string, otherwise: string): string => {
  const fit = fileName(name, "")
    .replace(unfit, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "")
  return fit === "" ? otherwise : fit
}

/** A message with its lines; other control characters become the replacement sign. */
export const plainText = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replace(controlsButLines, "\ufffd").replace(towers, "$1")

/** One line of a message for the chat list. */
export const plainLine = (text: string): string => plainName(text.slice(0, 400), "")

/** The letter that stands for a name. */
export const initial = (name: string): string => {
  const letter = /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(name)?.[0]
  return letter ? letter.toLocaleUpperCase() : "·"
}

/** Of links away from here: pages of strangers learn neither where the reader comes from nor get a hold of this page. */
export const away = { target: "_blank", rel: "noopener noreferrer nofollow" } as const
