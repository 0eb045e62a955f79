/** What a profile allows: told in the handshake, in links and when it changes; and receipts. */
import { describe, expect, it } from "vitest"
import type { FeatureName, Item } from "../worker/api.ts"
import { crowd } from "./support/crowd.ts"
import { type Device, until } from "./support/node-worker.ts"

const { device, friends, connect, areConnected, chatOf, lines, say } = crowd("preferences")

const feature = (d: Device, name: FeatureName) => chatOf(d).features?.[name]
const notices = (items: readonly Item[]) => items.flatMap(i => (i.notice?.kind === "feature" ? [i.notice] : []))
const day = 86_400

describe("what a profile allows", () => {
  it("is told in the handshake, at both ends of a one-time link", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await alice.chat.setPreferences({ voice: { allow: "no" } })
    await bob.chat.setPreferences({ fullDelete: { allow: "always" } })
    await connect(alice, bob)
    expect(feature(bob, "voice")).toMatchObject({ theirs: "no", mine: "yes", isDefault: true, forMe: false })
    expect(feature(alice, "voice")).toMatchObject({ mine: "no", theirs: "yes", forContact: false })
    expect(feature(alice, "fullDelete")).toMatchObject({ theirs: "always", mine: "no", forMe: true, forContact: false })
  })

  it("is told to whoever asks at the address, and tells what they allow", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await alice.chat.setPreferences({ reactions: { allow: "no" } })
    await bob.chat.setPreferences({ voice: { allow: "no" }, timedMessages: { allow: "yes", ttl: day } })
    const address = await alice.chat.createAddress()
    await bob.chat.connect(address.short ?? "")
    await until([alice, bob], async () => alice.chat.chats()[0]?.status === "request")
    await alice.chat.accept(chatOf(alice).id)
    await areConnected([alice, bob])
    expect(feature(bob, "reactions")?.theirs).toBe("no")
    expect(feature(alice, "voice")?.theirs).toBe("no")
    expect(feature(alice, "timedMessages")?.ttl).toBe(day)
    expect(feature(bob, "timedMessages")?.ttl).toBe(day)
  })

  it("makes messages disappear in new chats, after the longer time, and says so", async () => {
    const [alice, bob] = [await device("Alice"), await device("Bob")]
    await alice.chat.setPreferences({ timedMessages: { allow: "yes", ttl: day } })
    await bob.chat.setPreferences({ timedMessages: { allow: "yes", ttl: 7 * day } })
    await connect(alice, bob)
    for (const d of [alice, bob]) {
      expect(feature(d, "timedMessages")).toMatchObject({ ttl: 7 * day, forMe: true })
      expect(notices(await lines(d)).map(n => [n.feature, n.state?.ttl])).toEqual([["timedMessages", 7 * day]])
    }
    await say(alice, bob, "not for ever")
    expect((await lines(bob)).find(i => i.text === "not for ever")?.disappears?.ttl).toBe(7 * day)
  })

  it("changes the chats that are there, but not their time, and what it changes stands in them", async () => {
    const { alice, bob, both } = await friends()
    await alice.chat.setPreferences({ voice: { allow: "no" }, timedMessages: { allow: "yes", ttl: day } })
    await until(both, async () => feature(bob, "voice")?.theirs === "no")
    expect(feature(alice, "voice")).toMatchObject({ mine: "no", isDefault: true, forMe: false })
    expect(feature(alice, "timedMessages")?.ttl).toBeUndefined()
    expect(feature(bob, "timedMessages")?.ttl).toBeUndefined()
    const off = { feature: "voice", state: { forMe: false, forContact: false } }
    expect(notices(await lines(alice))).toEqual([{ kind: "feature", by: "me", ...off }])
    expect(notices(await lines(bob))).toEqual([{ kind: "feature", by: "contact", ...off }])
    expect(await alice.chat.preferences()).toMatchObject({ voice: { allow: "no" }, calls: { allow: "yes" } })
  })

  it("is not told to contacts for whom something else is set, nor to those who know a random name", async () => {
    const { alice, bob, both } = await friends()
    await alice.chat.setFeature(chatOf(alice).id, "voice", "always")
    await until(both, async () => feature(bob, "voice")?.theirs === "always")
    await alice.chat.setPreferences({ voice: { allow: "no" } })
    await say(alice, bob, "after it")
    expect(feature(bob, "voice")?.theirs).toBe("always")
    expect((await lines(bob)).filter(i => i.notice?.kind === "feature" || i.notice?.kind === "offered")).toHaveLength(1)

    const carol = await device("Carol")
    await carol.chat.setPreferences({ reactions: { allow: "no" } })
    const dave = await device("Dave")
    await connect(dave, carol, true)
    expect(feature(dave, "reactions")?.theirs).toBe("yes")
    await carol.chat.setPreferences({ calls: { allow: "no" } })
    await say(carol, dave, "still nobody")
    expect(feature(dave, "calls")?.theirs).toBe("yes")
    expect(feature(carol, "calls")?.mine).toBe("yes")
  })

  it("reaches contacts after a crash in the middle of it, once", async () => {
    const { alice, bob, both } = await friends()
    const at = alice.trace.length + 1
    alice.dieAt({ step: at, when: "after" })
    await alice.ask(c => c.setPreferences({ voice: { allow: "no" } })).catch(() => undefined)
    await alice.start()
    await until(both, async () => feature(bob, "voice")?.theirs === "no")
    expect(notices(await lines(alice))).toHaveLength(1)
    expect(notices(await lines(bob))).toHaveLength(1)
  })

  it("is kept, and refused when it makes no sense", async () => {
    const alice = await device("Alice")
    await alice.chat.setPreferences({ calls: { allow: "no" } })
    const bad = [
      { voice: { allow: "perhaps" } },
      { timedMessages: { allow: "always" } },
      { timedMessages: { allow: "yes", ttl: -5 } },
      { voice: { allow: "yes", ttl: 5 } },
      { everything: { allow: "yes" } },
    ]
    for (const changes of bad)
      await expect(alice.chat.setPreferences(changes as never)).rejects.toMatchObject({ code: "NOT_ALLOWED" })
    alice.stop()
    await alice.start()
    expect((await alice.chat.preferences()).calls).toEqual({ allow: "no" })
  })

  it("does not bring chats to the top of the list when it changes", async () => {
    const { alice } = await friends()
    const before = chatOf(alice).lastAt
    await alice.chat.setPreferences({ voice: { allow: "no" } })
    expect(notices(await lines(alice))).toHaveLength(1)
    expect(chatOf(alice).lastAt).toBe(before)
  })
})

describe("receipts of a profile", () => {
  it("leave chats with a setting of their own alone, or forget those settings", async () => {
    const { alice } = await friends()
    const { id } = chatOf(alice)
    expect(await alice.chat.receipts()).toEqual({ on: true, overrides: { on: 0, off: 0 } })
    await alice.chat.setChatSettings(id, { receipts: true })
    await alice.chat.setReceipts(false)
    expect(await alice.chat.receipts()).toEqual({ on: false, overrides: { on: 1, off: 0 } })
    expect(chatOf(alice).settings?.receipts).toBe(true)
    await alice.chat.setReceipts(false, true)
    expect(await alice.chat.receipts()).toEqual({ on: false, overrides: { on: 0, off: 0 } })
    expect(chatOf(alice).settings?.receipts).toBeUndefined()
  })

  it("of another profile stay as they are", async () => {
    const { alice } = await friends()
    await alice.chat.setChatSettings(chatOf(alice).id, { receipts: false })
    await alice.chat.addProfile("Alice at work")
    await alice.chat.setReceipts(false, true)
    await alice.chat.switchProfile((await alice.chat.profiles()).find(p => p.displayName === "Alice")?.id ?? 0)
    expect(await alice.chat.receipts()).toEqual({ on: true, overrides: { on: 0, off: 1 } })
  })
})

describe("a profile", () => {
  it("has a bio and a picture that fit the apps, or is not changed", async () => {
    const alice = await device("Alice")
    const change = (more: object) => alice.chat.updateProfile({ displayName: "Alice", fullName: "", ...more })
    await change({ bio: "x".repeat(160) })
    await expect(change({ bio: "\u00fc".repeat(81) })).rejects.toMatchObject({ code: "TOO_LARGE" })
    await expect(change({ image: `data:image/jpg;base64,${"A".repeat(12_500)}` })).rejects.toMatchObject({
      code: "TOO_LARGE",
    })
    expect((await alice.chat.profiles())[0]).toMatchObject({ bio: "x".repeat(160) })
  })
})
