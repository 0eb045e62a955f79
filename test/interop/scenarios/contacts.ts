/** Contacts as such: names, several at once, links used twice, and the end of a contact. */
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  connected,
  exchange,
  type Form,
  history,
  type Scenario,
  weReceive,
} from "../context.ts"
import type { Ours } from "../ours.ts"

const rename: Scenario = {
  name: "they-change-their-name",
  run: async ctx => {
    const pair = await connectByTheirs(ctx, await ctx.ours())
    const past = history()
    for (const name of ["Alice Renamed", "🦔 Ёжик", `${"long ".repeat(9)}name`]) {
      await ctx.cli.rename(name)
      await pair.ours.until("new name", () => pair.ours.chat(pair.chatId).name === name)
      await exchange(pair, past)
    }
    checkClean(pair)
  },
}

const names: Scenario = {
  name: "unusual-names",
  run: async ctx => {
    const long = "Wolfeschlegelsteinhausenbergerdorff der Ältere 1234"
    const unusual = ["🦔🌫️", "👋🏽 Привет", long.slice(0, 50), "العربية", "名前", "J. R. R. Tolkien", "😀".repeat(50)]
    for (const [i, name] of unusual.entries()) {
      const pair = await (i % 2 === 0 ? connectByOurs : connectByTheirs)(ctx, await ctx.ours(name))
      const seen = at((await ctx.cli.contact(pair.contactId)).profile, "displayName")
      check(`"${name}" is seen as "${String(seen)}"`, seen === name)
      await exchange(pair)
      checkClean(pair)
    }
  },
}

const several: Scenario = {
  name: "two-contacts-at-once",
  run: async ctx => {
    // Two contacts of one profile of ours, and another profile with the same name: they call it something else.
    const ours = await ctx.ours("Twice the same")
    const other = await ctx.ours("Twice the same")
    const pairs = [
      ...(await Promise.all([connectByOurs(ctx, ours), connectByTheirs(ctx, ours)])),
      await connectByOurs(ctx, other),
    ]
    check("two contacts became one", new Set(pairs.map(p => p.contactId)).size === 3)
    const past = pairs.map(() => history())
    for (let i = 0; i < 5; i++) await Promise.all(pairs.map((pair, k) => exchange(pair, past[k])))
    for (const pair of pairs) checkClean(pair)
  },
}

const failed = async (ours: Ours, chatId: string): Promise<string> => {
  await ours.until("failure", () => {
    check("a used link could be used again", ours.chat(chatId).status !== "connected")
    return ours.chat(chatId).status === "failed"
  })
  return ours.chat(chatId).problem ?? "none"
}

const usedTwice = (form: Form): Scenario => ({
  name: `${form}-link-used-twice`,
  run: async ctx => {
    const { cli } = ctx
    const [first, second] = [await ctx.ours(), await ctx.ours()]
    const theirs = await cli.createLink()
    const chatId = await first.connect(theirs[form])
    const contactId = await cli.contactOf(theirs.connId)
    await connected(first, chatId)
    const problem = await failed(second, await second.connect(theirs[form]))
    check(`the second to join is told ${problem}`, problem === "LINK_USED")
    const pair = { ours: first, chatId, cli, contactId }
    const past = history()
    await exchange(pair, past)

    // Our own link: the terminal client first, then a profile of ours.
    const made = await second.createLink()
    const text = (form === "full" ? made.link.full : made.link.short) ?? ""
    const ourPair = { ours: second, chatId: made.chatId, cli, contactId: await cli.contactOf(await cli.join(text)) }
    await connected(second, made.chatId)
    const other = await failed(first, await first.connect(text))
    check(`the second to join our link is told ${other}`, other === "LINK_USED")
    await exchange(ourPair)
    await exchange(pair, past)
    checkClean(pair)
    checkClean(ourPair)
  },
})

const theyDelete: Scenario = {
  name: "they-delete-us",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const pair = await connectByOurs(ctx, ours)
    const other = await connectByTheirs(ctx, ours)
    await exchange(pair)
    await cli.command(`/_delete @${pair.contactId} full notify=off`)
    // Their queue is deleted some time after they have answered: until then messages are still accepted.
    let problem: string | undefined
    for (let i = 0; problem === undefined && i < 200; i++) {
      const { id } = await ours.send(pair.chatId, `anybody there ${i}`)
      const item = await ours.until("fate of a message", () =>
        ours.items(pair.chatId).find(l => l.id === id && (l.status === "sent" || l.status === "failed")),
      )
      problem = item.status === "failed" ? (item.problem ?? "none") : undefined
    }
    check(`our message after the deletion: ${problem ?? "sent"}`, problem === "AUTH")
    await exchange(other)
    ours.stop()
    await ours.start()
    await cli.send(other.contactId, "after our restart")
    await ours.until("message", () => ours.received(other.chatId).at(-1) === "after our restart")
    checkClean(other)
  },
}

const weDelete: Scenario = {
  name: "we-delete-them",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const pair = await connectByTheirs(ctx, ours)
    const other = await connectByOurs(ctx, ours)
    await exchange(pair)
    await ours.api().removeChat(pair.chatId)
    // Our queue is deleted after the command has answered; until then their messages are accepted.
    const isRefused = () => cli.items(pair.contactId).some(i => /^sndError/.test(i.status))
    for (let i = 0; !isRefused() && i < 200; i++) {
      const { id } = await cli.send(pair.contactId, `anybody there ${i}`)
      await cli.until("fate of a message", () =>
        cli.items(pair.contactId).some(l => l.id === id && l.status !== "sndNew"),
      )
    }
    check("they can still send to a queue that we deleted", isRefused())
    check("the chat is still there", !ours.chats().some(c => c.id === pair.chatId))
    await exchange(other)
    checkClean(other)
  },
}

const ownLink: Scenario = {
  name: "links-of-our-own-and-broken-ones",
  run: async (ctx: Context) => {
    const ours = await ctx.ours()
    const { link } = await ours.createLink()
    const answer = async (text: string): Promise<unknown> =>
      ours
        .connect(text)
        .then(() => "no failure")
        .catch((e: { code?: unknown }) => e.code)
    for (const text of [link.full, link.short ?? ""]) {
      const code = await answer(text)
      check(`our own link is answered by ${String(code)}`, code === "OWN_LINK")
    }
    const theirs = await ctx.cli.createLink()
    const broken = await answer(theirs.full.slice(0, -40))
    check(`half a link is answered by ${String(broken)}`, broken === "BAD_LINK")
    const plan = await ours.api().planLink(theirs.short, true)
    check(`a look at their link tells the name ${plan.name}`, plan.name === ctx.cli.name())
    const chatId = await ours.connect(theirs.short)
    const pair = { ours, chatId, cli: ctx.cli, contactId: await ctx.cli.contactOf(theirs.connId) }
    await connected(ours, chatId)
    await ctx.cli.send(pair.contactId, "found by a look")
    await weReceive(pair, ["found by a look"])
    checkClean(pair)
  },
}

export const scenarios: readonly Scenario[] = [
  rename,
  names,
  several,
  usedTwice("short"),
  usedTwice("full"),
  theyDelete,
  weDelete,
  ownLink,
]
