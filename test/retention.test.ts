/** Messages that are deleted because they are old, on one device only. */
import { describe, expect, it } from "vitest"
import { crowd } from "./support/crowd.ts"
import { type Device, until } from "./support/node-worker.ts"

const { friends, chatOf, lines, say, pass } = crowd("retention")

const day = 86_400
const texts = async (d: Device) => (await lines(d)).flatMap(i => (i.direction === "event" ? [] : [i.text]))

describe("old messages", () => {
  it("are counted, and go at once when a time is set; the contact keeps them", async () => {
    const { alice, bob } = await friends()
    await say(alice, bob, "old")
    await say(bob, alice, "old answer")
    pass(2 * day * 1000)
    await say(alice, bob, "new")
    expect(await alice.chat.countExpired(day)).toBe(2)
    expect(await alice.chat.countExpired(3 * day)).toBe(0)
    await alice.chat.setRetention(day)
    expect(await texts(alice)).toEqual(["new"])
    expect(await texts(bob)).toEqual(["old", "old answer", "new"])
    expect(chatOf(alice).lastText).toBe("new")
    expect(await alice.chat.retention()).toBe(day)
    expect(await alice.disk.list("messageIds")).toHaveLength(1)
  })

  it("go at the next start, and the list shows nothing of them", async () => {
    const { alice, bob } = await friends()
    await alice.chat.setRetention(day)
    await say(bob, alice, "soon gone")
    expect(chatOf(alice)).toMatchObject({ unread: 1, lastText: "soon gone" })
    alice.stop()
    pass(2 * day * 1000)
    await alice.start()
    await until([alice], async () => (await lines(alice)).length === 0)
    expect(chatOf(alice).unread).toBe(0)
    expect(chatOf(alice).lastText).toBeUndefined()
  })

  it("stay in a chat that says so, and go in one that has a time of its own", async () => {
    const { alice, bob } = await friends()
    const { id } = chatOf(alice)
    await say(alice, bob, "one")
    pass(2 * day * 1000)
    expect((await alice.chat.setChatRetention(id, 0)).settings?.retention).toBe(0)
    expect(await alice.chat.countExpired(day)).toBe(0)
    await alice.chat.setRetention(day)
    expect(await texts(alice)).toEqual(["one"])
    expect(await alice.chat.countExpired(day, id)).toBe(1)
    await alice.chat.setChatRetention(id, 3 * day)
    expect(await texts(alice)).toEqual(["one"])
    expect((await alice.chat.setChatRetention(id, null)).settings).not.toHaveProperty("retention")
    expect(await texts(alice)).toEqual([])
  })

  it("are not those that one wrote to oneself", async () => {
    const { alice } = await friends()
    const notes = await alice.chat.notes()
    await alice.chat.send(notes.id, "remember")
    pass(2 * day * 1000)
    await alice.chat.setRetention(day)
    expect((await alice.chat.items(notes.id)).items.map(i => i.text)).toEqual(["remember"])
  })

  it("of many are all gone, whatever their number, and events tell the page", async () => {
    const { alice } = await friends()
    const { id } = chatOf(alice)
    for (let i = 0; i < 230; i++) await alice.chat.send(id, `${i}`)
    await until([alice], async () => (await lines(alice)).every(i => i.status !== "sending"))
    pass(2 * day * 1000)
    const before = alice.events.length
    await alice.chat.setRetention(day)
    expect(await lines(alice)).toEqual([])
    const removed = alice.events.slice(before).flatMap(e => (e.type === "itemsRemoved" ? e.itemIds : []))
    expect(removed.length).toBeGreaterThanOrEqual(230)
  })

  it("are not deleted by a time that is none", async () => {
    const { alice } = await friends()
    for (const seconds of [0, -1, 0.5, 1e12])
      await expect(alice.chat.setRetention(seconds)).rejects.toMatchObject({ code: "NOT_ALLOWED" })
    await expect(alice.chat.setChatRetention(chatOf(alice).id, -1)).rejects.toMatchObject({ code: "NOT_ALLOWED" })
    await expect(alice.chat.setChatRetention("nobody", day)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
