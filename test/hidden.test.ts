/** Profiles that only those see who know their password. */
import { describe, expect, it } from "vitest"
import { crowd } from "./support/crowd.ts"
import { type Device, until } from "./support/node-worker.ts"

const { relay, device, connect, chatOf } = crowd("hidden")

const names = async (d: Device) => (await d.chat.profiles()).map(p => p.displayName)
const idOf = async (d: Device, name: string) => (await d.chat.profiles()).find(p => p.displayName === name)?.id ?? 0
const secret = "open sesame"

/** Alice with a second profile, which is hidden and has Bob as contact; the first one is shown. */
const scene = async () => {
  const alice = await device("Alice")
  const first = await idOf(alice, "Alice")
  await alice.chat.addProfile("Nobody")
  const id = await idOf(alice, "Nobody")
  const bob = await device("Bob")
  await connect(alice, bob)
  await alice.chat.switchProfile(first)
  await alice.chat.hideProfile(id, secret)
  return { alice, bob, id, first }
}

describe("a hidden profile", () => {
  it("is in no list and no sum, and goes on receiving", async () => {
    const { alice, bob, id } = await scene()
    expect(await names(alice)).toEqual(["Alice"])
    const before = alice.events.length
    await bob.chat.send(chatOf(bob).id, "psst")
    await until([alice, bob], async () => (await alice.disk.list("items")).some(i => i.text === "psst"))
    // Nothing was said to the page, not even that something has happened.
    expect(alice.events.slice(before).filter(e => e.type !== "network")).toEqual([])
    expect(await alice.chat.search("psst")).toEqual([])
    const [found] = await alice.chat.findProfiles(secret)
    expect(found).toMatchObject({ id, displayName: "Nobody", unread: 1, hidden: true, muted: true })
  })

  it("is found by its password, and by no other", async () => {
    const { alice, id } = await scene()
    expect(await alice.chat.findProfiles("open sesam")).toEqual([])
    expect(await alice.chat.findProfiles("")).toEqual([])
    expect((await alice.chat.findProfiles(` ${secret} `)).map(p => p.id)).toEqual([id])
  })

  it("is shown with its password only, and out of sight again when another one is", async () => {
    const { alice, id, first } = await scene()
    for (const password of [undefined, "", "wrong"])
      await expect(alice.chat.switchProfile(id, password)).rejects.toMatchObject({ name: "WrongPassphrase" })
    expect((await alice.chat.switchProfile(id, secret)).map(c => c.name)).toEqual(["Bob"])
    expect(await names(alice)).toEqual(["Nobody", "Alice"])
    await alice.chat.switchProfile(first)
    expect(await names(alice)).toEqual(["Alice"])
  })

  it("is not what is shown after a restart", async () => {
    const { alice, id } = await scene()
    await alice.chat.switchProfile(id, secret)
    alice.stop()
    await alice.start()
    expect(await names(alice)).toEqual(["Alice"])
    expect(alice.chat.chats()).toEqual([])
    expect(await alice.chat.findProfiles(secret)).toHaveLength(1)
  })

  it("may be the one that is shown, when it is hidden", async () => {
    const alice = await device("Alice")
    await alice.chat.addProfile("Nobody")
    const id = await idOf(alice, "Nobody")
    await alice.chat.hideProfile(id, secret)
    expect(await names(alice)).toEqual(["Nobody", "Alice"])
    await alice.chat.switchProfile(await idOf(alice, "Alice"))
    expect(await names(alice)).toEqual(["Alice"])
  })

  it("is seen again with its password", async () => {
    const { alice, id } = await scene()
    await expect(alice.chat.unhideProfile(id, "wrong")).rejects.toMatchObject({ name: "WrongPassphrase" })
    expect(await names(alice)).toEqual(["Alice"])
    await alice.chat.unhideProfile(id, secret)
    expect(await names(alice)).toEqual(["Alice", "Nobody"])
    expect(await alice.chat.findProfiles(secret)).toEqual([])
    await expect(alice.chat.unhideProfile(id, secret)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("is deleted with its password only, even while it is shown", async () => {
    const { alice, id } = await scene()
    await alice.chat.switchProfile(id, secret)
    await expect(alice.chat.deleteProfile(id)).rejects.toMatchObject({ name: "WrongPassphrase" })
    await alice.chat.deleteProfile(id, { password: secret })
    expect(await names(alice)).toEqual(["Alice"])
    expect(await alice.disk.list("contacts")).toEqual([])
  })

  it("cannot be the only one that is left to see, by hiding or deleting the others", async () => {
    const { alice, first } = await scene()
    await expect(alice.chat.hideProfile(first, "other")).rejects.toMatchObject({ code: "LAST_PROFILE" })
    await expect(alice.chat.deleteProfile(first)).rejects.toMatchObject({ code: "LAST_PROFILE" })
    await expect(alice.chat.hideProfile(first, " ")).rejects.toMatchObject({ code: "BAD_PASSPHRASE" })
  })

  it("cannot be given a link by whoever does not see it", async () => {
    const { alice, id } = await scene()
    const { id: link } = await alice.chat.createLink()
    await expect(alice.chat.changeLinkProfile(link, id)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(alice.chat.muteProfile(id, false)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})

describe("a muted profile", () => {
  it("says so, also after a restart", async () => {
    const alice = await device("Alice")
    const id = await idOf(alice, "Alice")
    await alice.chat.muteProfile(id, true)
    alice.stop()
    await alice.start()
    expect((await alice.chat.profiles())[0]?.muted).toBe(true)
    await alice.chat.muteProfile(id, false)
    expect((await alice.chat.profiles())[0]?.muted).toBeUndefined()
  })
})

describe("a profile is deleted", () => {
  it("with its queues, or without telling the servers", async () => {
    const alice = await device("Alice")
    await alice.chat.addProfile("Work")
    await alice.chat.createLink()
    await alice.chat.createLink()
    const before = relay().queueCount
    await alice.chat.deleteProfile(await idOf(alice, "Work"), { keepQueues: true })
    expect(await alice.disk.list("connections")).toEqual([])
    expect(await alice.disk.list("deletions")).toEqual([])
    await alice.chat.createLink()
    expect(relay().queueCount).toBe(before + 1)
  })

  it("as the last one when another takes its place, whatever is hidden", async () => {
    const { alice, first } = await scene()
    await expect(alice.chat.deleteProfile(first, { next: " " })).rejects.toMatchObject({ code: "BAD_NAME" })
    await alice.chat.deleteProfile(first, { next: "Anna" })
    expect(await names(alice)).toEqual(["Anna"])
    expect(alice.chat.chats()).toEqual([])
    alice.stop()
    await alice.start()
    expect(await names(alice)).toEqual(["Anna"])
    expect(await alice.chat.findProfiles(secret)).toHaveLength(1)
  })
})
