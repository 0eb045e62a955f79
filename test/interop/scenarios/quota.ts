/**
 * More messages than a queue holds (128 on servers as they are installed). The sender has to hold the rest back, and go on
 * when the other side reads.
 *
 * Note: a terminal client whose own queue is full sends nothing until it is told to go on, or for up to an hour. Messages
 * of ours must all arrive whatever it does; what it did is said in the line.
 */
import {
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  ourReceipts,
  type Pair,
  type Scenario,
  theyReceive,
  weReceive,
} from "../context.ts"

const count = 200
const queueSize = 128
const ms = 240_000

const numbered = (who: string): readonly string[] => Array.from({ length: count }, (_, i) => `${who} ${i + 1}`)

const sendAll = async (pair: Pair, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await pair.ours.send(pair.chatId, text)
}

const theySendAll = async (pair: Pair, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await pair.cli.send(pair.contactId, text)
}

/** Resolves when our messages fill their queue, or more: the server takes no more than its limit. */
const sentAtLeast = ({ ours, chatId }: Pair, least: number): Promise<unknown> => {
  const sent = () => ours.items(chatId).filter(i => i.status === "sent" || i.status === "delivered").length
  return ours.until(
    "sent messages",
    () => sent() >= least,
    ms,
    () => `${sent()} of ${least}`,
  )
}

const theySentAtLeast = ({ cli, contactId }: Pair, least: number): Promise<unknown> => {
  const sent = () =>
    cli.items(contactId).filter(i => i.content === "sndMsgContent" && /^snd(Sent|Rcvd)/.test(i.status)).length
  return cli.until(
    "sent messages",
    () => sent() >= least,
    ms,
    () => `${sent()} of ${least}`,
  )
}

/** What the terminal client has got through to us, without waiting longer than for our own. */
const seen = (pair: Pair): string => `${pair.ours.received(pair.chatId).length} of ${count} came from them`

export const scenarios: readonly Scenario[] = [
  {
    name: "200-to-an-offline-client",
    run: async ctx => {
      const pair = await connectByOurs(ctx, await ctx.ours())
      const toThem = numbered("to them")
      await ctx.cli.offline()
      await sendAll(pair, toThem)
      await sentAtLeast(pair, queueSize - 5)
      await ctx.cli.online()
      await theyReceive(pair, toThem, ms)
      await ourReceipts(pair, count, ms)
      const past = { toThem: [...toThem], toUs: [] }
      await exchange(pair, past)
      checkClean(pair)
    },
  },
  {
    name: "200-to-us-while-we-are-closed",
    run: async ctx => {
      const pair = await connectByTheirs(ctx, await ctx.ours())
      const toUs = numbered("to us")
      pair.ours.stop()
      await theySendAll(pair, toUs)
      await theySentAtLeast(pair, queueSize - 5)
      await pair.ours.start()
      await weReceive(pair, toUs, ms)
      await exchange(pair, { toThem: [], toUs: [...toUs] })
      checkClean(pair)
    },
  },
  {
    name: "200-both-ways-at-once",
    run: async ctx => {
      const pair = await connectByOurs(ctx, await ctx.ours())
      const [toThem, toUs] = [numbered("to them"), numbered("to us")]
      // Both queues are full before either side reads.
      pair.ours.stop()
      await theySendAll(pair, toUs)
      await theySentAtLeast(pair, queueSize - 5)
      await ctx.cli.offline()
      await pair.ours.start()
      await sendAll(pair, toThem)
      await sentAtLeast(pair, queueSize / 4)
      await ctx.cli.online()
      await theyReceive(pair, toThem, ms)
      await ourReceipts(pair, count, ms)
      await weReceive(pair, toUs, ms).catch(e => {
        if (pair.ours.received(pair.chatId).length < queueSize) throw e
        ctx.note("the terminal client stalled")
      })
      ctx.note(seen(pair))
      checkClean(pair)
    },
  },
]
