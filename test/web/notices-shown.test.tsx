/** Notifications in a real browser that allows them: what it was given to show, when they go, and what they lead to. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import type { Chat } from "../../worker/api.ts"
import type { Visit } from "./page.ts"
import { people, scenes } from "./scenes.ts"
import { button, heading, openChat, usePage } from "./suite.ts"

const { go } = usePage({ isFull: true })

/** Notes what the page gives to the browser, which shows it all the same; and makes the window lose the focus. */
const watching = `{
  const Real = Notification
  globalThis.given = []
  globalThis.Notification = new Proxy(Real, {
    construct(target, [title, options]) {
      const made = new target(title, options)
      const note = { title, body: options.body, tag: options.tag, silent: options.silent, open: true, made }
      const close = made.close.bind(made)
      made.close = () => { note.open = false; close() }
      given.push(note)
      return made
    },
  })
  globalThis.badges = []
  navigator.setAppBadge = async n => void badges.push(n)
  navigator.clearAppBadge = async () => void badges.push(0)
  let focused = true
  document.hasFocus = () => focused
  globalThis.setFocus = is => { focused = is; dispatchEvent(new Event(is ? "focus" : "blur")) }
  globalThis.tones = 0
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (...args) { tones++; return start.apply(this, args) }
}`

type Given = { title: string; body: string; open: boolean; silent: boolean; tag: string }
const given = (page: Page): Promise<readonly Given[]> =>
  page.evaluate(() =>
    (globalThis as unknown as { given: Given[] }).given.map(({ title, body, open, silent, tag }) => ({
      title,
      body,
      open,
      silent,
      tag,
    })),
  )
const read = <T,>(page: Page, name: string): Promise<T> =>
  page.evaluate(n => (globalThis as unknown as Record<string, T>)[n] as T, name)

const watched = async (scene: Parameters<typeof go>[0], allowed = true): Promise<Visit> => {
  const visit = await go(scene, "/", { permissions: allowed ? ["notifications"] : [] })
  await visit.context.addInitScript({ content: watching })
  await visit.page.reload()
  await visit.page.getByRole("link", { name: "Alice" }).waitFor()
  return visit
}

const choose = async (page: Page, mode: string) => {
  await button(page, "Settings").click()
  await page.getByRole("button", { name: "Notifications" }).click()
  await page.getByRole("radio", { name: mode }).check()
}

const alice = people[0] as Chat
const wrote = (text: string, unread: number): { type: "chat"; chat: Chat } => ({
  type: "chat",
  chat: { ...alice, unread, lastText: text, lastAt: Date.now() },
})

describe("notifications", () => {
  it("tell what was chosen, go when it is read, and lead to the chat", async () => {
    const { page, tell } = await watched(scenes.chats)
    await tell(wrote("nobody is told", 1))
    await choose(page, "Who and what")
    await tell(wrote("see you at *four*, the code is #1234#", 2))
    await expect.poll(() => given(page)).toHaveLength(1)
    const [first] = await given(page)
    expect(first).toMatchObject({ title: "Alice", open: true, silent: true })
    expect(first?.body).toContain("see you at four")
    expect(first?.body).not.toContain("1234")
    expect(first?.tag).not.toContain("alice")
    await page.getByRole("radio", { name: "That there is something" }).check()
    await tell(wrote("still there", 3))
    await expect.poll(async () => (await given(page)).at(-1)).toMatchObject({ title: "Unlisted", body: "New message" })
    await page.evaluate(() =>
      (globalThis as unknown as { given: { made: Notification }[] }).given.at(-1)?.made.onclick?.(new Event("click")),
    )
    await heading(page, "Alice").waitFor()
    expect((await given(page)).at(-1)?.open).toBe(false)
  })

  it("are not there for the chat that is looked at, and are when the window is not in front", async () => {
    const { page, tell } = await watched(scenes.chats)
    await choose(page, "Who wrote")
    await openChat(page, "Alice")
    await tell(wrote("seen at once", 1))
    await tell({ type: "chat", chat: { ...alice, unread: 0 } })
    expect(await given(page)).toEqual([])
    await page.evaluate(() => (globalThis as unknown as { setFocus(is: boolean): void }).setFocus(false))
    await tell(wrote("not seen", 1))
    await expect.poll(() => given(page)).toHaveLength(1)
    expect((await given(page))[0]).toMatchObject({ title: "Alice", body: "New message", open: true })
    await page.evaluate(() => (globalThis as unknown as { setFocus(is: boolean): void }).setFocus(true))
    await expect.poll(async () => (await given(page))[0]?.open).toBe(false)
  })

  it("are not there for muted chats, tell of requests, and count on the icon without names in the title", async () => {
    const { page, tell } = await watched(scenes.chats)
    await choose(page, "Who wrote")
    await tell({ type: "chat", chat: { ...alice, unread: 4, settings: { muted: true, favorite: false } } })
    await tell({ type: "chat", chat: { ...alice, id: "new", name: "Zoe", status: "request", unread: 1 } })
    await expect.poll(() => given(page)).toHaveLength(1)
    expect((await given(page))[0]).toMatchObject({ title: "Zoe", body: "Wants to connect" })
    const unread = people.reduce((sum, c) => sum + c.unread, 0) + 1
    await expect.poll(() => page.title()).toBe(`(${unread}) Unlisted`)
    expect((await read<number[]>(page, "badges")).at(-1)).toBe(unread)
    await button(page, "Back to settings").click()
    await button(page, "Lock now").click()
    await button(page, "Unlock").waitFor()
    expect((await given(page))[0]?.open).toBe(false)
    await expect.poll(async () => (await read<number[]>(page, "badges")).at(-1)).toBe(0)
  })

  it("have a sound when that was chosen, and only then", async () => {
    const { page, tell } = await watched(scenes.chats)
    await choose(page, "Who wrote")
    await tell(wrote("quiet", 1))
    await expect.poll(() => given(page)).toHaveLength(1)
    expect(await read(page, "tones")).toBe(0)
    await page.getByRole("switch", { name: "Sound" }).check()
    await tell(wrote("loud", 2))
    await expect.poll(() => read(page, "tones")).toBe(2)
  })

  it("are asked for by a press only, and a refusal is told", async () => {
    const visit = await go(scenes.chats)
    const { page } = visit
    await visit.context.addInitScript({
      content: `globalThis.asked = 0
        Object.defineProperty(Notification, "permission", { get: () => (asked > 0 ? "denied" : "default") })
        Notification.requestPermission = async () => { asked++; return "denied" }`,
    })
    await page.reload()
    await page.getByRole("complementary", { name: "Be told when somebody writes?" }).waitFor()
    expect(await read(page, "asked")).toBe(0)
    await button(page, "Not now").click()
    await page.getByRole("complementary").waitFor({ state: "hidden" })
    await choose(page, "Who wrote")
    await page.getByText("does not allow notifications of this page").waitFor()
    expect(await read(page, "asked")).toBe(1)
  })

  it("are shown by the service worker where a page may not, and closed by it", async () => {
    const visit = await go(scenes.chats, "/", { permissions: ["notifications"] })
    const { page, tell } = visit
    // As on Android.
    await visit.context.addInitScript({
      content: `{ const Real = Notification
        globalThis.Notification = new Proxy(Real, { construct() { throw new TypeError("Illegal constructor") } }) }
        globalThis.calls = 0
        const { showNotification } = ServiceWorkerRegistration.prototype
        ServiceWorkerRegistration.prototype.showNotification = function (...args) {
          calls++
          return showNotification.apply(this, args)
        }`,
    })
    await page.reload()
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await choose(page, "Who wrote")
    await tell(wrote("by the service worker", 1))
    const open = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration()
        return (await registration?.getNotifications())?.map(n => `${n.title}: ${n.body}`)
      })
    await expect.poll(open).toEqual(["Alice: New message"])
    const calls = () => read<number>(page, "calls")
    expect(await calls()).toBe(1)
    await tell({ type: "chat", chat: { ...alice, unread: 0 } })
    await expect.poll(open, { timeout: 20_000 }).toEqual([])
    expect(await calls()).toBe(1)
  })
})
