/** What comes back from the agent with what became of a message: the lines that were in it. */

/** Lines that went out together, by their orders; none for edits, deletions and reactions. */
export const refOf = (orders: readonly number[]): string => orders.join(",")

export const ordersOf = (ref: string): readonly number[] => (/^\d+(,\d+)*$/.test(ref) ? ref.split(",").map(Number) : [])

/** The message that tells a contact that it was deleted. */
export const farewell = "farewell"
