/** Pictures, addresses in profiles, and other profiles behind a link: what the terminal client makes of it, and we of its. */
import { at, type Json } from "../cli.ts"
import { check, connectByOurs, connectByTheirs, type Scenario } from "../context.ts"
import type { Ours } from "../ours.ts"
import { checkIs, contactsOf, theirContact } from "./preferences.ts"

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

export const scenarios: readonly Scenario[] = [largestProfile, theirAddress, otherProfile, hiddenProfile]
