/** Points in time, in the reader's own habits. */
import { dayOf } from "../state/groups.ts"
import { text } from "../text.ts"

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" })
const shortDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" })
const longDate = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" })
const yearDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" })

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })

const dayMs = 86_400_000

/** Whole days from the day of `at` to the day of `now`; rounded, as days with a clock change are not 24 hours long. */
const daysAgo = (at: number, now: number) => Math.round((dayOf(now) - dayOf(at)) / dayMs)

/** For a chat list: the time today, the weekday this week, otherwise the date. */
export const shortTime = (at: number, now: number): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return clock.format(at)
  return days < 7 ? weekday.format(at) : shortDate.format(at)
}

/** For the line between two days of a conversation. */
export const dayName = (at: number, now: number): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return text.day.today
  if (days === 1) return text.day.yesterday
  return days < 300 ? longDate.format(at) : yearDate.format(at)
}

/** A time that a peer or server may have chosen: outside what a Date can hold it is left out. */
const isDate = (at: number) => Number.isFinite(at) && Math.abs(at) <= 8.64e15

export const Clock = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time> : null

export const ShortTime = ({ at }: { at: number }) =>
  isDate(at) && at > 0 ? <time dateTime={new Date(at).toISOString()}>{shortTime(at, Date.now())}</time> : null

export const Day = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString().slice(0, 10)}>{dayName(at, Date.now())}</time> : null

/** Day and time to the second. */
export const Moment = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString()}>{moment.format(at)}</time> : null

/** Seconds as minutes and seconds, "1:05". A peer may claim anything. */
export const duration = (seconds: number): string => {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0
  return `${Math.floor(whole / 60)}:${`${whole % 60}`.padStart(2, "0")}`
}

const units = ["B", "KB", "MB", "GB"] as const

/** Bytes, in units of 1024. */
export const size = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${Math.round((bytes / 1024 ** step) * 10) / 10} ${units[step]}`
}

/** A time to live in the largest unit that it fills. */
export const span = (seconds: number): string => {
  if (seconds >= 86_400) return text.span.days(Math.round(seconds / 86_400))
  if (seconds >= 3600) return text.span.hours(Math.round(seconds / 3600))
  return seconds >= 60 ? text.span.minutes(Math.round(seconds / 60)) : text.span.seconds(Math.round(seconds))
}
