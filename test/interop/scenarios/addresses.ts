/** SimpleX addresses: ours asked at by them, theirs asked at by us; accepted and rejected. */
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connected,
  exchange,
  type Form,
  history,
  type Scenario,
  theirPostQuantum,
} from "../context.ts"
import type { Ours } from "../ours.ts"

/** The chat of a request that has come to our address. */
const request = (ours: Ours, known: ReadonlySet<string>): Promise<string> =>
  ours.until("contact request", () => ours.chats().find(c => c.status === "request" && !known.has(c.id))?.id)

const atOurs = (form: Form): Scenario => ({
  name: `our-address-${form}-link`,
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const address = await ours.api().createAddress()
    const link = (form === "full" ? address.full : address.short) ?? ""
    const connId = await cli.join(link)
    const chatId = await request(ours, new Set())
    check(`the request is from ${ours.chat(chatId).name}`, ours.chat(chatId).name === cli.name())
    await ours.api().accept(chatId)
    const pair = { ours, chatId, cli, contactId: await cli.contactOf(connId) }
    await connected(ours, chatId)
    const past = history()
    await exchange(pair, past)
    ours.stop()
    await ours.start()
    await exchange(pair, past)
    check("post-quantum encryption is not on at our end", ours.chat(chatId).postQuantum)
    check("post-quantum encryption is not on at their end", await theirPostQuantum(pair))
    checkClean(pair)
    await ours.api().deleteAddress()
    await exchange(pair, past)
  },
})

const rejected: Scenario = {
  name: "our-address-we-reject-and-then-accept",
  run: async ctx => {
    const { cli } = ctx
    const ours = await ctx.ours()
    const { short = "" } = await ours.api().createAddress()
    await cli.join(short)
    const first = await request(ours, new Set())
    await ours.api().reject(first)
    check("the rejected request is still there", !ours.chats().some(c => c.id === first))
    // Another person, since the client takes a repeated request for the one that it has sent.
    const other = await ctx.ours()
    const asked = await other.connect(short)
    const second = await request(ours, new Set([first]))
    check(`the second request is from ${ours.chat(second).name}`, ours.chat(second).name === other.name)
    await ours.api().accept(second)
    await Promise.all([connected(ours, second), connected(other, asked)])
  },
}

/** Their address, made for this scenario unless they have one. */
const withTheirAddress = async (ctx: Context, run: (link: Record<Form, string>) => Promise<void>): Promise<void> => {
  const { cli } = ctx
  const shown = await cli.command(`/_show_address ${cli.userId()}`).catch(() => null)
  const made = shown === null ? await cli.command(`/_address ${cli.userId()}`) : null
  const link = at(made, "connLinkContact") ?? at(shown, "contactLink.connLinkContact")
  try {
    await run({ full: String(at(link, "connFullLink")), short: String(at(link, "connShortLink")) })
  } finally {
    if (made !== null) await cli.command(`/_delete_address ${cli.userId()}`)
  }
}

const atTheirs = (form: Form): Scenario => ({
  name: `their-address-${form}-link`,
  run: ctx =>
    withTheirAddress(ctx, async link => {
      const { cli } = ctx
      const ours = await ctx.ours()
      const chatId = await ours.connect(link[form])
      const asked = await cli.until("contact request", () =>
        cli
          .events()
          .find(e => e.type === "receivedContactRequest" && at(e, "contactRequest.profile.displayName") === ours.name),
      )
      const accepted = await cli.command(`/_accept incognito=off ${at(asked, "contactRequest.contactRequestId")}`)
      const contactId = await cli.contactOf(Number(at(accepted, "contact.activeConn.connId")))
      await connected(ours, chatId)
      const pair = { ours, chatId, cli, contactId }
      check(`we see their name as ${ours.chat(chatId).name}`, ours.chat(chatId).name === cli.name())
      const past = history()
      await exchange(pair, past)
      await exchange(pair, past)
      check("post-quantum encryption is not on at our end", ours.chat(chatId).postQuantum)
      check("post-quantum encryption is not on at their end", await theirPostQuantum(pair))
      checkClean(pair)
    }),
})

export const scenarios: readonly Scenario[] = [
  atOurs("short"),
  atOurs("full"),
  rejected,
  atTheirs("short"),
  atTheirs("full"),
]
