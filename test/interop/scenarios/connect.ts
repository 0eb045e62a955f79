/** Connecting in all four ways; names and post-quantum encryption at both ends. */
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  type Form,
  history,
  type Pair,
  type Scenario,
  theirPostQuantum,
} from "../context.ts"
import type { Ours } from "../ours.ts"

type Connect = (ctx: Context, ours: Ours, form: Form) => Promise<Pair>

const way = (name: string, connect: Connect, form: Form): Scenario => ({
  name,
  run: async ctx => {
    const ours = await ctx.ours()
    const pair = await connect(ctx, ours, form)
    const { displayName, fullName } = (await ctx.cli.contact(pair.contactId)).profile as Record<string, unknown>
    check(`they see our name as ${String(displayName)}`, displayName === ours.name && fullName === "")
    const { name: theirs } = ours.chat(pair.chatId)
    check(`we see their name as ${theirs}`, theirs === ctx.cli.name())
    const past = history()
    await exchange(pair, past)
    await exchange(pair, past)
    check("post-quantum encryption is not on at our end", ours.chat(pair.chatId).postQuantum)
    check("post-quantum encryption is not on at their end", await theirPostQuantum(pair))
    const info = ctx.cli.items(pair.contactId).find(i => /E2EEInfo/.test(i.content))
    check("they say that encryption is not quantum resistant", at(info?.json, "content.e2eeInfo.pqEnabled") === true)
    checkClean(pair)
  },
})

export const scenarios: readonly Scenario[] = [
  way("connect-our-short-link", connectByOurs, "short"),
  way("connect-our-full-link", connectByOurs, "full"),
  way("connect-their-short-link", connectByTheirs, "short"),
  way("connect-their-full-link", connectByTheirs, "full"),
]
