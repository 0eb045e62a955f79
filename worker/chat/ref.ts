/**
 * What comes back from the agent with what became of a message: the lines that were in it, and the changes of lines.
 *
 *   ref = part *("," part)
 *   part = order / "e" order / "d" order / ("+" / "-") order ":" emoji       line, edit, deletion, reaction
 */

/** A change of a line that a contact was sent. */
export type Changed =
  | { readonly what: "edit" | "deletion"; readonly order: number }
  | { readonly what: "reaction"; readonly order: number; readonly emoji: string; readonly add: boolean }

/** Lines that went out together, by their orders. */
export const refOf = (orders: readonly number[]): string => orders.join(",")

/** A change of a line, by the line's order. */
export const changeRef = (c: Changed): string =>
  c.what === "reaction" ? `${c.add ? "+" : "-"}${c.order}:${c.emoji}` : `${c.what === "edit" ? "e" : "d"}${c.order}`

/** Of what goes together; "" stands for what nobody asks about. */
export const joinRefs = (refs: readonly string[]): string => refs.filter(r => r !== "").join(",")

const parts = (ref: string): readonly string[] => ref.split(",")

/** The lines; what is none is left out, as older versions wrote other things. */
export const ordersOf = (ref: string): readonly number[] =>
  parts(ref).flatMap(p => (/^\d+$/.test(p) ? [Number(p)] : []))

/** The changes of lines, likewise. */
export const changesOf = (ref: string): readonly Changed[] =>
  parts(ref).flatMap((part): readonly Changed[] => {
    const [, kind, order, emoji] = /^([ed+-])(\d+)(?::(.+))?$/u.exec(part) ?? []
    if (kind === undefined) return []
    if (kind === "e" || kind === "d") return [{ what: kind === "e" ? "edit" : "deletion", order: Number(order) }]
    return emoji === undefined ? [] : [{ what: "reaction", order: Number(order), emoji, add: kind === "+" }]
  })

/** The message that tells a contact that it was deleted. */
export const farewell = "farewell"
