/** How a kept profile is locked, opened, changed and destroyed, and how a private session becomes one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { mostWallpaper } from "../worker/store/page.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { directConnect } from "./support/direct.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let relay: Relay
beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const kept = async (b = newBrowser()) => {
  const { api } = b.tab()
  await api.createProfile("Alice", passphrase)
  return { b, api }
}

/** Begins as a JPEG does. */
const jpeg = (size: number) => {
  const bytes = new Uint8Array(size).fill(7)
  bytes.set([0xff, 0xd8, 0xff].slice(0, size))
  return bytes
}

/** Waits for what happens over the network. */
const until = async (check: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 6000; i++) {
    if (await check()) return
    await new Promise(r => setTimeout(r, 10))
  }
  throw new Error("waited for too long")
}

describe("a kept profile", () => {
  it("that is locked opens with its passphrase only", async () => {
    const { b, api } = await kept()
    await api.endSession()
    expect(await api.session()).toEqual({ state: "locked" })
    expect(b.isHeld()).toBe(false)
    expect(await codeOf(api.chats())).toBe("NOT_FOUND")
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "open", displayName: "Alice" })
  })

  it("opens once when it is asked for twice at a time: two agents of one profile would destroy it", async () => {
    const { b, api } = await kept()
    await api.endSession()
    const tab = b.tab()
    await Promise.all([tab.api.unlock(passphrase), tab.api.unlock(passphrase)])
    const opened = tab.events.filter(e => e.type === "session" && e.session.state === "open")
    expect(opened).toHaveLength(1)
  })

  it("opens with the new passphrase after a change, and not with the old one", async () => {
    const { api } = await kept()
    expect(await codeOf(api.changePassphrase("wrong one", "battery staple"))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(api.changePassphrase(passphrase, "12345"))).toBe("BAD_PASSPHRASE")
    await api.changePassphrase(passphrase, "battery staple")
    await api.endSession()
    expect(await codeOf(api.unlock(passphrase))).toBe("WRONG_PASSPHRASE")
    await api.unlock("battery staple")
    expect(await api.session()).toMatchObject({ displayName: "Alice" })
  })

  it("after three wrong passphrases makes one wait, longer each time, also in another tab; the right one ends that", async () => {
    const { b, api } = await kept()
    await api.endSession()
    for (let i = 0; i < 3; i++) expect(await codeOf(api.unlock(`wrong ${i}`))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(api.unlock(passphrase))).toBe("TOO_SOON")
    expect(await codeOf(b.tab().api.unlock(passphrase))).toBe("TOO_SOON")
    b.wait(2_000)
    expect(await codeOf(api.unlock("wrong"))).toBe("WRONG_PASSPHRASE")
    b.wait(2_000)
    expect(await codeOf(api.unlock(passphrase))).toBe("TOO_SOON")
    b.wait(2_000)
    await api.unlock(passphrase)
    await api.endSession()
    expect(await codeOf(api.unlock("wrong"))).toBe("WRONG_PASSPHRASE")
    await api.unlock(passphrase)
  })

  it("says when it may be tried again", async () => {
    const { api } = await kept()
    await api.endSession()
    for (let i = 0; i < 3; i++) await codeOf(api.unlock(`wrong ${i}`))
    const failure = await api.unlock(passphrase).catch(e => e)
    expect(failure).toMatchObject({ code: "TOO_SOON", until: expect.any(Number) })
  })

  it("keeps the settings of the page with the chats, and takes nothing long", async () => {
    const { api } = await kept()
    expect(await api.pageSettings()).toEqual({})
    await api.setPageSettings({ theme: "dark", lockAfter: 5, blur: true })
    expect(await codeOf(api.setPageSettings({ theme: "x".repeat(300) }))).toBe("TOO_LARGE")
    expect(await codeOf(api.setPageSettings({ theme: { of: "two" } } as never))).toBe("TOO_LARGE")
    await api.endSession()
    expect(await codeOf(api.pageSettings())).toBe("NOT_FOUND")
    await api.unlock(passphrase)
    expect(await api.pageSettings()).toEqual({ theme: "dark", lockAfter: 5, blur: true })
  })

  it("keeps a picture to stand behind the chats, sealed, until another or none is wanted; only a small JPEG", async () => {
    const { api } = await kept()
    expect(await api.wallpaper()).toBe(null)
    const picture = jpeg(mostWallpaper)
    await api.setWallpaper(picture)
    expect(await codeOf(api.setWallpaper(jpeg(mostWallpaper + 1)))).toBe("TOO_LARGE")
    expect(await codeOf(api.setWallpaper(picture.fill(0x3c, 0, 1)))).toBe("TOO_LARGE")
    expect(await codeOf(api.setWallpaper(new Uint8Array(0)))).toBe("TOO_LARGE")
    expect(await codeOf(api.setWallpaper("ÿØÿ" as never))).toBe("TOO_LARGE")
    await api.setPageSettings({ wallpaper: "own" })
    await api.endSession()
    expect(await codeOf(api.wallpaper())).toBe("NOT_FOUND")
    expect(await codeOf(api.setWallpaper(null))).toBe("NOT_FOUND")
    await api.unlock(passphrase)
    expect(await api.wallpaper()).toEqual(jpeg(mostWallpaper))
    await api.setWallpaper(jpeg(100))
    expect(await api.wallpaper()).toEqual(jpeg(100))
    await api.setWallpaper(null)
    expect(await api.wallpaper()).toBe(null)
    expect(await api.pageSettings()).toEqual({ wallpaper: "own" })
  })

  it("has the picture of the private session that it was; a session that ends leaves none", async () => {
    const { api } = newBrowser().tab()
    await api.startPrivate("Alice")
    await api.setWallpaper(jpeg(1000))
    await api.keepSession(passphrase)
    expect(await api.wallpaper()).toEqual(jpeg(1000))
    const other = newBrowser().tab().api
    await other.startPrivate("Bob")
    await other.setWallpaper(jpeg(1000))
    await other.endSession()
    await other.startPrivate("Bob")
    expect(await other.wallpaper()).toBe(null)
  })

  it("is not locked for ever by a clock that was set back", async () => {
    const { b, api } = await kept()
    await api.endSession()
    for (let i = 0; i < 3; i++) await codeOf(api.unlock("wrong one"))
    b.wait(-3_600_000)
    await api.unlock(passphrase)
  })

  it("is destroyed by the passphrase that was set for that, and an empty one of the given name opens", async () => {
    const { b, api } = await kept(newBrowser(directConnect, [relay.address]))
    await api.createLink()
    expect(await codeOf(api.setSelfDestruct("wrong one", null))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(api.setSelfDestruct(passphrase, { passphrase, displayName: "A" }))).toBe("BAD_PASSPHRASE")
    const long = { passphrase: "boom boom", displayName: "A name that is much longer than 31 bytes" }
    expect(await codeOf(api.setSelfDestruct(passphrase, long))).toBe("BAD_NAME")
    await api.setSelfDestruct(passphrase, { passphrase: "boom boom", displayName: "Nobody" })
    // The two must stay different.
    expect(await codeOf(api.changePassphrase(passphrase, "boom boom"))).toBe("BAD_PASSPHRASE")
    await api.endSession()
    const later = b.tab().api
    await later.unlock("boom boom")
    expect(await later.session()).toEqual({ state: "open", displayName: "Nobody", kept: true })
    expect(await later.chats()).toEqual([])
    await later.endSession()
    expect(await codeOf(later.unlock(passphrase))).toBe("WRONG_PASSPHRASE")
    await later.unlock("boom boom")
    expect(await later.session()).toMatchObject({ displayName: "Nobody" })
  })

  it("is not destroyed any more once that passphrase is taken away", async () => {
    const { api } = await kept()
    await api.setSelfDestruct(passphrase, { passphrase: "boom boom", displayName: "Nobody" })
    await api.setSelfDestruct(passphrase, null)
    await api.endSession()
    expect(await codeOf(api.unlock("boom boom"))).toBe("WRONG_PASSPHRASE")
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ displayName: "Alice" })
  })

  it("opens by each passkey that was added with the passphrase, which stays valid, and by none that was removed", async () => {
    const { b, api } = await kept()
    const passkey = (n: number) => ({
      id: new Uint8Array(16).fill(n),
      salt: new Uint8Array(32).fill(n + 100),
      onDevice: n === 1,
    })
    const secret = (n: number) => new Uint8Array(32).fill(n + 50)
    expect(await api.passkeys()).toEqual([])
    expect(await codeOf(api.addPasskey("wrong one", passkey(1), secret(1)))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(api.confirmPassphrase("wrong one"))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(api.addPasskey(passphrase, passkey(1), new Uint8Array(31)))).toBe("NOT_ALLOWED")
    await api.addPasskey(passphrase, passkey(1), secret(1))
    await api.addPasskey(passphrase, passkey(2), secret(2))
    expect(await codeOf(api.addPasskey(passphrase, passkey(1), secret(3)))).toBe("NOT_ALLOWED")
    await api.changePassphrase(passphrase, "battery staple")
    await api.endSession()
    const later = b.tab().api
    expect(await later.passkeys()).toMatchObject([passkey(1), passkey(2)])
    expect(JSON.stringify(await later.passkeys())).not.toContain("wrapped")
    expect(await codeOf(later.unlockByPasskey(passkey(1).id, secret(2)))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(later.unlockByPasskey(passkey(3).id, secret(1)))).toBe("WRONG_PASSPHRASE")
    expect(b.isHeld()).toBe(false)
    for (const n of [1, 2]) {
      await later.unlockByPasskey(passkey(n).id, secret(n))
      expect(await later.session()).toMatchObject({ state: "open", displayName: "Alice" })
      await later.endSession()
    }
    await later.unlock("battery staple")
    await later.removePasskey(passkey(1).id)
    await later.endSession()
    expect(await codeOf(later.unlockByPasskey(passkey(1).id, secret(1)))).toBe("WRONG_PASSPHRASE")
    await later.unlockByPasskey(passkey(2).id, secret(2))
  })

  it("does not open by a passkey whose record was altered or swapped with another's", async () => {
    const { b, api } = await kept()
    const id = (n: number) => new Uint8Array(16).fill(n)
    const secret = new Uint8Array(32).fill(7)
    const salt = new Uint8Array(32).fill(9)
    for (const n of [1, 2]) await api.addPasskey(passphrase, { id: id(n), salt, onDevice: true }, secret)
    await api.endSession()
    await b.alter("passkeys", record => {
      const [one, two] = record as [Record<string, unknown>, Record<string, unknown>]
      return [
        { ...one, wrapped: two.wrapped },
        { ...two, salt: new Uint8Array(32).fill(8) },
      ]
    })
    for (const n of [1, 2]) expect(await codeOf(api.unlockByPasskey(id(n), secret))).toBe("WRONG_PASSPHRASE")
    await b.alter("passkeys", () => "nonsense")
    expect(await api.passkeys()).toEqual([])
    await api.unlock(passphrase)
  })

  it("that is deleted while it is being opened is gone", async () => {
    for (const turns of [0, 1, 4, 16]) {
      const { api, b } = await kept()
      await api.endSession()
      const opening = api.unlock(passphrase).catch(() => undefined)
      for (let i = 0; i < turns; i++) await new Promise(done => setTimeout(done, 0))
      await Promise.all([opening, api.destroy()])
      expect(await api.session()).toEqual({ state: "new" })
      expect(b.isEmpty()).toBe(true)
      expect(b.isHeld()).toBe(false)
    }
  })

  it("can be deleted, open or locked", async () => {
    const open = await kept()
    await open.api.destroy()
    expect(await open.api.session()).toEqual({ state: "new" })
    expect(open.b.isEmpty()).toBe(true)
    const locked = await kept()
    await locked.api.endSession()
    await locked.api.destroy()
    expect(await locked.api.session()).toEqual({ state: "new" })
    expect(locked.b.isHeld()).toBe(false)
  })
})

describe("a private session", () => {
  it("that ends leaves nothing, and another can begin", async () => {
    const b = newBrowser()
    const { api } = b.tab()
    await api.startPrivate("Alice")
    await api.endSession()
    expect(await api.session()).toEqual({ state: "new" })
    expect(b.isEmpty()).toBe(true)
    await api.startPrivate("Bob")
    expect(await api.session()).toMatchObject({ displayName: "Bob" })
    expect(await codeOf(api.changePassphrase(passphrase, "battery staple"))).toBe("NOT_FOUND")
  })

  it("goes on as a kept profile with its contacts and lines, and can be written to after that", async () => {
    const b = newBrowser(directConnect, [relay.address])
    const [alice, bob] = [b.tab().api, newBrowser(directConnect, [relay.address]).tab().api]
    await alice.startPrivate("Alice")
    await bob.startPrivate("Bob")
    await bob.connect((await alice.createLink()).link?.short ?? "")
    const isConnected = async (api: typeof alice) => (await api.chats())[0]?.status === "connected"
    await until(async () => (await isConnected(alice)) && (await isConnected(bob)))
    const chatOf = async (api: typeof alice) => (await api.chats())[0]?.id ?? ""
    await bob.send(await chatOf(bob), "before")
    const texts = async () => (await alice.items(await chatOf(alice))).items.map(i => i.text).filter(t => t !== "")
    await until(async () => (await texts()).includes("before"))
    await alice.keepSession(passphrase)
    expect(await alice.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
    await bob.send(await chatOf(bob), "after")
    await until(async () => (await texts()).includes("after"))
    await alice.endSession()
    await bob.send(await chatOf(bob), "while locked")
    await alice.unlock(passphrase)
    await until(async () => (await texts()).includes("while locked"))
    expect(await texts()).toEqual(["before", "after", "while locked"])
    await alice.send(await chatOf(alice), "answer")
    await until(async () => (await bob.items(await chatOf(bob))).items.some(i => i.text === "answer"))
    await alice.endSession()
    await bob.endSession()
  })

  it("stays private, and open, when nothing may be stored or there is a kept profile already", async () => {
    const b = newBrowser()
    b.forbidStorage()
    const { api } = b.tab()
    await api.startPrivate("Alice")
    expect(await codeOf(api.keepSession("12345"))).toBe("BAD_PASSPHRASE")
    expect(await codeOf(api.keepSession(passphrase))).toBe("NO_STORAGE")
    expect(await api.session()).toEqual({ state: "open", displayName: "Alice", kept: false })
    expect(await api.chats()).toEqual([])
    const other = await kept()
    const second = other.b.tab().api
    await second.startPrivate("Bob")
    expect(await codeOf(second.keepSession(passphrase))).toBe("ELSEWHERE")
    expect(await second.session()).toMatchObject({ displayName: "Bob", kept: false })
  })
})
