/** What profiles allow, pictures, changes of the profile behind a link: what the terminal client makes of it, and we of its. */
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
const theirContact = async (
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
const checkIs = (what: string, got: unknown, expected: unknown): void =>
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
const contactsOf = async (cli: Cli, name: string): Promise<readonly Json[]> => {
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

/** As large as the apps make them; not a picture, nobody here looks at it. */
const largest = (() => {
  const head = "data:image/jpg;base64,"
  const bytes = crypto.getRandomValues(new Uint8Array(Math.floor(((12_500 - head.length) / 4) * 3)))
  return `${head}${Buffer.from(bytes).toString("base64")}`.slice(0, 12_500)
})()
const bio = `${"\u00fc".repeat(79)}x`

const largestProfile: Scenario = {
  name: "the-largest-picture-and-bio",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const us = { displayName: ours.name, fullName: "", bio, image: largest }
    await ours.api().updateProfile(us)
    for (const connect of [connectByOurs, connectByTheirs]) {
      const { contactId } = await connect(ctx, ours)
      const { profile } = await cli.contact(contactId)
      check("our picture", at(profile, "image") === largest)
      checkIs("our bio", at(profile, "shortDescr"), bio)
    }
    // In an address with a welcome message, seen before anything is sent.
    const { short = "" } = await ours.api().createAddress()
    await ours.api().setAddressSettings({ welcome: "Welcome to the largest profile" })
    for (let i = 0; ; i++) {
      const plan = await cli.command(`/_connect plan ${cli.userId()} ${short}`)
      const data = at(plan, "connectionPlan.contactAddressPlan.contactSLinkData_")
      if (at(data, "message.text") === undefined && i < 50) {
        await new Promise(r => setTimeout(r, 200))
        continue
      }
      check("our picture in the link", at(data, "profile.image") === largest)
      checkIs("our bio in the link", at(data, "profile.shortDescr"), bio)
      checkIs("our welcome", at(data, "message.text"), "Welcome to the largest profile")
      checkIs("our preferences in the link", at(data, "profile.preferences.voice.allow"), "yes")
      break
    }
    // And taken away again.
    const { image: _, bio: __, ...plain } = us
    await ours.api().updateProfile(plain)
    const [contact] = await contactsOf(cli, ours.name)
    await theirContact(cli, Number(at(contact, "contactId")), "no picture", c => at(c, "profile.image") === undefined)
  },
}

const theirAddress: Scenario = {
  name: "preview-of-their-address",
  run: async ctx => {
    const { cli } = ctx
    await cli.command(`/_delete_address ${cli.userId()}`).catch(() => undefined)
    const set = (more: Json) =>
      cli.command(`/_profile ${cli.userId()} ${JSON.stringify({ displayName: cli.name(), fullName: "", ...more })}`)
    await set({ fullName: "In Full", shortDescr: bio, image: largest })
    try {
      const link = at(await cli.command(`/_address ${cli.userId()}`), "connLinkContact")
      const reply = { businessAddress: false, autoReply: { type: "text", text: "Hello to whoever looks" } }
      await cli.command(`/_address_settings ${cli.userId()} ${JSON.stringify(reply)}`)
      const ours = await ctx.ours()
      const plan = await ours.api().planLink(String(at(link, "connShortLink")), true)
      checkIs("the name", plan.name, cli.name())
      checkIs("the full name", plan.fullName, "In Full")
      checkIs("the bio", plan.bio, bio)
      check("the picture", plan.image === largest)
      checkIs("the welcome message", plan.welcome, "Hello to whoever looks")
    } finally {
      await cli.command(`/_delete_address ${cli.userId()}`)
      await set({})
    }
  },
}

/** Another profile of ours, which is not shown. */
const another = async (ours: Ours, name: string): Promise<number> => {
  const [first] = await ours.api().profiles()
  await ours.api().addProfile(name)
  const made = (await ours.api().profiles()).find(p => p.displayName === name)
  await ours.api().switchProfile(first?.id ?? 0)
  return made?.id ?? 0
}

/** Ends with the first profile shown again, with nothing in the other. */
const back = async (ours: Ours, other: number, first: number, password = ""): Promise<void> => {
  // What was told of it is taken back, as the harness compares it with what is shown in the end.
  for (const { id } of await ours.api().chats()) await ours.api().removeChat(id)
  await ours.api().switchProfile(first)
  await ours.api().deleteProfile(other, { password })
}

const otherProfile: Scenario = {
  name: "links-and-prepared-chats-for-another-profile",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const first = (await ours.api().profiles())[0]?.id ?? 0
    const name = `Other ${crypto.randomUUID().slice(0, 8)}`
    const other = await another(ours, name)
    // A link that was made for the first profile: the one that they open shows the other.
    const made = await ours.createLink()
    const { link } = await ours.api().changeLinkProfile(made.chatId, other)
    check("the link is the same", link?.short !== made.link.short)
    const plan = await cli.command(`/_connect plan ${cli.userId()} ${link?.short}`)
    const data = at(plan, "connectionPlan.invitationLinkPlan.contactSLinkData_")
    checkIs("the name in the link", at(data, "profile.displayName"), name)
    const gone = await cli.command(`/c ${made.link.short}`).then(
      () => "taken",
      () => "refused",
    )
    checkIs("the first link", gone, "refused")
    // A chat that was prepared by the first one is connected by the other.
    const theirs = await cli.createLink()
    const { id } = await ours.api().prepare(theirs.short)
    await ours.api().changeLinkProfile(id, other)
    await ours.api().switchProfile(other)
    await ours.api().connectPrepared(id, { message: "from another one" })
    const contactId = await cli.contactOf(theirs.connId)
    checkIs("whom they know", at(await cli.contact(contactId), "profile.displayName"), name)
    await cli.until("the message", () => cli.received(contactId).includes("from another one"))
    await back(ours, other, first)
  },
}

const hiddenProfile: Scenario = {
  name: "hidden-profiles-go-on-receiving",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const first = (await ours.api().profiles())[0]?.id ?? 0
    const name = `Hidden ${crypto.randomUUID().slice(0, 8)}`
    const other = await another(ours, name)
    await ours.api().switchProfile(other)
    const { contactId, chatId } = await connectByOurs(ctx, ours)
    await ours.api().switchProfile(first)
    await ours.api().hideProfile(other, "sesame")
    const sent = await cli.send(contactId, "to a hidden one")
    // The receipt says that it was stored.
    await cli.until("our receipt", () => cli.items(contactId).find(i => i.id === sent.id)?.status === "sndRcvd")
    check(
      "it is in the list",
      (await ours.api().profiles()).every(p => p.id !== other),
    )
    const [found] = await ours.api().findProfiles("sesame")
    checkIs("unread in it", found?.unread, 1)
    await ours.api().switchProfile(other, "sesame")
    const { items } = await ours.api().items(chatId)
    check(
      "the message is not there",
      items.some(i => i.text === "to a hidden one"),
    )
    await back(ours, other, first, "sesame")
    checkIs("chats that are left", (await ours.api().chats()).length, 0)
  },
}

export const scenarios: readonly Scenario[] = [
  ourPreferences,
  theirPreferences,
  longerTime,
  incognitoPreferences,
  overrides,
  profileReceipts,
  largestProfile,
  theirAddress,
  otherProfile,
  hiddenProfile,
]
