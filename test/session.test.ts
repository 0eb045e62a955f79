/** The worker's life as the page sees it: private or kept, locked, open, open elsewhere. No server is needed for any of it. */
import { beforeEach, describe, expect, it, vi } from "vitest"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let b = newBrowser()
beforeEach(() => {
  b = newBrowser()
})

describe("a private session", () => {
  it("opens under a name, and leaves nothing behind", async () => {
    const { api, events } = b.tab()
    expect(await api.session()).toEqual({ state: "new" })
    await api.startPrivate("  Alice ")
    const open = { state: "open", displayName: "Alice", kept: false }
    expect(await api.session()).toEqual(open)
    expect(events).toContainEqual({ type: "session", session: open })
    expect(await api.chats()).toEqual([])
    expect(b.isEmpty()).toBe(true)
    expect(b.isHeld()).toBe(false)
  })
  it("refuses names that are none", async () => {
    const { api } = b.tab()
    for (const name of ["", "   "]) expect(await codeOf(api.startPrivate(name))).toBe("BAD_NAME")
    expect(await api.session()).toEqual({ state: "new" })
  })
  it("may be open in two tabs", async () => {
    const [one, two] = [b.tab(), b.tab()]
    await one.api.startPrivate("Alice")
    await two.api.startPrivate("Bob")
    expect((await two.api.session()).state).toBe("open")
  })
  it("nothing can be asked before there is a profile, but what a link is", async () => {
    const { api } = b.tab()
    await api.session()
    expect(await codeOf(api.chats())).toBe("NOT_FOUND")
    expect(await codeOf(api.send("x", "y"))).toBe("NOT_FOUND")
    expect(await codeOf(api.planLink("nonsense", true))).toBe("BAD_LINK")
    await api.wake()
  })
})

it("developers are told versions and counts, and no name", async () => {
  const { api } = b.tab()
  expect(await codeOf(api.developerInfo())).toBe("NOT_FOUND")
  await api.startPrivate("Rumpelstiltskin")
  const info = await api.developerInfo()
  expect(info.protocols).toMatchObject({ agent: "2-7", ratchet: "2-3" })
  expect(info.rows.profile).toBe(1)
  expect(JSON.stringify(info)).not.toContain("Rumpel")
})

it("developers are not told that there is a hidden profile", async () => {
  const { api } = b.tab()
  await api.startPrivate("Alice")
  const first = (await api.profiles())[0]?.id ?? 0
  await api.notes()
  const before = await api.developerInfo()
  await api.addProfile("Nobody")
  const hidden = (await api.profiles()).find(p => p.active)?.id ?? 0
  const notes = await api.notes()
  await api.send(notes.id, "nobody knows")
  await api.sendFile(notes.id, { name: "secret.txt", content: new Blob(["secret"]) })
  await api.hideProfile(hidden, "open sesame")
  expect((await api.developerInfo()).rows.profile).toBe(2)
  await api.switchProfile(first)
  expect(await api.developerInfo()).toEqual(before)
})

describe("a kept profile", () => {
  it("is locked when the page is opened again, and opens with its passphrase", async () => {
    const first = b.tab()
    await first.api.createProfile("Alice", passphrase)
    expect(await first.api.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
    const second = b.tab()
    expect(await second.api.session()).toEqual({ state: "elsewhere" })
    expect(await second.api.useHere()).toEqual({ state: "locked" })
    expect(await codeOf(second.api.unlock("wrong"))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(second.api.unlock(""))).toBe("WRONG_PASSPHRASE")
    expect(await second.api.session()).toEqual({ state: "locked" })
    await second.api.unlock(passphrase)
    expect(await second.api.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
  })
  it("that is taken over closes where it was, and can be taken back", async () => {
    const [one, two] = [b.tab(), b.tab()]
    await one.api.createProfile("Alice", passphrase)
    await two.api.useHere()
    expect(await one.api.session()).toEqual({ state: "elsewhere" })
    expect(await codeOf(one.api.chats())).toBe("NOT_FOUND")
    await two.api.unlock(passphrase)
    expect(await codeOf(one.api.unlock(passphrase))).toBe("ELSEWHERE")
    await one.api.useHere()
    expect(await two.api.session()).toEqual({ state: "elsewhere" })
    await one.api.unlock(passphrase)
    expect(await one.api.session()).toMatchObject({ state: "open" })
  })
  it("needs a passphrase of six characters and a name; nothing is stored without", async () => {
    const { api } = b.tab()
    expect(await codeOf(api.createProfile("Alice", "12345"))).toBe("BAD_PASSPHRASE")
    expect(await codeOf(api.createProfile("", passphrase))).toBe("BAD_NAME")
    expect(b.isEmpty()).toBe(true)
    expect(b.isHeld()).toBe(false)
  })
  it("is not made over another", async () => {
    const [one, two] = [b.tab(), b.tab()]
    await one.api.createProfile("Alice", passphrase)
    expect(await codeOf(one.api.createProfile("Alice", passphrase))).toBe("ELSEWHERE")
    expect(await codeOf(two.api.createProfile("Bob", passphrase))).toBe("ELSEWHERE")
    expect(await one.api.session()).toMatchObject({ displayName: "Alice" })
  })
  it("cannot be made where nothing may be stored; the tab can still have a private one", async () => {
    b.forbidStorage()
    const { api } = b.tab()
    expect(await codeOf(api.createProfile("Alice", passphrase))).toBe("NO_STORAGE")
    expect(b.isHeld()).toBe(false)
    await api.startPrivate("Alice")
    expect(await api.session()).toMatchObject({ state: "open", kept: false })
  })
  it("whose database goes away closes, rather than to show what is not kept", async () => {
    const { api, events } = b.tab()
    await api.createProfile("Alice", passphrase)
    b.loseDatabase()
    expect(await api.session()).toEqual({ state: "elsewhere" })
    expect(b.isHeld()).toBe(false)
    expect(events.at(-1)).toEqual({ type: "session", session: { state: "elsewhere" } })
  })
})

describe("a kept profile with connections that take long to read", () => {
  const locked = async () => {
    const { api } = b.tab()
    await api.createProfile("Alice", passphrase)
    await api.notes()
    await api.endSession()
    return api
  }
  /** Whether it has been answered by the time that others have. */
  const isAnswered = async (asked: Promise<unknown>): Promise<boolean> => {
    let answered = false
    const note = (): void => {
      answered = true
    }
    asked.then(note, note)
    for (let i = 0; i < 20; i++) await new Promise(resolve => setTimeout(resolve, 0))
    return answered
  }
  it("shows its chats meanwhile, and carries out in their order what is asked for", async () => {
    const api = await locked()
    const release = b.hold("connections")
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "open" })
    const [notes] = await api.chats()
    const sent = api.send(notes?.id ?? "", "first")
    const kept = api.setDraft(notes?.id ?? "", { text: "second" })
    const read = api.draft(notes?.id ?? "")
    expect(await isAnswered(Promise.race([sent, kept, read]))).toBe(false)
    release()
    expect((await sent).text).toBe("first")
    expect(await read).toEqual({ text: "second" })
    await kept
  })
  it("can be locked meanwhile, and unlocked again", async () => {
    const api = await locked()
    const release = b.hold("connections")
    await api.unlock(passphrase)
    const link = codeOf(api.createLink())
    const ended = api.endSession()
    release()
    await ended
    expect(await link).not.toBe("no failure")
    expect(await api.session()).toEqual({ state: "locked" })
    await api.unlock(passphrase)
    expect(await api.chats()).toHaveLength(1)
  })
  it("can be taken over meanwhile: nothing that was asked for hangs", async () => {
    const api = await locked()
    const release = b.hold("connections")
    await api.unlock(passphrase)
    const link = codeOf(api.createLink())
    const other = b.tab()
    expect(await other.api.useHere()).toEqual({ state: "locked" })
    release()
    expect(await link).not.toBe("no failure")
    expect(await api.session()).toEqual({ state: "elsewhere" })
    await other.api.unlock(passphrase)
    expect(await other.api.chats()).toHaveLength(1)
  })
  it("is given time to show its chats, and does not take it when something else is asked for, or when it is locked", async () => {
    const { api } = newBrowser(undefined, undefined, { pause: () => new Promise(() => undefined) }).tab()
    await api.createProfile("Alice", passphrase)
    expect(await api.chats()).toEqual([])
    await api.endSession()
    await api.unlock(passphrase)
    const { id } = await api.notes()
    expect((await api.send(id, "said")).text).toBe("said")
  })
  it("is closed when they cannot be read, and says why", async () => {
    const api = await locked()
    await b.spoil("connections")
    await api.unlock(passphrase).catch(() => undefined)
    expect(await codeOf(api.createLink())).not.toBe("no failure")
    await vi.waitFor(async () => expect(await api.session()).toEqual({ state: "locked", problem: "STORE" }))
    expect(b.isHeld()).toBe(false)
  })
  it("is not opened when its chats cannot be read", async () => {
    const api = await locked()
    await b.spoil("contacts")
    expect(await codeOf(api.unlock(passphrase))).toBe("STORE")
    expect(b.isHeld()).toBe(false)
  })
})

it("a failure of the network says so and may be tried again; nothing is left of the attempt", async () => {
  const { api } = b.tab()
  await api.startPrivate("Alice")
  const failure = await api.createLink().catch((e: unknown) => e)
  expect(failure).toEqual({ failure: true, code: "NETWORK", retryable: true })
  expect(await api.chats()).toEqual([])
})

describe("servers that every app knows", () => {
  it("are used where the host of the page names none, once their operators' conditions are accepted", async () => {
    const { api } = newBrowser(undefined, []).tab()
    expect(await api.conditions()).toMatch(/^https:\/\//)
    await api.startPrivate("Alice")
    expect(await codeOf(api.createLink())).toBe("CONDITIONS")
    await api.acceptConditions(["simplex", "flux"])
    expect(await codeOf(api.createLink())).toBe("NETWORK")
  })
  it("are not where it names its own: there is nothing to accept", async () => {
    const { api } = b.tab()
    expect(await api.conditions()).toBeNull()
    await api.startPrivate("Alice")
    expect(await codeOf(api.createLink())).toBe("NETWORK")
  })
})
