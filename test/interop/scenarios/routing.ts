/**
 * Private routing between two servers: the terminal client is on the first, our side on the second, so that each is a
 * server that the other side does not know.
 */
import type { NetworkConfig } from "../../../worker/api.ts"
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  history,
  ourReceipts,
  type Pair,
  type Scenario,
  theyReceive,
} from "../context.ts"

const pairsWith = async (
  ctx: Context,
  settings: Partial<NetworkConfig>,
  ...servers: readonly (string | undefined)[]
): Promise<readonly Pair[]> => {
  const addresses = servers.flatMap(s => s ?? [])
  return [
    await connectByOurs(ctx, await ctx.ours(undefined, addresses, settings)),
    await connectByTheirs(ctx, await ctx.ours(undefined, addresses, settings)),
  ]
}
const pairs = (ctx: Context, ...servers: readonly (string | undefined)[]) => pairsWith(ctx, {}, ...servers)

/** How many of our messages went through another server, of how many. */
const ourProxied = ({ ours, chatId }: Pair): string => {
  const sent = ours.items(chatId).filter(i => i.direction === "sent")
  return `${sent.filter(i => i.proxied === true).length} of ${sent.length}`
}

const theirProxied = ({ cli, contactId }: Pair): string => {
  const sent = cli.items(contactId).filter(i => i.content === "sndMsgContent")
  return `${sent.filter(i => at(i.json, "meta.sentViaProxy") === true).length} of ${sent.length}`
}

const checkProxied = (whose: string, got: string, all: boolean): void => {
  const [proxied, count] = got.split(" of ")
  check(`${whose} messages through another server: ${got}`, all ? proxied === count : proxied === "0")
}

const ourWay: Scenario = {
  name: "our-messages-through-another-server",
  needs: "a second --smp",
  run: async ctx => {
    for (const pair of await pairs(ctx, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      pair.ours.stop()
      await pair.ours.start()
      await exchange(pair, past)
      await ctx.cli.offline()
      await ctx.cli.online()
      await exchange(pair, past)
      checkProxied("our", ourProxied(pair), true)
      checkClean(pair)
    }
  },
}

const straight: Scenario = {
  name: "our-messages-straight-to-known-servers",
  needs: "a second --smp",
  run: async ctx => {
    for (const pair of await pairs(ctx, ctx.smp.second?.address, ctx.smp.address)) {
      await exchange(pair)
      checkProxied("our", ourProxied(pair), false)
      checkClean(pair)
    }
  },
}

const theirWay: Scenario = {
  name: "their-messages-through-another-server",
  needs: "a second --smp",
  run: async ctx => {
    await ctx.cli.useNetwork("smp-proxy=always smp-proxy-fallback=no")
    for (const pair of await pairs(ctx, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      pair.ours.stop()
      await pair.ours.start()
      await exchange(pair, past)
      checkProxied("our", ourProxied(pair), true)
      checkProxied("their", theirProxied(pair), true)
      checkClean(pair)
    }
  },
}

const always: Scenario = {
  name: "our-messages-always-through-another-server",
  needs: "a second --smp",
  run: async ctx => {
    const settings = { routing: "always", fallback: "prohibit" } as const
    for (const pair of await pairsWith(ctx, settings, ctx.smp.address, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      pair.ours.stop()
      await pair.ours.start()
      await exchange(pair, past)
      checkProxied("our", ourProxied(pair), true)
      checkClean(pair)
    }
  },
}

const never: Scenario = {
  name: "our-messages-never-through-another-server",
  needs: "a second --smp",
  run: async ctx => {
    for (const routing of ["never", "unprotected"] as const)
      for (const pair of await pairsWith(ctx, { routing }, ctx.smp.second?.address)) {
        await exchange(pair)
        checkProxied("our", ourProxied(pair), false)
        checkClean(pair)
      }
  },
}

/** Without fallback nothing goes straight, whatever happens. */
const prohibited: Scenario = {
  name: "their-server-away-and-nothing-goes-straight",
  needs: ["a second --smp", "--smp-cmd"],
  run: async ctx => {
    for (const pair of await pairsWith(ctx, { fallback: "prohibit" }, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      await ctx.smp.stop()
      past.toThem.push("while it is away")
      await pair.ours.send(pair.chatId, "while it is away")
      pair.ours.stop()
      await pair.ours.start()
      await ctx.smp.start()
      await theyReceive(pair, past.toThem, 180_000)
      await exchange(pair, past)
      checkProxied("our", ourProxied(pair), true)
      checkClean(pair)
    }
  },
}

/** Our server passes on what theirs is not there to take. */
const destinationAway: Scenario = {
  name: "their-server-away-behind-ours",
  needs: ["a second --smp", "--smp-cmd"],
  run: async ctx => {
    for (const pair of await pairs(ctx, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      await ctx.smp.stop()
      for (let i = 1; i <= 5; i++) {
        past.toThem.push(`while it is away ${i}`)
        await pair.ours.send(pair.chatId, `while it is away ${i}`)
      }
      pair.ours.stop()
      await pair.ours.start()
      await ctx.smp.start()
      await theyReceive(pair, past.toThem, 180_000)
      await ourReceipts(pair, past.toThem.length, 180_000)
      await exchange(pair, past)
      checkClean(pair)
      ctx.note(ourProxied(pair))
    }
  },
}

const proxyAway: Scenario = {
  name: "our-server-away-that-passes-on",
  needs: ["a second --smp", "a second --smp-cmd"],
  run: async ctx => {
    for (const pair of await pairs(ctx, ctx.smp.second?.address)) {
      const past = history()
      await exchange(pair, past)
      await ctx.smp.second?.stop()
      for (let i = 1; i <= 5; i++) {
        past.toThem.push(`while ours is away ${i}`)
        await pair.ours.send(pair.chatId, `while ours is away ${i}`)
      }
      await ctx.smp.second?.start()
      await theyReceive(pair, past.toThem, 180_000)
      await exchange(pair, past)
      checkClean(pair)
      ctx.note(ourProxied(pair))
    }
  },
}

export const scenarios: readonly Scenario[] = [
  ourWay,
  straight,
  always,
  never,
  theirWay,
  prohibited,
  destinationAway,
  proxyAway,
]
