/** SimpleX addresses in a real browser: asked at, accepted, rejected, deleted. */
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { launchBrowser, openPerson, phone, type TestBrowser } from "../support/browser.ts"
import { type Stack, startStack } from "../support/stack.ts"
import {
  ask,
  box,
  button,
  heading,
  makeAddress,
  openChat,
  patience,
  say,
  sees,
  startChatting,
  talksWith,
} from "./people.ts"

const time = 300_000

/** Opens a link in a tab where the page is already: a private session would end with the page. */
const openIn = (page: Page, link: string): Promise<void> =>
  page.evaluate(to => location.assign(to), link.replace("/a#", "/#simplex:/a#"))

describe("a SimpleX address", () => {
  let stack: Stack
  let browser: Browser
  let open: TestBrowser[] = []
  const someone = async (viewport = phone): Promise<Page> => {
    const person = await openPerson(browser, { viewport })
    open.push(person)
    return person.page
  }
  beforeAll(async () => {
    ;[stack, browser] = await Promise.all([startStack(), launchBrowser()])
  }, time)
  afterEach(async () => {
    const closing = open
    open = []
    await Promise.all(closing.map(p => p.close()))
  })
  afterAll(async () => {
    await browser.close()
    await stack.close()
  }, time)

  it("brings requests that are accepted or rejected, and none when it is deleted", { timeout: time }, async () => {
    const [alice, bob, carol] = await Promise.all([someone(), someone(), someone()])
    await startChatting(alice, stack.url, "Alice")
    const { short, full } = await makeAddress(alice)
    expect(short).toMatch(new RegExp(`^${stack.url}/a#`))
    expect(full).toMatch(/^simplex:\/contact#\/\?/)

    // The short form in the address bar, by somebody who is nobody here yet: it says whose it is.
    await carol.goto(short)
    await heading(carol, "Connect with Alice").waitFor({ timeout: patience })
    await ask(bob, short, "Bob")
    await openChat(alice, "Bob")
    await button(alice, "Accept").click()
    await talksWith(alice, "Bob")
    await talksWith(bob, "Alice")
    await say(alice, "Hello Bob")
    await sees(bob, "Hello Bob")
    await say(bob, "Hello Alice")
    await sees(alice, "Hello Alice")

    // The full form, and no for an answer: the one who asked is not told.
    await ask(carol, full.replace("simplex:", stack.url), "Carol")
    await openChat(alice, "Carol")
    await button(alice, "Reject").click()
    await alice.getByRole("link", { name: "Carol" }).waitFor({ state: "detached", timeout: patience })
    await carol.getByText("Your request was sent").waitFor()
    const alerts = await carol.getByRole("alert").allInnerTexts()
    expect(alerts.filter(words => words !== "")).toEqual([])
    expect(await box(carol, "Message").count()).toBe(0)

    await button(alice, "Your SimpleX address").click()
    await button(alice, "Delete address").click()
    await button(alice, "Delete").click()
    await button(alice, "Create SimpleX address").waitFor({ timeout: patience })
    const dave = await someone()
    await dave.goto(short)
    await heading(dave, "This link does not work").waitFor({ timeout: patience })

    // The contact that it made stays.
    await openChat(alice, "Bob")
    await say(alice, "still here")
    await sees(bob, "still here")
  })

  it("names its owner to somebody with a profile, and is one chat however often it is opened", {
    timeout: time,
  }, async () => {
    const [alice, bob] = await Promise.all([someone(), someone()])
    await Promise.all([startChatting(alice, stack.url, "Alice"), startChatting(bob, stack.url, "Bob")])
    const { short } = await makeAddress(alice)
    await openIn(bob, short)
    await heading(bob, "Connect with Alice").waitFor({ timeout: patience })
    await button(bob, "Connect").click()
    await bob.getByText("Your request was sent").waitFor({ timeout: patience })
    await heading(bob, "Alice").waitFor()
    await openIn(bob, short)
    await heading(bob, "You know this link").waitFor({ timeout: patience })
    await button(bob, "Open chat").click()
    await openChat(alice, "Bob")
    await button(alice, "Accept").click()
    await talksWith(bob, "Alice")

    await openIn(alice, short)
    await heading(alice, "This is your own address").waitFor({ timeout: patience })
    expect(await button(alice, "Connect").count()).toBe(0)
  })
})
