/** Security codes, changes of receiving addresses, and ratchets that are made anew: each in both roles. */
import { at } from "../cli.ts"
import {
  type Context,
  check,
  checkClean,
  connectByOurs,
  connectByTheirs,
  exchange,
  history,
  noticed,
  type Pair,
  type Scenario,
  theirEvent,
  theyReceive,
  weReceive,
} from "../context.ts"

const theirCode = async ({ cli, contactId }: Pair): Promise<string> =>
  String(at(await cli.command(`/_get code @${contactId}`), "connectionCode"))
const ourCode = ({ ours, chatId }: Pair): Promise<string> => ours.api().securityCode(chatId)

const pairs = async (ctx: Context): Promise<readonly Pair[]> => [
  await connectByOurs(ctx, await ctx.ours()),
  await connectByTheirs(ctx, await ctx.ours()),
]

const code: Scenario = {
  name: "security-code",
  run: async ctx => {
    for (const pair of await pairs(ctx)) {
      const { ours, chatId, cli, contactId } = pair
      const [own, theirs] = [await ourCode(pair), await theirCode(pair)]
      check(`codes differ: ${own} and ${theirs}`, own === theirs)
      check("their code does not verify them", await ours.api().verify(chatId, theirs))
      check("no mark", ours.chat(chatId).verified === true)
      const verified = await cli.command(`/_verify code @${contactId} ${own}`)
      check("our code does not verify us", at(verified, "verified") === true)
    }
  },
}

const weMove: Scenario = {
  name: "our-address-changes",
  run: async ctx => {
    for (const pair of await pairs(ctx)) {
      const { ours, chatId } = pair
      const past = history()
      for (let times = 1; times <= 2; times++) {
        await ours.api().changeAddress(chatId)
        await noticed(pair, "addressChanged", times)
        await theirEvent(pair, "contactSwitch", "switchProgress.switchPhase", "completed")
        await exchange(pair, past)
      }
      checkClean(pair)
    }
  },
}

const theyMove: Scenario = {
  name: "their-address-changes",
  run: async ctx => {
    for (const pair of await pairs(ctx)) {
      const { cli, contactId } = pair
      const past = history()
      for (let times = 1; times <= 2; times++) {
        await cli.command(`/_switch @${contactId}`)
        await noticed(pair, "contactAddressChanged", times)
        await theirEvent(pair, "contactSwitch", "switchProgress.switchPhase", "completed")
        await exchange(pair, past)
      }
      checkClean(pair)
    }
  },
}

const abort: Scenario = {
  name: "address-changes-given-up",
  run: async ctx => {
    const pair = await connectByOurs(ctx, await ctx.ours())
    const { ours, chatId, cli, contactId } = pair
    const past = history()
    await cli.offline()
    await ours.api().changeAddress(chatId)
    await ours.api().abortAddressChange(chatId)
    await cli.online()
    await exchange(pair, past)
    ours.stop()
    await cli.command(`/_switch @${contactId}`)
    await cli.command(`/_abort switch @${contactId}`)
    await ours.start()
    await exchange(pair, past)
    // What was given up does not stand in the way of another change, in either direction.
    await Promise.all([ours.api().changeAddress(chatId), cli.command(`/_switch @${contactId}`)])
    await noticed(pair, "addressChanged")
    await noticed(pair, "contactAddressChanged")
    await exchange(pair, past)
    checkClean(pair)
  },
}

/** One table of the newest profile, as it is in the browser's database. */
const withTable = async (action: (rows: IDBObjectStore) => void): Promise<void> => {
  const names = (await indexedDB.databases()).flatMap(d => (d.name?.startsWith("interop ") ? [d.name] : []))
  const name = names.toSorted((a, b) => Number(b.slice(8)) - Number(a.slice(8)))[0]
  if (name === undefined) throw new Error("no database")
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error("not opened"))
  })
  await new Promise<void>((resolve, reject) => {
    const tx = db.transaction("ratchets", "readwrite")
    action(tx.objectStore("ratchets"))
    tx.oncomplete = () => resolve()
    tx.onerror = () => reject(tx.error ?? new Error("not written"))
  })
  db.close()
}

/** Our ratchet falls back to how it was some turns ago, as from an old backup. */
const diverge = async (pair: Pair, past: ReturnType<typeof history>): Promise<void> => {
  const { ours } = pair
  ours.stop()
  const rows: (readonly [IDBValidKey, unknown])[] = []
  await withTable(store => {
    const request = store.openCursor()
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor === null) return
      rows.push([cursor.key, cursor.value])
      cursor.continue()
    }
  })
  await ours.start()
  for (let i = 0; i < 3; i++) await exchange(pair, past)
  ours.stop()
  await withTable(store => {
    for (const [key, value] of rows) store.put(value, key)
  })
  await ours.start()
}

const resync = (who: "we" | "they"): Scenario => ({
  name: `ratchets-anew-when-${who}-ask`,
  run: async ctx => {
    for (const connect of [connectByOurs, connectByTheirs]) {
      const pair = await connect(ctx, await ctx.ours())
      const { ours, chatId, cli, contactId } = pair
      const past = history()
      await exchange(pair, past)
      const before = await ourCode(pair)
      await diverge(pair, past)
      await cli.send(contactId, "lost")
      await noticed(pair, "syncRequired")
      if (who === "we") await ours.api().fixConnection(chatId)
      else await cli.command(`/_sync @${contactId} force=on`)
      await noticed(pair, "synced")
      await ours.send(chatId, "to them again")
      await theyReceive(pair, [...past.toThem, "to them again"])
      await cli.send(contactId, "to us again")
      await weReceive(pair, [...past.toUs, "to us again"])
      const [own, theirs] = [await ourCode(pair), await theirCode(pair)]
      check("codes differ", own === theirs)
      check("the code is the old one", own !== before)
    }
  },
})

export const scenarios: readonly Scenario[] = [code, weMove, theyMove, abort, resync("we"), resync("they")]
