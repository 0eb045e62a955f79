/** Who is told what: incognito, welcome messages, first messages, prepared chats, profiles, links of groups. */
import { at, type Cli, type Json } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  checkEqual,
  connected,
  exchange,
  history,
  type Pair,
  type Scenario,
} from "../context.ts"
import type { Ours } from "../ours.ts"

const twoWords = /^[A-Z][a-z]+[A-Z][a-z]+$/

/** Everything that was said in a conversation of theirs, with who said it. */
const theirLines = async (cli: Cli, contactId: number): Promise<readonly string[]> => {
  const chat = at(await cli.command(`/_get chat @${contactId} count=100`), "chat")
  return ((at(chat, "chatItems") ?? []) as readonly Json[]).flatMap(i => {
    const type = String(at(i, "content.type"))
    if (type !== "sndMsgContent" && type !== "rcvMsgContent") return []
    return [`${type === "sndMsgContent" ? "> " : ""}${String(at(i, "content.msgContent.text"))}`]
  })
}

const ourLines = (ours: Ours, chatId: string): readonly string[] =>
  ours.items(chatId).flatMap(i => (i.direction === "event" ? [] : [`${i.direction === "sent" ? "> " : ""}${i.text}`]))

const untilOurs = (ours: Ours, chatId: string, expected: readonly string[]): Promise<unknown> =>
  ours.until(
    "our conversation",
    () => ourLines(ours, chatId).join("\n") === expected.join("\n"),
    undefined,
    () => ourLines(ours, chatId).join(" | "),
  )

/** Nothing of ours is on its way any more; a welcome message that was seen before is answered by no receipt. */
const settled = (ours: Ours, chatId: string): Promise<unknown> =>
  ours.until("receipts", () =>
    ours
      .items(chatId)
      .every(i => i.direction !== "sent" || i.status === "delivered" || (i.text === "Welcome!" && i.status === "sent")),
  )

const untilTheirs = async (cli: Cli, contactId: number, expected: readonly string[]): Promise<void> => {
  let lines: readonly string[] = []
  for (let i = 0; i < 100; i++) {
    lines = await theirLines(cli, contactId)
    if (lines.join("\n") === expected.join("\n")) return
    await new Promise(r => setTimeout(r, 200))
  }
  checkEqual("their conversation", lines, expected)
}

const theirName = async (cli: Cli, contactId: number): Promise<string> =>
  String(at(await cli.contact(contactId), "profile.displayName"))

/** What the terminal client says of a link. */
const theirPlan = async (cli: Cli, link: string): Promise<Json> =>
  (await cli.command(`/_connect plan ${cli.userId()} ${link}`)) as Json

/** They open a chat for the link before they connect. Returns its contact, and forgets it at the end. */
const theyPrepare = async <T>(cli: Cli, link: string, run: (contactId: number) => Promise<T>): Promise<T> => {
  const plan = await theirPlan(cli, link)
  const full = String(at(plan, "connLink.connFullLink"))
  const short = String(at(plan, "connLink.connShortLink"))
  const kind = at(plan, "connectionPlan.invitationLinkPlan") === undefined ? "contactAddressPlan" : "invitationLinkPlan"
  const data = at(plan, `connectionPlan.${kind}.contactSLinkData_`)
  const made = await cli.command(`/_prepare contact ${cli.userId()} ${full} ${short} ${JSON.stringify(data)}`)
  const contactId = Number(at(made, "chat.chatInfo.contact.contactId"))
  try {
    return await run(contactId)
  } finally {
    await cli.command(`/_delete @${contactId} full notify=off`).catch(() => undefined)
  }
}

/** The contact of this connection, or of this id, is connected. */
const theyConnect = (cli: Cli, contactId: number): Promise<unknown> =>
  cli.until("contact connected", () =>
    cli.events().some(e => e.type === "contactConnected" && at(e, "contact.contactId") === contactId),
  )

const join = async (cli: Cli, link: string, incognito: boolean): Promise<number> => {
  const plan = await theirPlan(cli, link)
  const full = String(at(plan, "connLink.connFullLink"))
  const answer = await cli.command(`/_connect ${cli.userId()} incognito=${incognito ? "on" : "off"} ${full} ${link}`)
  return Number(at(answer, "connection.pccConnId"))
}

/** Their address for this scenario, with these settings. */
const withTheirAddress = async (
  ctx: Context,
  settings: Json,
  run: (link: { readonly short: string; readonly full: string }) => Promise<void>,
): Promise<void> => {
  const { cli } = ctx
  await cli.command(`/_delete_address ${cli.userId()}`).catch(() => undefined)
  const link = at(await cli.command(`/_address ${cli.userId()}`), "connLinkContact")
  try {
    await cli.command(`/_address_settings ${cli.userId()} ${JSON.stringify({ businessAddress: false, ...settings })}`)
    await run({ full: String(at(link, "connFullLink")), short: String(at(link, "connShortLink")) })
  } finally {
    await cli.command(`/_delete_address ${cli.userId()}`)
  }
}

const greeting = { autoAccept: { acceptIncognito: false }, autoReply: { type: "text", text: "Welcome!" } }

const request = (ours: Ours): Promise<string> =>
  ours.until("contact request", () => ours.chats().find(c => c.status === "request")?.id)

const published = async (ours: Ours, short: string, other: Ours, welcome: string): Promise<void> => {
  for (let i = 0; i < 100; i++) {
    if ((await other.api().planLink(short, true)).welcome === welcome) return
    await new Promise(r => setTimeout(r, 100))
  }
  throw new Error(`${ours.name}: the welcome message is not in the link`)
}

const weAreIncognito: Scenario = {
  name: "incognito-by-their-link",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const link = await cli.createLink()
    const { id, incognito = "" } = await ours.api().connect(link.short, { incognito: true })
    check(`our random name is ${incognito}`, twoWords.test(incognito))
    const pair: Pair = { ours, chatId: id, cli, contactId: await cli.contactOf(link.connId) }
    await connected(ours, id)
    check("they see another name", (await theirName(cli, pair.contactId)) === incognito)
    const past = history()
    await exchange(pair, past)
    await ours.api().updateProfile({ displayName: "Our other name", fullName: "" })
    await exchange(pair, past)
    check("they were told our other name", (await theirName(cli, pair.contactId)) === incognito)
    checkClean(pair)
  },
}

const ourIncognitoLink: Scenario = {
  name: "incognito-by-our-link",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const made = await ours.api().createLink()
    const { incognito } = await ours.api().setLinkIncognito(made.id, true)
    const short = made.link?.short ?? ""
    const plan = await theirPlan(cli, short)
    const name = at(plan, "connectionPlan.invitationLinkPlan.contactSLinkData_.profile.displayName")
    check(`the link tells the name ${String(name)}`, name === incognito)
    const pair: Pair = { ours, chatId: made.id, cli, contactId: await cli.contactOf(await join(cli, short, false)) }
    await connected(ours, made.id)
    check("they see another name", (await theirName(cli, pair.contactId)) === incognito)
    await exchange(pair)
    checkClean(pair)
  },
}

const theyAreIncognito: Scenario = {
  name: "they-are-incognito",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const made = await ours.api().createLink()
    const connId = await join(cli, made.link?.short ?? "", true)
    const pair: Pair = { ours, chatId: made.id, cli, contactId: await cli.contactOf(connId) }
    await connected(ours, made.id)
    const { name } = ours.chat(made.id)
    check(`their name is ${name}`, twoWords.test(name) && name !== cli.name())
    await exchange(pair)
    checkClean(pair)
  },
}

const ourWelcome: Scenario = {
  name: "our-address-accepts-and-welcomes",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const { short = "" } = await ours.api().createAddress()
    await ours.api().setAddressSettings({ autoAccept: { incognito: false }, welcome: "Welcome!" })
    await published(ours, short, await ctx.ours(), "Welcome!")
    // Shown before connecting, so it is said once.
    await theyPrepare(cli, short, async contactId => {
      check("they do not see the welcome message", (await theirLines(cli, contactId)).join() === "Welcome!")
      await cli.command(`/_connect contact @${contactId} incognito=off text hello from a request`)
      await theyConnect(cli, contactId)
      const chatId = await ours.until("contact", () => ours.chats().find(c => c.status === "connected")?.id)
      await untilOurs(ours, chatId, ["> Welcome!", "hello from a request"])
      await ours.send(chatId, "and from us")
      await untilTheirs(cli, contactId, ["Welcome!", "> hello from a request", "and from us"])
      await settled(ours, chatId)
    })
  },
}

const ourWelcomeFull: Scenario = {
  name: "our-address-welcomes-who-has-not-seen-it",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const { full } = await ours.api().createAddress()
    await ours.api().setAddressSettings({ autoAccept: { incognito: false }, welcome: "Welcome!" })
    const contactId = await cli.contactOf(await cli.join(full))
    await untilTheirs(cli, contactId, ["Welcome!"])
    const chatId = await ours.until("contact", () => ours.chats().find(c => c.status === "connected")?.id)
    await settled(ours, chatId)
  },
}

const theirWelcome: Scenario = {
  name: "their-address-accepts-and-welcomes",
  run: ctx =>
    withTheirAddress(ctx, greeting, async link => {
      const { cli } = ctx
      const ours = await ctx.ours()
      const plan = await ours.api().planLink(link.short, true)
      check(`the plan has ${plan.name} and ${plan.welcome}`, plan.name === cli.name() && plan.welcome === "Welcome!")
      const { id } = await ours.api().prepare(link.short)
      await untilOurs(ours, id, ["Welcome!"])
      await ours.api().connectPrepared(id, { message: "hello from a request" })
      await connected(ours, id)
      await untilOurs(ours, id, ["Welcome!", "> hello from a request"])
      const found = await cli.until("contact", () =>
        cli.events().find(e => e.type === "contactConnected" && at(e, "contact.profile.displayName") === ours.name),
      )
      const contactId = Number(at(found, "contact.contactId"))
      await untilTheirs(cli, contactId, ["> Welcome!", "hello from a request"])
      await ours.send(id, "and more")
      await untilTheirs(cli, contactId, ["> Welcome!", "hello from a request", "and more"])
      await settled(ours, id)
      checkClean({ ours, chatId: id, cli, contactId })
      await cli.command(`/_delete @${contactId} full notify=off`)

      const other = await ctx.ours()
      const { id: asked } = await other.api().connect(link.full)
      await untilOurs(other, asked, ["Welcome!"])
      const second = await cli.until("contact", () =>
        cli.events().find(e => e.type === "contactConnected" && at(e, "contact.profile.displayName") === other.name),
      )
      await cli.command(`/_delete @${String(at(second, "contact.contactId"))} full notify=off`)
    }),
}

const requestWithMessage: Scenario = {
  name: "requests-with-a-message",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const { short = "" } = await ours.api().createAddress()
    await theyPrepare(cli, short, async contactId => {
      await cli.command(`/_connect contact @${contactId} incognito=off text may I come in?`)
      const chatId = await request(ours)
      check(`the request is from ${ours.chat(chatId).name}`, ours.chat(chatId).name === cli.name())
      await untilOurs(ours, chatId, ["may I come in?"])
      await ours.api().accept(chatId)
      await connected(ours, chatId)
      await theyConnect(cli, contactId)
      await ours.send(chatId, "yes")
      await untilTheirs(cli, contactId, ["> may I come in?", "yes"])
      await untilOurs(ours, chatId, ["may I come in?", "> yes"])
      await settled(ours, chatId)
    })
  },
}

const theirPrepared: Scenario = {
  name: "prepared-chats-of-one-time-links",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    // Ours to theirs.
    const link = await cli.createLink()
    const { id } = await ours.api().prepare(link.short)
    check(`the prepared chat is with ${ours.chat(id).name}`, ours.chat(id).name === cli.name())
    await ours.api().connectPrepared(id, { message: "first message" })
    const contactId = await cli.contactOf(link.connId)
    await connected(ours, id)
    await untilTheirs(cli, contactId, ["first message"])
    await settled(ours, id)
    checkClean({ ours, chatId: id, cli, contactId })
    // Theirs to ours: their message comes before the connection is there.
    const made = await ours.createLink()
    await theyPrepare(cli, made.link.short ?? "", async prepared => {
      await cli.command(`/_connect contact @${prepared} incognito=off text at once`)
      await theyConnect(cli, prepared)
      await connected(ours, made.chatId)
      await untilOurs(ours, made.chatId, ["at once"])
      await ours.send(made.chatId, "seen")
      await untilTheirs(cli, prepared, ["> at once", "seen"])
      await settled(ours, made.chatId)
    })
  },
}

const picture = `data:image/jpg;base64,${Buffer.from("a picture, as far as anybody here looks at it".repeat(40)).toString("base64")}`

const profiles: Scenario = {
  name: "profiles-with-bio-and-picture",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const { chatId, link } = await ours.createLink()
    const pair: Pair = { ours, chatId, cli, contactId: await cli.contactOf(await cli.join(link.short ?? "")) }
    await connected(ours, chatId)
    const past = history()
    await exchange(pair, past)
    await ours.api().updateProfile({ displayName: "New Name", fullName: "In Full", bio: "one line", image: picture })
    await cli.until("our new profile", () =>
      cli.events().some(e => e.type === "contactUpdated" && at(e, "toContact.profile.displayName") === "New Name"),
    )
    const { profile } = await cli.contact(pair.contactId)
    check("our full name", at(profile, "fullName") === "In Full")
    check("our bio", at(profile, "shortDescr") === "one line")
    check("our picture", at(profile, "image") === picture)
    await exchange(pair, past)
    const theirs = { displayName: cli.name(), fullName: "Them", shortDescr: "their line", image: picture }
    await cli.command(`/_profile ${cli.userId()} ${JSON.stringify(theirs)}`)
    await ours.until("their new profile", () => ours.chat(chatId).bio === "their line")
    check("their picture", ours.chat(chatId).image === picture && ours.chat(chatId).fullName === "Them")
    await exchange(pair, past)
    await cli.command(`/_profile ${cli.userId()} ${JSON.stringify({ displayName: cli.name(), fullName: "" })}`)
    await ours.until("their old profile", () => ours.chat(chatId).bio === undefined)
    checkClean(pair)
  },
}

const groupLinks: Scenario = {
  name: "links-of-groups",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const profile = { displayName: "Hedgehogs", fullName: "All of them", description: "Be kind.", image: picture }
    const made = await cli.command(`/_group ${cli.userId()} ${JSON.stringify(profile)}`)
    const groupId = Number(at(made, "groupInfo.groupId"))
    try {
      const created = await cli.command(`/_create link #${groupId}`)
      const link = at(created, "groupLink.connLinkContact")
      const full = String(at(link, "connFullLink"))
      const first = String(at(link, "connShortLink"))
      const answer = await cli.command(`/_short link #${groupId}`)
      const short = String(at(answer, "groupLink.connLinkContact.connShortLink"))
      check(`the short link changed from ${first.length} to ${short.length}`, first === short)
      const plan = await ours.api().planLink(full, true)
      check(`the full link is of a ${plan.kind}`, plan.kind === "group" && !plan.supported && !plan.own)
      const looked = await ours.api().planLink(short, true)
      check(`the short link is of a ${looked.kind}`, looked.kind === "group" && !looked.supported)
      check(`its name is ${looked.name}`, looked.name === "Hedgehogs" && looked.fullName === "All of them")
      check(`it says ${looked.welcome}`, looked.welcome === "Be kind." && looked.image === picture)
      for (const text of [full, short]) {
        const code = await ours.connect(text).catch((e: { code?: unknown }) => e.code)
        check(`connecting is answered by ${String(code)}`, code === "LINK_UNSUPPORTED")
      }
    } finally {
      await cli.command(`/_delete #${groupId} full notify=off`)
    }
  },
}

export const scenarios: readonly Scenario[] = [
  weAreIncognito,
  ourIncognitoLink,
  theyAreIncognito,
  ourWelcome,
  ourWelcomeFull,
  theirWelcome,
  requestWithMessage,
  theirPrepared,
  profiles,
  groupLinks,
]
