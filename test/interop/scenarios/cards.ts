/** Addresses that are passed on: in the profile, and as cards. */
import { at, type Cli } from "../cli.ts"
import {
  check,
  checkClean,
  checkEqual,
  connectByOurs,
  connectByTheirs,
  connected,
  exchange,
  history,
  type Pair,
  type Scenario,
} from "../context.ts"

/** What they have as our address. */
const theirLink = async ({ cli, contactId }: Pair): Promise<unknown> =>
  at(await cli.contact(contactId), "profile.contactLink")

const untilTheirs = async (what: string, is: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 100; i++) {
    if (await is()) return
    await new Promise(r => setTimeout(r, 200))
  }
  throw new Error(`${what}: did not come`)
}

/** Their address while `run` runs. */
const withTheirAddress = async (cli: Cli, run: (short: string) => Promise<void>): Promise<void> => {
  await cli.command(`/_delete_address ${cli.userId()}`).catch(() => undefined)
  const link = at(await cli.command(`/_address ${cli.userId()}`), "connLinkContact.connShortLink")
  try {
    await run(String(link))
  } finally {
    await cli.command(`/_delete_address ${cli.userId()}`)
  }
}

const ourAddress: Scenario = {
  name: "our-address-in-our-profile",
  run: async ctx => {
    const ours = await ctx.ours()
    const pair = await connectByOurs(ctx, ours)
    const past = history()
    await exchange(pair, past)
    const { short } = await ours.api().createAddress()
    await ours.api().shareAddress(true)
    await untilTheirs("our address", async () => (await theirLink(pair)) === short)
    // They ask there as they would by a link that they were given.
    await ours.api().shareAddress(false)
    await untilTheirs("that it is ours alone", async () => (await theirLink(pair)) === undefined)
    await ours.api().shareAddress(true)
    await untilTheirs("our address again", async () => (await theirLink(pair)) === short)
    await ours.api().deleteAddress()
    await untilTheirs("that it is gone", async () => (await theirLink(pair)) === undefined)
    await exchange(pair, past)
    checkClean(pair)
  },
}

const theirAddress: Scenario = {
  name: "their-address-in-their-profile",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const pair = await connectByTheirs(ctx, ours)
    const past = history()
    await exchange(pair, past)
    await withTheirAddress(cli, async short => {
      await cli.command(`/_profile_address ${cli.userId()} on`)
      await ours.until("their address", () => ours.chat(pair.chatId).address === short)
      // Who they are is known: the address leads to their contact request, from another profile of ours.
      const other = await ctx.ours()
      const asked = await other.connect(ours.chat(pair.chatId).address ?? "")
      check("nothing was asked", other.chat(asked).requested === true)
      await cli.command(`/_profile_address ${cli.userId()} off`)
      await ours.until("that it is theirs alone", () => ours.chat(pair.chatId).address === undefined)
      await cli.command(`/_profile_address ${cli.userId()} on`)
      await ours.until("their address again", () => ours.chat(pair.chatId).address === short)
    })
    await ours.until("that it is gone", () => ours.chat(pair.chatId).address === undefined)
    await exchange(pair, past)
    checkClean(pair)
  },
}

const ourCard: Scenario = {
  name: "our-cards",
  run: async ctx => {
    const { cli } = ctx
    const [ours, friend] = [await ctx.ours(), await ctx.ours("A friend of ours")]
    await ours.api().updateProfile({ displayName: ours.name, fullName: "With a bio", bio: "of one line" })
    const pair = await connectByOurs(ctx, ours)
    const { short = "" } = await ours.api().createAddress()
    const item = await ours.api().sendCard(pair.chatId, null)
    const card = await theyGet(pair, "chat")
    checkEqual(
      "our card",
      [
        String(at(card, "chatLink.type")),
        String(at(card, "chatLink.connLink")),
        String(at(card, "chatLink.profile.fullName")),
        String(at(card, "chatLink.profile.shortDescr")),
        String(at(card, "text")),
      ],
      ["contact", short, "With a bio", "of one line", `${ours.name}\n${short}`],
    )
    check("we see another card", item.content?.kind === "chat" && item.content.card?.link === short)
    // A friend's card, who has shared the address with us.
    const { chatId: theirs, link } = await ours.createLink()
    await friend.connect(link.short ?? "")
    await connected(ours, theirs)
    const shared = await friend.api().createAddress()
    await friend.api().shareAddress(true)
    await ours.until("the address of a friend", () => ours.chat(theirs).address === shared.short)
    await ours.api().sendCard(pair.chatId, theirs)
    await cli.until("the card of a friend", () =>
      cli
        .items(pair.contactId)
        .some(i => at(i.json, "content.msgContent.chatLink.connLink") === shared.short && !i.sent),
    )
    // What they are shown is what they can use.
    const connId = await cli.join(shared.short ?? "")
    const request = await friend.until("request", () => friend.chats().find(c => c.status === "request")?.id)
    await friend.api().accept(request)
    await connected(friend, request)
    await cli.contactOf(connId)
    checkClean(pair)
  },
}

const theyGet = async ({ cli, contactId }: Pair, type: string): Promise<unknown> => {
  const found = () => cli.items(contactId).find(i => !i.sent && at(i.json, "content.msgContent.type") === type)?.json
  await cli.until(`content ${type}`, () => found() !== undefined)
  return at(found(), "content.msgContent")
}

const theirCard: Scenario = {
  name: "their-cards",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const pair = await connectByTheirs(ctx, ours)
    await withTheirAddress(cli, async connLink => {
      const profile = { displayName: "Somebody", fullName: "", shortDescr: "a bio" }
      const chatLink = { type: "contact", connLink, profile, business: false }
      await cli.sendContent(pair.contactId, { msgContent: { type: "chat", text: "my card", chatLink }, mentions: {} })
      await cli.send(pair.contactId, "mind the gap")
      const got = await ours.until("their card", () => ours.items(pair.chatId).find(i => i.content?.kind === "chat"))
      const card = got.content?.kind === "chat" ? got.content.card : undefined
      checkEqual(
        "their card",
        [got.text, card?.of ?? "", card?.link ?? "", card?.name ?? "", card?.bio ?? ""],
        ["my card", "contact", connLink, "Somebody", "a bio"],
      )
      // The card says one name; a look at the link tells whose it is.
      const other = await ctx.ours()
      const plan = await other.api().planLink(card?.link ?? "", true)
      check(`the link is ${plan.name}'s`, plan.name === cli.name())
      // It goes on to others as it came.
      await ours.api().forward([got.id], pair.chatId)
      const back = await theyGet(pair, "chat")
      check("the card has changed", at(back, "chatLink.connLink") === connLink)
    })
    checkClean(pair)
  },
}

export const scenarios = [ourAddress, theirAddress, ourCard, theirCard] satisfies readonly Scenario[]
