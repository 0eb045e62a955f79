/**
 * What each side allows, and what comes of both: a feature is on when both allow it; "always" gives it to the other side
 * even when it does not allow it to us, but for disappearing messages, which need both.
 *
 *   preferences = {"timedMessages":{"allow":...,"ttl":seconds?},"fullDelete":{"allow":...},...,"commands":[...]}
 *
 * Peer:  Simplex.Chat.Types.Preferences: prefEnabled, mergePreferences, featureState; Simplex.Chat.Types,
 *        contactUserPreferences, userProfileDirect; Store.Shared, newContactUserPrefs; Library.Subscriber,
 *        processContactProfileUpdate (times of disappearing messages).
 * Note:  the peer refuses a whole profile for one bad preference; here a bad one is taken for an absent one.
 * Trust: chosen by the contact; only DecodeError is caught, nothing escapes.
 */
import type { Allow, BotCommand, Feature, FeatureName, Features, Notice } from "../api.ts"
import { DecodeError } from "../encoding/bytes.ts"
import type { Preference, Preferences } from "../store/chat.ts"
import { field, integer, isObject, type Json, type JsonObject, object, optional, present, string } from "./json.ts"

/** What the page shows; files and sessions are told to others, but no app shows them. */
export const featureNames = ["timedMessages", "fullDelete", "reactions", "voice", "calls"] as const

const names = [...featureNames, "files", "sessions"] as const
type Name = (typeof names)[number]

const defaults: Readonly<Record<Name, Preference>> = {
  timedMessages: { allow: "yes" },
  fullDelete: { allow: "no" },
  reactions: { allow: "yes" },
  voice: { allow: "yes" },
  calls: { allow: "yes" },
  files: { allow: "always" },
  sessions: { allow: "no" },
}

const preferenceOf = (name: Name, ...from: readonly (Preferences | undefined)[]): Preference =>
  from.find(p => p?.[name] !== undefined)?.[name] ?? defaults[name]

const isAllow = (text: string): text is Allow => text === "always" || text === "yes" || text === "no"

/** Null for what is not a preference. */
const readPreference = (name: Name, json: Json): Preference | null => {
  try {
    const o = object(json)
    const allow = field(o, "allow", string)
    const ttl = name === "timedMessages" ? optional(o, "ttl", integer) : null
    if (!isAllow(allow)) return null
    return ttl === null || ttl <= 0 ? { allow } : { allow, ttl }
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}

/** As they are in a profile; null when it has none. */
export const readPreferences = (json: JsonObject | null): Preferences => {
  const found: [Name, Preference][] = []
  for (const name of names) {
    const value = json !== null && Object.hasOwn(json, name) ? json[name] : undefined
    const preference = value === undefined ? null : readPreference(name, value)
    if (preference !== null) found.push([name, preference])
  }
  return Object.fromEntries(found)
}

/** A bot's menu, at most so many entries over all, and so deep. */
const mostCommands = 200
const deepest = 5

/** Commands of a bot's profile; entries that cannot be read are left out. */
export const readCommands = (json: JsonObject | null): readonly BotCommand[] => {
  let left = mostCommands
  const read = (list: Json | undefined, depth: number): readonly BotCommand[] => {
    if (!Array.isArray(list) || depth > deepest) return []
    return (list as readonly Json[]).flatMap((entry): readonly BotCommand[] => {
      if (!isObject(entry) || left-- <= 0) return []
      const { type, keyword, label, params, commands } = entry
      if (typeof label !== "string") return []
      if (type === "menu") return [{ type, label, commands: read(commands, depth + 1) }]
      if (type !== "command" || typeof keyword !== "string") return []
      return [{ type, keyword, label, ...(typeof params === "string" ? { params } : {}) }]
    })
  }
  return json !== null && Object.hasOwn(json, "commands") ? read(json.commands, 1) : []
}

/**
 * What one contact is told that we allow: what is set for it, else what the profile says. The time of disappearing
 * messages is told when it is set for the contact; the one of the profile only `first`, in the handshake and in links,
 * where both sides agree on the time of a new chat.
 */
export const mergedPreferences = (
  own: Preferences | undefined,
  profile: Preferences | undefined,
  first = false,
): Preferences => {
  const all = Object.fromEntries(names.map(name => [name, { allow: preferenceOf(name, own, profile).allow }]))
  const timed = preferenceOf("timedMessages", own, profile)
  const ttl = first ? timed.ttl : own?.timedMessages?.ttl
  return ttl === undefined ? all : { ...all, timedMessages: { allow: timed.allow, ttl } }
}

/** What a new contact that knows us by a random profile is told first: nothing of ours but the time of new chats. */
export const incognitoPreferences = (profile: Preferences | undefined): Preferences => {
  const ttl = profile?.timedMessages?.ttl
  return ttl === undefined ? {} : { timedMessages: { ...defaults.timedMessages, ttl } }
}

/** Every preference of a profile, by what was set and by default. */
export const profilePreferences = (p: Preferences | undefined): Readonly<Record<FeatureName, Preference>> =>
  Object.fromEntries(featureNames.map(name => [name, preferenceOf(name, p)])) as Readonly<
    Record<FeatureName, Preference>
  >

/**
 * Ours for a contact of which we hear for the first time: the longer of the two times for new chats, when both allow
 * messages to disappear.
 */
export const newContactPreferences = (
  profile: Preferences | undefined,
  theirs: Preferences,
): Preferences | undefined => {
  const ours = preferenceOf("timedMessages", profile)
  const their = theirs.timedMessages
  if (ours.allow === "no" || their === undefined || their.allow === "no") return undefined
  const ttl = Math.max(ours.ttl ?? 0, their.ttl ?? 0)
  return ttl === 0 ? undefined : { timedMessages: { allow: ours.allow, ttl } }
}

/** Those that take most room in a profile. */
export const longestPreferences: Preferences = {
  ...Object.fromEntries(names.map(name => [name, { allow: "always" as const }])),
  timedMessages: { allow: "always", ttl: Number.MAX_SAFE_INTEGER },
}

/** In a profile, as the apps write it: every feature, and that we are no bot. */
export const preferencesJson = (p: Preferences): JsonObject => ({
  ...Object.fromEntries(names.map(name => [name, present({ ttl: null, ...preferenceOf(name, p) })])),
  commands: [],
})

const enabled = (name: Name, mine: Allow, theirs: Allow): { forMe: boolean; forContact: boolean } => {
  const asymmetric = name !== "timedMessages"
  if (mine === "always" && theirs === "no") return { forMe: false, forContact: asymmetric }
  if (mine === "no" && theirs === "always") return { forMe: asymmetric, forContact: false }
  const both = mine !== "no" && theirs !== "no"
  return { forMe: both, forContact: both }
}

/** What both sides allow each other. `profile`: preferences of ours for everybody, absent for incognito contacts. */
export type Sides = {
  readonly own?: Preferences
  readonly profile?: Preferences
  readonly theirs?: Preferences
}

/** What both sides allow each other of one feature. Peer: Simplex.Chat.Types.Preferences, prefEnabled. */
export const featureOf = (name: FeatureName, { own, profile, theirs }: Sides): Feature => {
  const mine = preferenceOf(name, own, profile)
  const their = preferenceOf(name, theirs)
  const state = enabled(name, mine.allow, their.allow)
  const ttl = name === "timedMessages" && state.forMe ? own?.timedMessages?.ttl : undefined
  return {
    mine: mine.allow,
    isDefault: own?.[name] === undefined,
    theirs: their.allow,
    ...state,
    ...(ttl === undefined ? {} : { ttl }),
  }
}

/** Most people allow the same: a list of chats on its way to the page holds what is shared between them once. */
const shared = new Map<string, Features>()
const mostShared = 200

/** The same of all features. */
export const featuresOf = (sides: Sides): Features => {
  const key = JSON.stringify(sides)
  const known = shared.get(key)
  if (known !== undefined) return known
  const made = Object.fromEntries(featureNames.map(name => [name, featureOf(name, sides)])) as Features
  if (shared.size >= mostShared) shared.clear()
  shared.set(key, made)
  return made
}

/** The contact proposes another time: it becomes ours too, so that there is one time in a chat. */
export const withTheirTtl = (
  own: Preferences | undefined,
  profile: Preferences | undefined,
  theirs: Preferences,
): Preferences | undefined => {
  const ttl = theirs.timedMessages?.ttl
  if (ttl === own?.timedMessages?.ttl) return own
  const ours = preferenceOf("timedMessages", profile)
  const set = own?.timedMessages ?? (ttl === ours.ttl ? undefined : ours)
  if (set === undefined) return own
  return { ...own, timedMessages: ttl === undefined ? { allow: set.allow } : { allow: set.allow, ttl } }
}

const stateOf = ({ forMe, forContact, ttl }: Feature): NonNullable<Notice["state"]> => ({
  forMe,
  forContact,
  ...(ttl === undefined ? {} : { ttl }),
})

/** What is so now. */
export const featureNotice = (feature: FeatureName, now: Feature, by?: "me" | "contact"): Notice => ({
  kind: "feature",
  feature,
  state: stateOf(now),
  ...(by === undefined ? {} : { by }),
})

const sameState = (a: Feature, b: Feature): boolean =>
  a.forMe === b.forMe && a.forContact === b.forContact && a.ttl === b.ttl

/** What is to be said when preferences change: what is so now, or that one side offers what the other does not allow. */
export const featureNotices = (before: Features, after: Features, by: "me" | "contact"): readonly Notice[] =>
  featureNames.flatMap((feature): readonly Notice[] => {
    const [a, b] = [before[feature], after[feature]]
    if (!sameState(a, b)) return [featureNotice(feature, b, by)]
    const [was, is] = by === "me" ? [a.mine, b.mine] : [a.theirs, b.theirs]
    if (was === is) return []
    const allows = is !== "no"
    return [
      { kind: "offered", feature, by, state: { forMe: by === "contact" && allows, forContact: by === "me" && allows } },
    ]
  })
