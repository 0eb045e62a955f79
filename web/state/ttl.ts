/**
 * Times of one disappearing message.
 *
 * Peer: SendMsgView and CustomTimePicker of the apps: 30 seconds, 1 and 5 minutes, and units of a time of one's own.
 */
export const ttls = [30, 60, 300, 3600, 86_400] as const

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const
export type Unit = keyof typeof seconds
export const units = Object.keys(seconds) as readonly Unit[]

/** How many of a unit at most, as in the apps. */
const most: Readonly<Record<Unit, number>> = { second: 120, minute: 120, hour: 72, day: 60, week: 54, month: 12 }

/** Seconds, or null when this is no whole number of the unit, or too large a one. */
export const customTtl = (amount: string, unit: Unit): number | null => {
  const n = /^\d{1,3}$/.test(amount.trim()) ? Number(amount) : 0
  return n >= 1 && n <= most[unit] ? n * seconds[unit] : null
}
