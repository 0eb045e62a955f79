/** Points in time, spans and sizes, in the language of the page and the habits of the reader's region. */
import { computed } from "@preact/signals"
import { dayOf } from "../state/groups.ts"
import { locale } from "../state/language.ts"
import { text } from "../text.ts"

const formatsIn = (locale: string) => ({
  clock: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
  weekday: new Intl.DateTimeFormat(locale, { weekday: "short" }),
  shortDate: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }),
  longDate: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
  yearDate: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }),
  moment: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }),
  minutes: new Intl.NumberFormat(locale, { useGrouping: false }),
  seconds: new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 }),
})
const formats = computed(() => formatsIn(locale.value))

const weekdayTime = new Intl.DateTimeFormat(undefined, { weekday: "long", hour: "2-digit", minute: "2-digit" })

/** A time in the next days, as "Monday 14:05". */
export const dayAndTime = (at: number): string => weekdayTime.format(at)

const dayMs = 86_400_000

/** Whole days from the day of `at` to the day of `now`; rounded, as days with a clock change are not 24 hours long. */
const daysAgo = (at: number, now: number) => Math.round((dayOf(now) - dayOf(at)) / dayMs)

/** For a chat list: the time today, the weekday this week, otherwise the date. */
export const shortTime = (at: number, now: number): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return formats.value.clock.format(at)
  return days < 7 ? formats.value.weekday.format(at) : formats.value.shortDate.format(at)
}

/** For the line between two days of a conversation. */
export const dayName = (at: number, now: number): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return text.day.today
  if (days === 1) return text.day.yesterday
  return days < 300 ? formats.value.longDate.format(at) : formats.value.yearDate.format(at)
}

/** A time that a peer or server may have chosen: outside what a Date can hold it is left out. */
const isDate = (at: number) => Number.isFinite(at) && Math.abs(at) <= 8.64e15

export const Clock = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString()}>{formats.value.clock.format(at)}</time> : null

export const ShortTime = ({ at }: { at: number }) =>
  isDate(at) && at > 0 ? <time dateTime={new Date(at).toISOString()}>{shortTime(at, Date.now())}</time> : null

export const Day = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString().slice(0, 10)}>{dayName(at, Date.now())}</time> : null

/** Day and time to the second. */
export const moment = (at: number): string => (isDate(at) ? formats.value.moment.format(at) : "")

export const Moment = ({ at }: { at: number }) =>
  isDate(at) ? <time dateTime={new Date(at).toISOString()}>{moment(at)}</time> : null

/** Seconds as minutes and seconds, "1:05". A peer may claim anything. */
export const duration = (seconds: number): string => {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0
  const { minutes, seconds: two } = formats.value
  return `${minutes.format(Math.floor(whole / 60))}:${two.format(whole % 60)}`
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const

/** Bytes, in units of 1024: "1.2 MB". */
export const size = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const unit = units[step] ?? "byte"
  return new Intl.NumberFormat(locale.value, { style: "unit", unit, maximumFractionDigits: 1 }).format(
    bytes / 1024 ** step,
  )
}

/** A time to live in the largest unit of which it is a whole number; a long odd one, which a peer may choose, in days. */
export const span = (seconds: number): string => {
  const whole = Math.round(seconds)
  const is = (unit: number) => whole >= unit && whole % unit === 0
  if (is(86_400) || whole >= 10 * 86_400) return text.span.days(Math.round(whole / 86_400))
  if (is(3600)) return text.span.hours(whole / 3600)
  return is(60) ? text.span.minutes(whole / 60) : text.span.seconds(whole)
}

/** Until something happens: minutes and seconds in the last hour, before that in whole hours or days. */
export const timeLeft = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds <= 3600) return duration(seconds)
  return seconds < 2 * 86_400 ? text.span.hours(Math.ceil(seconds / 3600)) : text.span.days(Math.ceil(seconds / 86_400))
}
