/** Changes of receiving addresses from one server to another, in both roles, with either side away in between. */
import { parseServerAddress } from "../../../worker/encoding/server.ts"
import { at } from "../cli.ts"
import {
  type Context,
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  history,
  noticed,
  type Pair,
  type Scenario,
  theirEvent,
} from "../context.ts"

const portOf = (address: string | undefined): string => String(parseServerAddress(address ?? "", "smp").server.port)

const serversOf = async ({ cli, contactId }: Pair, whose: "ours" | "theirs"): Promise<readonly string[]> => {
  const [list, key] = whose === "ours" ? ["sndQueuesInfo", "sndServer"] : ["rcvQueuesInfo", "rcvServer"]
  const info = await cli.command(`/_info @${contactId}`)
  const queues = at(info, `connectionStats_.${list}`) ?? at(info, `connectionStats.${list}`)
  return ((queues ?? []) as readonly unknown[]).map(q => String(at(q, key)))
}

/** The server at one end of the connection, as the terminal client knows it: soon only this one. */
const checkServer = async (pair: Pair, whose: "ours" | "theirs", address: string | undefined): Promise<void> => {
  let servers: readonly string[] = []
  for (let tries = 0; tries < 100; tries++) {
    servers = await serversOf(pair, whose)
    if (servers.length === 1 && servers[0]?.endsWith(`:${portOf(address)}`) === true) return
    await new Promise(r => setTimeout(r, 200))
  }
  throw new Error(`${whose} is at ${servers.join(" and ") || "no server"}`)
}

const moveTo = async (pair: Pair, to: string, from: string): Promise<void> => {
  const api = pair.ours.api()
  const known = (await api.servers()).servers.some(s => s.hosts.length > 0 && to.includes(s.address.slice(6, 49)))
  if (!known) await api.addServer(to)
  await api.enableServer(to, true)
  await api.enableServer(from, false)
  await api.changeAddress(pair.chatId)
}

const bothWays = async (ctx: Context): Promise<readonly Pair[]> => [
  await connectByOurs(ctx, await ctx.ours()),
  await connectByTheirs(ctx, await ctx.ours()),
]

const restart = async ({ ours }: Pair): Promise<void> => {
  ours.stop()
  await ours.start()
}

const weMove: Scenario = {
  name: "our-address-moves-to-another-server",
  needs: "a second --smp",
  run: async ctx => {
    const [first, second] = [ctx.smp.address, ctx.smp.second?.address ?? ""]
    for (const pair of await bothWays(ctx)) {
      const past = history()
      await exchange(pair, past)
      await checkServer(pair, "ours", first)
      await moveTo(pair, second, first)
      await noticed(pair, "addressChanged", 1)
      await theirEvent(pair, "contactSwitch", "switchProgress.switchPhase", "completed")
      await checkServer(pair, "ours", second)
      await exchange(pair, past)
      // And back, while they are away, with restarts of ours in between.
      await ctx.cli.offline()
      await moveTo(pair, first, second)
      await restart(pair)
      await ctx.cli.online()
      await restart(pair)
      await noticed(pair, "addressChanged", 2)
      await checkServer(pair, "ours", first)
      await exchange(pair, past)
      checkClean(pair)
    }
  },
}

const theyMove: Scenario = {
  name: "their-address-moves-to-another-server",
  needs: "a second --smp",
  run: async ctx => {
    const [first, second] = [ctx.smp.address, ctx.smp.second?.address ?? ""]
    const { cli } = ctx
    for (const pair of await bothWays(ctx)) {
      const past = history()
      await exchange(pair, past)
      await cli.useServers(second)
      await cli.command(`/_switch @${pair.contactId}`)
      await noticed(pair, "contactAddressChanged", 1)
      await theirEvent(pair, "contactSwitch", "switchProgress.switchPhase", "completed")
      await checkServer(pair, "theirs", second)
      await exchange(pair, past)
      // And back, while we are away, with restarts of both in between.
      pair.ours.stop()
      await cli.useServers(first)
      await cli.command(`/_switch @${pair.contactId}`)
      await cli.offline()
      await pair.ours.start()
      await restart(pair)
      await cli.online()
      await noticed(pair, "contactAddressChanged", 2)
      await exchange(pair, past)
      await checkServer(pair, "theirs", first)
      checkClean(pair)
    }
  },
}

/** Messages that are under way while the queue moves arrive once and in order. */
const inBetween: Scenario = {
  name: "messages-while-addresses-move",
  needs: "a second --smp",
  run: async ctx => {
    const [first, second] = [ctx.smp.address, ctx.smp.second?.address ?? ""]
    for (const pair of await bothWays(ctx)) {
      const past = history()
      await exchange(pair, past)
      await moveTo(pair, second, first)
      for (let i = 0; i < 5; i++) await exchange(pair, past)
      await noticed(pair, "addressChanged", 1)
      await ctx.cli.useServers(second)
      await ctx.cli.command(`/_switch @${pair.contactId}`)
      for (let i = 0; i < 5; i++) await exchange(pair, past)
      await noticed(pair, "contactAddressChanged", 1)
      await exchange(pair, past)
      await checkServer(pair, "ours", second)
      await ctx.cli.useServers(first)
      checkClean(pair)
    }
  },
}

export const scenarios: readonly Scenario[] = [weMove, theyMove, inBetween]
