/** What profiles and chats allow: what the terminal client makes of it, and we of its. */
import type { Allow, FeatureName, Item } from "../../../worker/api.ts"
import { at, type Cli, type Json } from "../cli.ts"
import {
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  connected,
  exchange,
  history,
  type Pair,
  type Scenario,
} from "../context.ts"
import type { Ours } from "../ours.ts"

const day = 86_400

/** Their contact, asked for again after every event until it is as it should be. */
export const theirContact = async (
  cli: Cli,
  contactId: number,
  what: string,
  isRight: (contact: Json) => boolean,
): Promise<Json> => {
  for (;;) {
    const seen = cli.events().length
    const contact = await cli.contact(contactId)
    if (isRight(contact)) return contact
    // The answer itself is an event too.
    await cli.until(
      what,
      () => cli.events().length > seen + 1,
      undefined,
      () => JSON.stringify(at(contact, "mergedPreferences")),
    )
  }
}

/** What they think that we allow them. */
const weAllow = (contact: Json, name: FeatureName): unknown =>
  at(contact, `mergedPreferences.${name}.contactPreference.allow`)
const ourTtl = (contact: Json): unknown => at(contact, "mergedPreferences.timedMessages.contactPreference.ttl")
const theirTtl = (contact: Json): unknown =>
  at(contact, "mergedPreferences.timedMessages.userPreference.preference.ttl")
const enabled = (contact: Json, name: FeatureName): string =>
  `${String(at(contact, `mergedPreferences.${name}.enabled.forUser`))} ${String(at(contact, `mergedPreferences.${name}.enabled.forContact`))}`

/** What we say of a feature: what they allow, for us, for them. */
const feature = (ours: Ours, chatId: string, name: FeatureName): string => {
  const f = ours.chat(chatId).features?.[name]
  return `${f?.theirs} ${f?.forMe} ${f?.forContact} ${f?.ttl ?? ""}`.trim()
}
export const checkIs = (what: string, got: unknown, expected: unknown): void =>
  check(`${what} is ${String(got)} instead of ${String(expected)}`, got === expected)

/** Lines about features: theirs in the words of the terminal client. */
const theirWords = async (cli: Cli, contactId: number): Promise<readonly string[]> => {
  const items = (at(await cli.command(`/_get chat @${contactId} count=50`), "chat.chatItems") ?? []) as readonly Json[]
  return items.flatMap(i =>
    /Feature|Preference/.test(String(at(i, "content.type"))) ? [String(at(i, "meta.itemText"))] : [],
  )
}
const ourNotices = (ours: Ours, chatId: string) =>
  ours.items(chatId).flatMap((i: Item) => (i.notice?.feature === undefined ? [] : [i.notice]))

const ourPreferences: Scenario = {
  name: "our-profile-preferences",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    await ours.api().setPreferences({
      voice: { allow: "no" },
      fullDelete: { allow: "always" },
      timedMessages: { allow: "yes", ttl: 7 * day },
    })
    // By our link, and by theirs: the handshake of both has them.
    for (const connect of [connectByOurs, connectByTheirs]) {
      const pair = await connect(ctx, ours)
      const { chatId, contactId } = pair
      const contact = await cli.contact(contactId)
      checkIs("our voice", weAllow(contact, "voice"), "no")
      checkIs("voice at their end", enabled(contact, "voice"), "false false")
      checkIs("our full deletion", weAllow(contact, "fullDelete"), "always")
      checkIs("full deletion at their end", enabled(contact, "fullDelete"), "true false")
      checkIs("our time", ourTtl(contact), 7 * day)
      checkIs("their time", theirTtl(contact), 7 * day)
      checkIs("voice at our end", feature(ours, chatId, "voice"), "yes false false")
      checkIs("full deletion at our end", feature(ours, chatId, "fullDelete"), "no false true")
      checkIs("our own time", feature(ours, chatId, "timedMessages"), `yes true true ${7 * day}`)
      // It is one time at both ends, and messages have it.
      await ours.send(chatId, "for a week")
      await ctx.cli.until("our message", () => cli.received(contactId).includes("for a week"))
      const words = await theirWords(cli, contactId)
      check(`they say ${words.join(", ")}`, words.includes("Voice messages: off"))
      check(
        `they say ${words.join(", ")}`,
        words.some(w => w.startsWith("Disappearing messages: enabled")),
      )
    }
    // A change reaches all that are there; the time of new chats does not.
    const [chat] = ours.chats()
    const contactId = Number(at((await contactsOf(cli, ours.name))[0], "contactId"))
    const id = chat?.id ?? ""
    await ours.api().setPreferences({ reactions: { allow: "no" }, timedMessages: { allow: "yes", ttl: day } })
    const contact = await theirContact(cli, contactId, "our change", c => weAllow(c, "reactions") === "no")
    checkIs("our time after it", ourTtl(contact), 7 * day)
    await cli.until("their words", () => true)
    const words = await theirWords(cli, contactId)
    check(`they say ${words.join(", ")}`, words.includes("Message reactions: off"))
    check(
      "we say nothing of it",
      ourNotices(ours, id).some(n => n.feature === "reactions" && n.by === "me"),
    )
  },
}

/** Their contacts of this name. */
export const contactsOf = async (cli: Cli, name: string): Promise<readonly Json[]> => {
  const { contacts } = (await cli.command(`/_contacts ${cli.userId()}`)) as { contacts?: readonly Json[] }
  return (contacts ?? []).filter(c => at(c, "profile.displayName") === name)
}

/** Their profile has these preferences while `run` runs. */
const withTheirPreferences = async (cli: Cli, preferences: Json, run: () => Promise<void>): Promise<void> => {
  const set = (more: Json) =>
    cli.command(`/_profile ${cli.userId()} ${JSON.stringify({ displayName: cli.name(), fullName: "", ...more })}`)
  await set({ preferences })
  try {
    await run()
  } finally {
    await set({})
  }
}

const theirPreferences: Scenario = {
  name: "their-profile-preferences",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const prefs = { voice: { allow: "no" }, timedMessages: { allow: "yes", ttl: 30 * day }, calls: { allow: "always" } }
    await withTheirPreferences(cli, prefs, async () => {
      for (const connect of [connectByOurs, connectByTheirs]) {
        const { chatId, contactId } = await connect(ctx, ours)
        checkIs("their voice", feature(ours, chatId, "voice"), "no false false")
        checkIs("their calls", feature(ours, chatId, "calls"), "always true true")
        checkIs("their time", feature(ours, chatId, "timedMessages"), `yes true true ${30 * day}`)
        const contact = await theirContact(cli, contactId, "our time", c => theirTtl(c) === 30 * day)
        // Whoever joins has said what it allows before it knows; whoever answers says the time of both.
        checkIs("our time at their end", ourTtl(contact), connect === connectByOurs ? 30 * day : undefined)
        const timed = ourNotices(ours, chatId).find(n => n.feature === "timedMessages")
        checkIs("the time that we say", timed?.state?.ttl, 30 * day)
      }
      const [chat] = ours.chats()
      const set = { displayName: cli.name(), fullName: "", preferences: { ...prefs, voice: { allow: "yes" } } }
      await cli.command(`/_profile ${cli.userId()} ${JSON.stringify(set)}`)
      await ours.until("their change", () => ours.chats().every(c => c.features?.voice.theirs === "yes"))
      const notice = ourNotices(ours, chat?.id ?? "").find(n => n.feature === "voice")
      check(`we say ${JSON.stringify(notice)}`, notice?.by === "contact" && notice.state?.forMe === true)
    })
  },
}

const longerTime: Scenario = {
  name: "time-of-new-chats-is-the-longer-one",
  run: async ctx => {
    const { cli } = ctx
    await withTheirPreferences(cli, { timedMessages: { allow: "yes", ttl: day } }, async () => {
      const ours = await ctx.ours()
      await ours.api().setPreferences({ timedMessages: { allow: "yes", ttl: 7 * day } })
      for (const connect of [connectByOurs, connectByTheirs]) {
        const { chatId, contactId } = await connect(ctx, ours)
        await ours.until("one time", () => ours.chat(chatId).features?.timedMessages.ttl === 7 * day)
        await theirContact(cli, contactId, "one time", c => theirTtl(c) === 7 * day && ourTtl(c) === 7 * day)
      }
    })
  },
}

const incognitoPreferences: Scenario = {
  name: "incognito-contacts-do-not-see-profile-preferences",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    await ours.api().setPreferences({ voice: { allow: "no" }, reactions: { allow: "always" } })
    const link = await cli.createLink()
    const { id: chatId } = await ours.api().connect(link.short, { incognito: true })
    const contactId = await cli.contactOf(link.connId)
    await connected(ours, chatId)
    const contact = await cli.contact(contactId)
    checkIs("our voice", weAllow(contact, "voice"), "yes")
    checkIs("our reactions", weAllow(contact, "reactions"), "yes")
    await ours.api().setPreferences({ calls: { allow: "no" } })
    await exchange({ ours, chatId, cli, contactId }, history())
    checkIs("our calls", weAllow(await cli.contact(contactId), "calls"), "yes")
    // What is set for this contact alone is told.
    await ours.api().setFeature(chatId, "voice", "no")
    await theirContact(cli, contactId, "what is set for the contact", c => weAllow(c, "voice") === "no")
  },
}

const overrides: Scenario = {
  name: "contacts-with-an-override-are-not-told",
  run: async ctx => {
    const { cli } = ctx
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { ours, chatId, contactId } = pair
    const allow = (value: Allow) => ours.api().setPreferences({ voice: { allow: value } })
    await ours.api().setFeature(chatId, "voice", "always")
    await theirContact(cli, contactId, "the override", c => weAllow(c, "voice") === "always")
    const told = () => cli.events().filter(e => e.type === "contactUpdated").length
    const before = told()
    await allow("no")
    await exchange(pair, history())
    checkIs("profiles that they were told", told(), before)
    await ours.api().setFeature(chatId, "voice", null)
    await theirContact(cli, contactId, "what the profile says", c => weAllow(c, "voice") === "no")
    checkClean(pair)
  },
}

const profileReceipts: Scenario = {
  name: "receipts-of-the-profile",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const pair: Pair = await connectByOurs(ctx, ours)
    const { chatId, contactId } = pair
    const status = (text: string) => cli.items(contactId).find(i => i.text === text)?.status
    await ours.api().setReceipts(false)
    await cli.send(contactId, "unseen")
    await ours.until("their message", () => ours.received(chatId).includes("unseen"))
    await ours.api().setChatSettings(chatId, { receipts: false })
    await ours.api().setReceipts(true)
    await cli.send(contactId, "still unseen")
    await ours.until("their message", () => ours.received(chatId).includes("still unseen"))
    await ours.api().setReceipts(true, true)
    await cli.send(contactId, "seen")
    await cli.until("our receipt", () => status("seen") === "sndRcvd")
    for (const text of ["unseen", "still unseen"]) checkIs(`the status of "${text}"`, status(text), "sndSent")
  },
}

export const scenarios: readonly Scenario[] = [
  ourPreferences,
  theirPreferences,
  longerTime,
  incognitoPreferences,
  overrides,
  profileReceipts,
]
