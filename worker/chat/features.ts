/**
 * Commands about what is allowed: features of a chat, or of all chats of a profile, and receipts.
 *
 * Peer: Simplex.Chat.Library.Commands: APISetContactPrefs (updateContactPrefs), SetUserFeature, SetUserTimedMessages,
 *       APISetUserContactReceipts.
 * Note: the peer forgets with `clearOverrides` what chats of all profiles say about receipts; here it is those of one.
 */
import type { Allow, ContactStatus, Feature, FeatureName, ProfileCommands } from "../api.ts"
import type { ContactRow, Preference, Preferences } from "../store/chat.ts"
import { sidesOf } from "./contact.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { contactProfile } from "./info.ts"
import { featureNames, featureNotices, featuresOf, profilePreferences } from "./preferences.ts"
import { noticeLine } from "./receive/contact.ts"
import { chatOf, profileIdOf, profileOf } from "./state.ts"
import { changeTold } from "./told.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<ProfileCommands, "setFeature" | "preferences" | "setPreferences" | "receipts" | "setReceipts">

const allows: readonly (Allow | null)[] = ["always", "yes", "no", null]

/** Ours for one contact after a change; `ttl` undefined: as it was, null: none. */
const withPreference = (
  own: Preferences | undefined,
  feature: FeatureName,
  allow: Allow | null,
  now: Feature,
  ttl: number | null | undefined,
): Preferences | undefined => {
  const { [feature]: before, ...rest } = own ?? {}
  const time = feature !== "timedMessages" ? undefined : ttl === undefined ? before?.ttl : (ttl ?? undefined)
  const preference: Preference | undefined =
    allow !== null
      ? { allow, ...(time === undefined ? {} : { ttl: time }) }
      : time === undefined
        ? undefined
        : { allow: now.mine, ttl: time }
  const after = preference === undefined ? rest : { ...rest, [feature]: preference }
  return Object.keys(after).length === 0 ? undefined : after
}

/** Contacts with whom something is agreed already, or will be. */
const canChange: ReadonlySet<ContactStatus> = new Set(["connecting", "connected", "ended"])

/** What the page gives. Throws CommandError NOT_ALLOWED. */
const checkedPreference = (name: string, { allow, ttl }: Preference): Preference => {
  const isTimed = name === "timedMessages"
  const isTtl = ttl === undefined || (isTimed && Number.isSafeInteger(ttl) && ttl > 0)
  const isAllowed = allows.includes(allow) && !(isTimed && allow === "always")
  if (!featureNames.some(n => n === name) || !isAllowed || !isTtl) throw new CommandError("NOT_ALLOWED")
  return ttl === undefined ? { allow } : { allow, ttl }
}

const withOwn = (c: ContactRow, own: Preferences | undefined): ContactRow => {
  const { ownPreferences: _, ...rest } = c
  return own === undefined ? rest : { ...rest, ownPreferences: own }
}

/** See ProfileCommands. */
export const featureCommands = (ctx: ChatContext): Commands => {
  const { state, outbox } = ctx

  const setFeature: Commands["setFeature"] = async (chatId, feature, allow, ttl) => {
    const c = findContact(ctx, chatId)
    const badTtl = ttl !== undefined && ttl !== null && (!Number.isSafeInteger(ttl) || ttl <= 0)
    if (!featureNames.includes(feature) || !allows.includes(allow) || badTtl) throw new CommandError("NOT_ALLOWED")
    if (c.status !== "connected" && c.status !== "connecting") throw new CommandError("NOT_FOUND")
    await outbox.inTurn(chatId, async turn => {
      const before = findContact(ctx, chatId)
      const user = profileOf(state, profileIdOf(before))
      const features = featuresOf(sidesOf(before, user.preferences))
      const own = withPreference(before.ownPreferences, feature, allow, features[feature], ttl)
      const told = (row: ContactRow) => contactProfile(user, row)
      const apply = (tx: Transaction): void => {
        const after = withOwn(findContact(ctx, chatId), own)
        tx.contact(after)
        const changed = featuresOf(sidesOf(after, user.preferences))
        for (const n of featureNotices(features, changed, "me")) tx.add(chatId, noticeLine(n, ctx.clock.now()))
      }
      const after = withOwn(before, own)
      const same = JSON.stringify(told(before)) === JSON.stringify(told(after))
      await turn.say(same ? [] : [{ type: "x.info", profile: told(after) }], apply)
    })
    return chatOf(state, findContact(ctx, chatId))
  }

  /** Lines about what has changed in each chat, whose contacts do not know us by a random name. */
  const noteChange = (tx: Transaction, userId: number, before: Preferences | undefined): void => {
    const now = profileOf(state, userId).preferences
    for (const c of contactsOf(userId)) {
      if (c.incognito !== undefined || !canChange.has(c.status)) continue
      const [was, is] = [featuresOf(sidesOf(c, before)), featuresOf(sidesOf(c, now))]
      if (JSON.stringify(was) === JSON.stringify(is)) continue
      tx.contact(c)
      if (c.status !== "connected") continue
      for (const n of featureNotices(was, is, "me")) tx.add(c.contactId, noticeLine(n, ctx.clock.now()))
    }
  }

  const contactsOf = (userId: number): readonly ContactRow[] =>
    [...state.contacts.values()].filter(c => profileIdOf(c) === userId && c.hidden !== true)

  const setPreferences: Commands["setPreferences"] = changes =>
    ctx.once("profile", async () => {
      const userId = state.active
      const { profile, preferences: before } = profileOf(state, userId)
      const changed = Object.entries(changes).map(([name, p]) => [name, checkedPreference(name, p)] as const)
      const preferences: Preferences = { ...before, ...Object.fromEntries(changed) }
      const isSame = JSON.stringify(profilePreferences(before)) === JSON.stringify(profilePreferences(preferences))
      if (!isSame) await changeTold(ctx, userId, { profile, preferences }, tx => noteChange(tx, userId, before))
      return profilePreferences(profileOf(state, userId).preferences)
    })

  return {
    setFeature,
    preferences: async () => profilePreferences(profileOf(state, state.active).preferences),
    setPreferences,

    receipts: async () => {
      const set = contactsOf(state.active).flatMap(c => c.receipts ?? [])
      const on = set.filter(r => r).length
      return { on: profileOf(state, state.active).receipts ?? true, overrides: { on, off: set.length - on } }
    },

    setReceipts: async (on, forAll = false) => {
      const userId = state.active
      await change(ctx, tx => {
        const { receipts: _, ...row } = profileOf(state, userId)
        tx.profile(on ? row : { ...row, receipts: false })
        if (!forAll) return
        for (const { receipts, ...c } of contactsOf(userId)) if (receipts !== undefined) tx.contact(c)
      })
    },
  }
}
