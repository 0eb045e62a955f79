/** What somebody without a profile sees of a link. */
import { describe, expect, it } from "vitest"
import { crowd } from "./support/crowd.ts"
import { directConnect } from "./support/direct.ts"
import { until } from "./support/node-worker.ts"
import { newBrowser } from "./support/tabs.ts"

const { relay, device } = crowd("visitor")

describe("a visitor without a profile", () => {
  it("sees whose address it is, and what they say to those who come", async () => {
    const alice = await device("Alice")
    await alice.chat.updateProfile({ displayName: "Alice", fullName: "Alice of the Hills", bio: "Mends bicycles" })
    const { short = "" } = await alice.chat.createAddress()
    await alice.chat.setAddressSettings({ welcome: "Ask me anything" })
    const { api } = newBrowser(directConnect, [relay().address]).tab()
    await api.session()
    const told = { name: "Alice", fullName: "Alice of the Hills", bio: "Mends bicycles", welcome: "Ask me anything" }
    await until([alice], async () => (await api.planLink(short, true)).welcome !== undefined)
    expect(await api.planLink(short, true)).toEqual({ kind: "contact", supported: true, own: false, ...told })
    // Before it is asked for nothing is looked up.
    expect(await api.planLink(short, false)).toEqual({ kind: "contact", supported: true, own: false })
  })

  it("does not use up a one-time link by looking at it", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    const { link } = await alice.chat.createLink()
    const { api } = newBrowser(directConnect, [relay().address]).tab()
    await api.session()
    expect(await api.planLink(link?.short ?? "", true)).toEqual({ kind: "invitation", supported: true, own: false })
    await bob.chat.connect(link?.short ?? "")
    await until([alice, bob], async () => bob.chat.chats()[0]?.status === "connected")
  })

  it("is told when the address is gone", async () => {
    const alice = await device("Alice")
    const { short = "" } = await alice.chat.createAddress()
    await alice.chat.deleteAddress()
    const { api } = newBrowser(directConnect, [relay().address]).tab()
    await api.session()
    await until([alice], async () => (await alice.disk.list("deletions")).length === 0)
    await expect(api.planLink(short, true)).rejects.toMatchObject({ code: "LINK_USED" })
  })
})
