/** Either side, or the server, ends and comes back: between messages, in the middle of them, and while connecting. */
import {
  checkClean,
  connectByOurs,
  connectByTheirs,
  connected,
  exchange,
  type Form,
  history,
  ourReceipts,
  type Pair,
  type Scenario,
  theirReceipts,
  theyReceive,
  weReceive,
} from "../context.ts"

const numbered = (who: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${who} ${i + 1}`)

const restart = async (pair: Pair): Promise<void> => {
  pair.ours.stop()
  await pair.ours.start()
}

const between: Scenario = {
  name: "our-restart-between",
  run: async ctx => {
    for (const connect of [connectByOurs, connectByTheirs]) {
      const pair = await connect(ctx, await ctx.ours())
      const past = history()
      for (let i = 0; i < 3; i++) {
        await restart(pair)
        await exchange(pair, past)
      }
      checkClean(pair)
    }
  },
}

/** Both send 40; at every fifth line that reaches us or them, our side crashes, and has to lose and repeat nothing. */
const inTheMiddle: Scenario = {
  name: "our-restart-in-the-middle",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { ours, cli, chatId, contactId } = pair
    const [toThem, toUs] = [numbered("to them", 40), numbered("to us", 40)]
    for (const text of toUs) await cli.send(contactId, text)
    let crashes = 0
    for (const [i, text] of toThem.entries()) {
      await ours.send(chatId, text)
      if (i % 5 !== 4) continue
      ours.crashAfter(1 + (crashes++ % 4))
      await ours.until("crash", () => !ours.isOpen() || ours.received(chatId).length === 40)
      if (ours.isOpen()) ours.stop()
      await ours.start()
    }
    await Promise.all([theyReceive(pair, toThem), weReceive(pair, toUs)])
    await Promise.all([ourReceipts(pair, 40), theirReceipts(pair, 40)])
    ctx.note(`${crashes} crashes`)
    checkClean(pair)
  },
}

/** The crash comes after the 1st, 2nd, 3rd... block that we send once the wish to connect is stored. */
const whileConnecting = (who: "our" | "their", form: Form): Scenario => ({
  name: `our-crash-while-connecting-${who}-${form}-link`,
  run: async ctx => {
    const ours = await ctx.ours()
    const { cli } = ctx
    for (let blocks = 1, isOver = false; !isOver; blocks++) {
      let pair: Pair
      if (who === "our") {
        const { chatId, link } = await ours.createLink()
        ours.crashAfter(blocks)
        const connId = await cli.join((form === "full" ? link.full : link.short) ?? "")
        isOver = await crashedOrConnected(ours, chatId)
        pair = { ours, chatId, cli, contactId: await cli.contactOf(connId) }
      } else {
        const link = await cli.createLink()
        ours.crashAfter(blocks)
        const chatId = await ours.connect(form === "full" ? link.full : link.short)
        isOver = await crashedOrConnected(ours, chatId)
        pair = { ours, chatId, cli, contactId: await cli.contactOf(link.connId) }
      }
      await connected(ours, pair.chatId)
      await exchange(pair)
      checkClean(pair)
      if (isOver) ctx.note(`${blocks - 1} crashes`)
    }
  },
})

/** Opens our side again if it has crashed; true when it is connected and has not. */
const crashedOrConnected = async (ours: Pair["ours"], chatId: string): Promise<boolean> => {
  await ours.until("crash or connection", () => !ours.isOpen() || ours.chat(chatId).status === "connected")
  if (ours.isOpen()) {
    ours.crashAfter(0)
    return true
  }
  await ours.start()
  return false
}

const theirRestart: Scenario = {
  name: "their-restart-between",
  run: async ctx => {
    for (const connect of [connectByOurs, connectByTheirs]) {
      const pair = await connect(ctx, await ctx.ours())
      const past = history()
      for (let i = 0; i < 2; i++) {
        await ctx.cli.offline()
        await ctx.cli.online()
        await exchange(pair, past)
      }
      checkClean(pair)
    }
    ctx.note(ctx.cli.canRestart ? "restarted" : "suspended")
  },
}

const theirRestartInTheMiddle: Scenario = {
  name: "their-restart-in-the-middle",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { ours, cli, chatId, contactId } = pair
    const [toThem, toUs] = [numbered("to them", 40), numbered("to us", 20)]
    for (const text of toUs) await cli.send(contactId, text)
    for (const text of toThem.slice(0, 20)) await ours.send(chatId, text)
    await cli.until("message", () => cli.received(contactId).length >= 3)
    await cli.offline()
    for (const text of toThem.slice(20)) await ours.send(chatId, text)
    await cli.online()
    await Promise.all([theyReceive(pair, toThem), weReceive(pair, toUs)])
    await Promise.all([ourReceipts(pair, 40), theirReceipts(pair, 20)])
    checkClean(pair)
  },
}

// the server

const serverBetween: Scenario = {
  name: "server-restart-between",
  needs: "--smp-cmd",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const past = history()
    for (let i = 0; i < 2; i++) {
      await ctx.smp.stop()
      await ctx.smp.start()
      await exchange(pair, past)
    }
    checkClean(pair)
  },
}

const serverInTheMiddle: Scenario = {
  name: "server-restart-in-the-middle",
  needs: "--smp-cmd",
  run: async ctx => {
    const pair = await connectByTheirs(ctx, await ctx.ours())
    const { ours, cli, chatId, contactId } = pair
    const [toThem, toUs] = [numbered("to them", 40), numbered("to us", 40)]
    for (let i = 0; i < 20; i++) {
      await ours.send(chatId, toThem[i] ?? "")
      await cli.send(contactId, toUs[i] ?? "")
    }
    await ours.until("message", () => ours.received(chatId).length >= 3)
    await ctx.smp.stop()
    for (let i = 20; i < 40; i++) {
      await ours.send(chatId, toThem[i] ?? "")
      await cli.send(contactId, toUs[i] ?? "")
    }
    await ctx.smp.start()
    await Promise.all([theyReceive(pair, toThem), weReceive(pair, toUs)])
    await Promise.all([ourReceipts(pair, 40), theirReceipts(pair, 40)])
    checkClean(pair)
  },
}

const serverAway: Scenario = {
  name: "server-away-while-connecting",
  needs: "--smp-cmd",
  run: async ctx => {
    const ours = await ctx.ours()
    const { cli, smp } = ctx
    const link = await cli.createLink()
    await smp.stop()
    const chatId = await ours.connect(link.short)
    ours.stop()
    await ours.start()
    await smp.start()
    const pair = { ours, chatId, cli, contactId: await cli.contactOf(link.connId) }
    await connected(ours, chatId)
    await exchange(pair)

    const made = await ours.createLink()
    const connId = await cli.join(made.link.short ?? "")
    await smp.stop()
    await smp.start()
    const second = { ours, chatId: made.chatId, cli, contactId: await cli.contactOf(connId) }
    await connected(ours, made.chatId)
    await exchange(second)
    checkClean(second)
  },
}

export const scenarios: readonly Scenario[] = [
  between,
  inTheMiddle,
  whileConnecting("our", "short"),
  whileConnecting("our", "full"),
  whileConnecting("their", "short"),
  whileConnecting("their", "full"),
  theirRestart,
  theirRestartInTheMiddle,
  serverBetween,
  serverInTheMiddle,
  serverAway,
]
