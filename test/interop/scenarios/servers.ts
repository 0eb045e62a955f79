/** Servers of our choice: tests of them, own ones, and one with a password. */
import { parseServerAddress, writeServerAddress } from "../../../worker/encoding/server.ts"
import { check, checkClean, connectByOurs, connectByTheirs, exchange, history, type Scenario } from "../context.ts"
import type { Ours } from "../ours.ts"

const withPassword = (address: string, password: string | null): string =>
  writeServerAddress(parseServerAddress(address, "smp").server, "smp", password)

const outcome = async (ours: Ours, address: string): Promise<string> => {
  const tested = await ours.api().testServer(address)
  return tested.ok ? "ok" : `${tested.step} ${tested.code}`
}

const expectOutcome = async (ours: Ours, what: string, address: string, expected: string): Promise<void> => {
  const got = await outcome(ours, address)
  check(`${what}: ${got} instead of ${expected}`, got === expected)
}

const test: Scenario = {
  name: "server-test",
  run: async ({ ours: make, smp }) => {
    const ours = await make()
    await expectOutcome(ours, "a good server", ` ${smp.address}\n`, "ok")
    const lie = smp.address.replace(/\/\/[^@]+@/, "//LcJUMfVhwD8yxjAiSaDzzGF3-kLG4Uh0Fl_ZIjrRwjI=@")
    await expectOutcome(ours, "another fingerprint", lie, "connect SERVER_IDENTITY")
    const nobody = smp.address.replace(/:\d+$/, ":1")
    await expectOutcome(ours, "nobody there", nobody, "connect SERVER_UNREACHABLE")
    const { servers } = await ours.api().servers()
    check("the outcome is not kept", servers.find(s => s.enabled && s.protocol === "smp")?.tested?.ok === true)
  },
}

const testPassword: Scenario = {
  name: "server-test-password",
  needs: "a --smp with a password",
  run: async ({ ours: make, smp }) => {
    const ours = await make()
    const address = smp.closed?.address ?? ""
    await expectOutcome(ours, "the right password", address, "ok")
    await expectOutcome(ours, "a wrong one", withPassword(address, "wrong"), "create SERVER_PASSWORD")
    await expectOutcome(ours, "none", withPassword(address, null), "create SERVER_PASSWORD")
    await ours.api().addServer(withPassword(address, "wrong"))
    for (const s of (await ours.api().servers()).servers)
      if (s.source === "host") await ours.api().enableServer(s.address, false)
    const code = await ours.createLink().then(
      () => "a link",
      e => String((e as { code?: unknown }).code),
    )
    check(`a wrong password gives ${code}`, code === "SERVER_PASSWORD")
  },
}

const password: Scenario = {
  name: "our-server-has-a-password",
  needs: "a --smp with a password",
  run: async ctx => {
    const address = ctx.smp.closed?.address ?? ""
    for (const connect of [connectByOurs, connectByTheirs]) {
      const pair = await connect(ctx, await ctx.ours(undefined, [address]))
      const past = history()
      await exchange(pair, past)
      pair.ours.stop()
      await pair.ours.start()
      await exchange(pair, past)
      const secret = parseServerAddress(address, "smp").password ?? ""
      check("the password is in a link", !JSON.stringify(await pair.ours.createLink()).includes(secret))
      checkClean(pair)
    }
  },
}

const own: Scenario = {
  name: "our-own-server",
  needs: "a second --smp",
  run: async ctx => {
    const ours = await ctx.ours()
    const before = await connectByOurs(ctx, ours)
    const api = ours.api()
    await api.addServer(ctx.smp.second?.address ?? "")
    await api.enableServer(ctx.smp.address, false)
    ours.stop()
    await ours.start()
    const after = await connectByTheirs(ctx, ours)
    const { link } = await ours.createLink()
    const port = String(parseServerAddress(ctx.smp.second?.address ?? "", "smp").server.port)
    check("a new link is on another server", decodeURIComponent(link.full).includes(`:${port}`))
    for (const pair of [before, after]) {
      await exchange(pair)
      checkClean(pair)
    }
  },
}

export const scenarios: readonly Scenario[] = [test, testPassword, password, own]
