/** Texts of all kinds, each way: once, in order, equal to the last byte, with receipts. */
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  ourReceipts,
  type Pair,
  type Scenario,
  theirReceipts,
  theyReceive,
  weReceive,
} from "../context.ts"

const words = "the quick brown fox jumps over the lazy dog, der Igel sagt gute Nacht, ёжик в тумане; "
/** 15,000 bytes, which fit into one message only when they are compressed. */
const long = (() => {
  const bytes = new TextEncoder().encode(Array.from({ length: 300 }, (_, i) => `${i} ${words}`).join(""))
  return new TextDecoder().decode(bytes.slice(0, 15_000)).replace(/\uFFFD$/, "")
})()

const special: readonly string[] = [
  "plain",
  "first line\nsecond line\n\nfourth line\n",
  "\ttab, trailing spaces   ",
  "Grüße, ñandú, čeština, Ελληνικά, עברית, العربية, हिन्दी, 中文, 日本語, 한국어",
  "👋🏽 👩‍👩‍👧‍👦 🏴‍☠️ 🇺🇦 e\u0301 \u202Eright to left\u202C \u{1F9D1}\u200D\u{1F680}",
  '{"v":"1-16","msgId":"AAAA","event":"x.msg.new","params":{"content":{"type":"text","text":"not me"}}}',
  '[{"event":"x.direct.del","params":{}}]',
  'quotes " and \\ backslashes \\n \\u0041 and </script><b>html</b> &amp;',
  "*bold* _italic_ ~struck~ `code` #secret# !1 red! https://simplex.chat/invitation#/?v=1",
  "X is the mark of compressed messages, = of another kind",
  "0",
  "null",
  long,
]

const texts = (who: string): readonly string[] =>
  Array.from({ length: 50 }, (_, i) => (i % 3 === 1 && special[(i - 1) / 3]) || `${who} ${i}`)

const fiftyEachWay = async (pair: Pair): Promise<void> => {
  const [toThem, toUs] = [texts("to them"), texts("to us")]
  const ours = (async () => {
    for (const text of toThem) await pair.ours.send(pair.chatId, text)
  })()
  const theirs = (async () => {
    for (const text of toUs) await pair.cli.send(pair.contactId, text)
  })()
  await Promise.all([ours, theirs])
  await Promise.all([theyReceive(pair, toThem), weReceive(pair, toUs)])
  await Promise.all([ourReceipts(pair, 50), theirReceipts(pair, 50)])
  checkClean(pair)
}

/** Random letters: compression makes them no shorter. */
const incompressible = (length: number): string =>
  [...crypto.getRandomValues(new Uint8Array(length))].map(b => String.fromCharCode(48 + (b % 75))).join("")

const tooLarge = async (ctx: Context): Promise<void> => {
  const pair = await connectByOurs(ctx, await ctx.ours())
  const failure = await pair.ours.send(pair.chatId, incompressible(20_000)).then(
    () => null,
    (e: unknown) => e,
  )
  const code = (failure as { code?: unknown } | null)?.code
  check(`20,000 bytes were answered by ${String(code)}`, code === "TOO_LARGE")
  await exchange(pair)
}

export const scenarios: readonly Scenario[] = [
  {
    name: "messages-our-link",
    run: async ctx => fiftyEachWay(await connectByOurs(ctx, await ctx.ours())),
  },
  {
    name: "messages-their-link",
    run: async ctx => fiftyEachWay(await connectByTheirs(ctx, await ctx.ours())),
  },
  {
    name: "messages-in-one-batch",
    run: async ctx => {
      const pair = await connectByOurs(ctx, await ctx.ours())
      const batch = texts("batch").filter(t => t !== long)
      const messages = batch.map(text => ({ msgContent: { type: "text", text }, mentions: {} }))
      await ctx.cli.command(`/_send @${pair.contactId} json ${JSON.stringify(messages)}`)
      await weReceive(pair, batch)
      await theirReceipts(pair, batch.length)
      checkClean(pair)
    },
  },
  { name: "message-too-large", run: tooLarge },
]
