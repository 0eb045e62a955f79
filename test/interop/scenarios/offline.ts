/** One side away while the other writes or connects; everything arrives once and in order when it is back. */
import {
  checkClean,
  connectByOurs,
  connectByTheirs,
  connected,
  exchange,
  ourReceipts,
  type Scenario,
  theirReceipts,
  theyReceive,
  weReceive,
} from "../context.ts"

const twenty = (who: string): readonly string[] => Array.from({ length: 20 }, (_, i) => `${who} ${i + 1}`)

export const scenarios: readonly Scenario[] = [
  {
    name: "we-are-closed-while-they-send",
    run: async ctx => {
      const pair = await connectByTheirs(ctx, await ctx.ours())
      const toUs = twenty("to us")
      pair.ours.stop()
      for (const text of toUs) await pair.cli.send(pair.contactId, text)
      await pair.ours.start()
      await weReceive(pair, toUs)
      await theirReceipts(pair, 20)
      checkClean(pair)
    },
  },
  {
    name: "we-have-no-network-while-both-send",
    run: async ctx => {
      const pair = await connectByOurs(ctx, await ctx.ours())
      const [toThem, toUs] = [twenty("to them"), twenty("to us")]
      pair.ours.setOnline(false)
      for (const text of toUs) await pair.cli.send(pair.contactId, text)
      for (const text of toThem) await pair.ours.send(pair.chatId, text)
      pair.ours.setOnline(true)
      await Promise.all([weReceive(pair, toUs), theyReceive(pair, toThem)])
      await Promise.all([theirReceipts(pair, 20), ourReceipts(pair, 20)])
      checkClean(pair)
    },
  },
  {
    name: "they-are-offline-while-we-send",
    run: async ctx => {
      const pair = await connectByOurs(ctx, await ctx.ours())
      const toThem = twenty("to them")
      await ctx.cli.offline()
      for (const text of toThem) await pair.ours.send(pair.chatId, text)
      const sent = () => pair.ours.items(pair.chatId).filter(i => i.status === "sent").length
      await pair.ours.until("sent messages", () => sent() === 20)
      await ctx.cli.online()
      await theyReceive(pair, toThem)
      await ourReceipts(pair, 20)
      checkClean(pair)
    },
  },
  {
    name: "they-are-offline-while-we-join",
    run: async ctx => {
      const { cli } = ctx
      const ours = await ctx.ours()
      const link = await cli.createLink()
      await cli.offline()
      const chatId = await ours.connect(link.short)
      // Written before there is a connection: it waits.
      await ours.send(chatId, "early")
      ours.stop()
      await ours.start()
      await cli.online()
      const pair = { ours, chatId, cli, contactId: await cli.contactOf(link.connId) }
      await connected(ours, chatId)
      await theyReceive(pair, ["early"])
      await ourReceipts(pair, 1)
      checkClean(pair)
    },
  },
  {
    name: "our-link-is-used-while-we-are-closed",
    run: async ctx => {
      const { cli } = ctx
      const ours = await ctx.ours()
      const { chatId, link } = await ours.createLink()
      ours.stop()
      const connId = await cli.join(link.short ?? "")
      await ours.start()
      const pair = { ours, chatId, cli, contactId: await cli.contactOf(connId) }
      await connected(ours, chatId)
      await exchange(pair)
      checkClean(pair)
    },
  },
  {
    name: "never-there-at-the-same-time",
    run: async ctx => {
      const { cli } = ctx
      const ours = await ctx.ours()
      const { chatId, link } = await ours.createLink()
      ours.stop()
      // The command answers when its confirmation has reached the server.
      const connId = await cli.join(link.short ?? "")
      await cli.offline()
      await ours.start()
      await connected(ours, chatId)
      await ours.send(chatId, "early")
      await ours.until("sent message", () => ours.items(chatId).some(i => i.status === "sent"))
      ours.stop()
      await cli.online()
      const pair = { ours, chatId, cli, contactId: await cli.contactOf(connId) }
      await theyReceive(pair, ["early"])
      await cli.send(pair.contactId, "late")
      await cli.until("sent message", () =>
        cli.items(pair.contactId).some(i => i.content === "sndMsgContent" && i.status === "sndSent"),
      )
      await cli.offline()
      await ours.start()
      await weReceive(pair, ["late"])
      await ourReceipts(pair, 1)
      await cli.online()
      await theirReceipts(pair, 1)
      checkClean(pair)
    },
  },
]
