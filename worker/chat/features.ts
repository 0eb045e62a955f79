/**
 * Commands about what is allowed: features of a chat, and receipts.
 *
 * Peer: Simplex.Chat.Library.Commands: APISetContactPrefs (updateContactPrefs), APISetUserContactReceipts.
 */
import type { Allow, Feature, FeatureName, ProfileCommands } from "../api.ts"
import type { ContactRow, Preference, Preferences } from "../store/chat.ts"
import { sidesOf } from "./contact.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { contactProfile } from "./info.ts"
import { featureNames, featureNotices, featuresOf } from "./preferences.ts"
import { noticeLine } from "./receive/contact.ts"
import { chatOf, profileIdOf, profileOf } from "./state.ts"
import type { Transaction } from "./transaction.ts"

type Commands = Pick<ProfileCommands, "setFeature" | "receipts" | "setReceipts">

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

const withOwn = (c: ContactRow, own: Preferences | undefined): ContactRow => {
  const { ownPreferences: _, ...rest } = c
  return own === undefined ? rest : { ...rest, ownPreferences: own }
}

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

  return {
    setFeature,
    receipts: async () => profileOf(state, state.active).receipts ?? true,
    setReceipts: async on => {
      await change(ctx, tx => {
        const { receipts: _, ...row } = profileOf(state, state.active)
        tx.profile(on ? row : { ...row, receipts: false })
      })
    },
  }
}
