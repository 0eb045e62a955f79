/** Rules of writing: what of a live message goes out, times of one message, commands of a bot. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { commandText, offered, tapped } from "../../web/state/bot.ts"
import { answering, cancelled, withoutItem, withTtl } from "../../web/state/compose.ts"
import { dueOf, mayUpdate, newLive, wholeWords } from "../../web/state/live.ts"
import { customTtl, units } from "../../web/state/ttl.ts"
import type { BotCommand, Item } from "../../worker/api.ts"
import { readCommands } from "../../worker/chat/preferences.ts"

describe("a live message", () => {
  it("goes out in whole words while somebody types", () => {
    expect(wholeWords("Shall we me")).toBe("Shall we ")
    expect(wholeWords("Shall we meet?")).toBe("Shall we meet?")
    expect(wholeWords("Grüß")).toBe("")
    expect(wholeWords("at 1")).toBe("at ")
    expect(dueOf({ itemId: "1", seen: "Shall ", sent: "Shall " }, "Shall we me")).toBe("Shall we ")
  })

  it("goes out to the last letter when somebody pauses", () => {
    expect(dueOf({ itemId: "1", seen: "Shall we", sent: "Shall " }, "Shall we")).toBe("Shall we")
  })

  it("does not go out when nothing is new, and never empty", () => {
    expect(dueOf({ itemId: "1", seen: "Shall", sent: "Shall" }, "Shall")).toBe(null)
    expect(dueOf({ itemId: "1", seen: "Shall ", sent: "Shall " }, "Shall w")).toBe(null)
    expect(dueOf(newLive(""), "")).toBe(null)
    expect(dueOf({ itemId: "1", seen: "Shall", sent: "Shall" }, "  ")).toBe(null)
    expect(dueOf(newLive(""), "Sh")).toBe(null)
  })

  it("begins with all that was typed before", () => {
    expect(dueOf(newLive("Shall we me"), "Shall we me")).toBe("Shall we me")
  })

  it("loses nothing to the rule of whole words: what it holds back is one word at the end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), text => {
        const words = wholeWords(text)
        expect(text.startsWith(words)).toBe(true)
        expect(text.slice(words.length)).toMatch(/^[\p{L}\p{Nd}]*$/u)
      }),
    )
  })

  it("waits while nothing leaves", () => {
    expect(["online", "offline", "connecting", undefined].map(s => mayUpdate(s as "online"))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it("stays when the answer to something ends, and ends when the message itself is deleted", () => {
    const item = { id: "7", text: "x" } as Item
    const live = { itemId: "7", seen: "a", sent: "a" }
    expect(withoutItem({ text: "a", live }, "7")).toEqual({ text: "a" })
    expect(cancelled({ text: "a", replyTo: item, ttl: 5 })).toEqual({ text: "a", ttl: 5 })
    expect(answering({ text: "a", live }, item)).toEqual({ text: "a", live })
    expect(withTtl({ text: "a", ttl: 5 }, null)).toEqual({ text: "a" })
  })
})

describe("the time of one message", () => {
  it("is a whole number of a unit, in the limits of the apps", () => {
    expect(customTtl("90", "second")).toBe(90)
    expect(customTtl(" 2 ", "week")).toBe(1_209_600)
    expect(customTtl("12", "month")).toBe(31_104_000)
    for (const [amount, unit] of [
      ["0", "day"],
      ["-1", "day"],
      ["1.5", "day"],
      ["", "day"],
      ["121", "second"],
      ["13", "month"],
      ["9999", "second"],
    ] as const)
      expect(customTtl(amount, unit)).toBe(null)
  })

  it("is never longer than a year, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...units), (amount, unit) => {
        const ttl = customTtl(amount, unit)
        expect(ttl === null || (Number.isInteger(ttl) && ttl > 0 && ttl <= 366 * 86_400)).toBe(true)
      }),
    )
  })
})

describe("commands of a bot", () => {
  const commands: readonly BotCommand[] = [
    { type: "command", keyword: "help", label: "Help" },
    {
      type: "menu",
      label: "Orders",
      commands: [
        { type: "command", keyword: "order", label: "Order", params: "<number>" },
        { type: "command", keyword: "orders", label: "All" },
      ],
    },
  ]

  it("are all offered after a slash, with their menus", () => {
    expect(offered(commands, "/")).toEqual(commands)
    expect(offered(commands, " / ")).toEqual(commands)
  })

  it("are offered out of all menus as far as they fit what is typed", () => {
    const keywords = (typed: string) => offered(commands, typed).map(c => (c.type === "command" ? c.keyword : c.label))
    expect(keywords("/o")).toEqual(["order", "orders"])
    expect(keywords("/orders")).toEqual(["orders"])
    expect(keywords("/order 5")).toEqual([])
    expect(keywords("order")).toEqual([])
    expect(keywords("")).toEqual([])
  })

  it("go at once, or into the box when something is to be filled in", () => {
    expect(commandText({ type: "command", keyword: "help", label: "" })).toEqual({ text: "/help", whole: true })
    expect(commandText({ type: "command", keyword: "order", label: "", params: "<number>" })).toEqual({
      text: "/order <number>",
      whole: false,
    })
  })

  it("in a message are sent as the apps do, without their quotes", () => {
    expect(tapped("/help")).toBe("/help")
    expect(tapped("/'filter 1.'")).toBe("/filter 1.")
    expect(tapped(" /link 1\n")).toBe("/link 1")
  })

  it("are read as the reference writes them", () => {
    const json = {
      commands: [
        { type: "command", keyword: "help", label: "Help", params: null },
        { type: "menu", label: "Orders", commands: [{ type: "command", keyword: "o", label: "O", params: "<n>" }] },
      ],
    }
    expect(readCommands(json)).toEqual([
      { type: "command", keyword: "help", label: "Help" },
      { type: "menu", label: "Orders", commands: [{ type: "command", keyword: "o", label: "O", params: "<n>" }] },
    ])
  })
})
