/** What is worth telling, and how much of it is told. */
import { describe, expect, it } from "vitest"
import { loudUnread, newsElsewhere, newsIn, noticeModes, noticeOf } from "../../web/state/notices.ts"
import type { Chat, ProfileInfo } from "../../worker/api.ts"

const chat = (patch: Partial<Chat> = {}): Chat => ({
  id: "a",
  name: "Alice",
  fullName: "",
  status: "connected",
  unread: 0,
  lastAt: 0,
  postQuantum: true,
  ...patch,
})
const muted = { settings: { muted: true, favorite: false } }
const profile = (id: number, patch: Partial<ProfileInfo> = {}): ProfileInfo => ({
  id,
  displayName: "Work",
  fullName: "",
  active: false,
  unread: 0,
  ...patch,
})

describe("news", () => {
  it("is more that is unread, not less and not the same", () => {
    expect(newsIn(chat(), chat({ unread: 1 }))).toBe("message")
    expect(newsIn(chat({ unread: 1 }), chat({ unread: 1, lastText: "edited" }))).toBe(null)
    expect(newsIn(chat({ unread: 2 }), chat({ unread: 1 }))).toBe(null)
  })

  it("is a request, told once", () => {
    const asked = chat({ status: "request", unread: 1 })
    expect(newsIn(undefined, asked)).toBe("request")
    expect(newsIn(asked, asked)).toBe(null)
  })

  it("is a contact that one waited for", () => {
    expect(newsIn(chat({ status: "connecting" }), chat())).toBe("connected")
    expect(newsIn(chat({ status: "link" }), chat())).toBe("connected")
    expect(newsIn(undefined, chat())).toBe(null)
    expect(newsIn(chat(), chat())).toBe(null)
  })

  it("is never in a muted chat", () => {
    expect(newsIn(chat(muted), chat({ ...muted, unread: 3 }))).toBe(null)
  })

  it("is more in another profile, unless that is muted or hidden", () => {
    const more = (patch: Partial<ProfileInfo>) =>
      newsElsewhere([profile(2, patch)], [profile(2, { ...patch, unread: 1 })])?.id ?? null
    expect(more({})).toBe(2)
    expect(more({ muted: true })).toBe(null)
    expect(more({ hidden: true })).toBe(null)
    expect(more({ active: true })).toBe(null)
    expect(newsElsewhere([], [profile(2, { unread: 5 })])).toBe(null)
  })
})

describe("a notification", () => {
  const words = {
    product: "Unlisted",
    message: "New message",
    request: "New contact request",
    connected: "A new contact is connected",
    requestOf: "Wants to connect",
    connectedTo: "You are connected",
    profile: (name: string) => `New messages for ${name}`,
  }
  const told = (what: "message" | "request" | "connected", line: string) =>
    noticeModes.map(mode => noticeOf({ in: "chat", what, chat: chat() }, mode, "Alice", line, words))

  it("says as much as was chosen", () => {
    expect(told("message", "At four?")).toEqual([
      null,
      { title: "Unlisted", body: "New message" },
      { title: "Alice", body: "New message" },
      { title: "Alice", body: "At four?" },
    ])
    expect(told("request", "")[1]).toEqual({ title: "Unlisted", body: "New contact request" })
    expect(told("request", "")[3]).toEqual({ title: "Alice", body: "Wants to connect" })
    expect(told("connected", "")[2]).toEqual({ title: "Alice", body: "You are connected" })
  })

  it("says that there is a message when it has no words", () => {
    expect(told("message", "")[3]).toEqual({ title: "Alice", body: "New message" })
  })

  it("names the other profile, and does not when names are hidden", () => {
    const all = noticeModes.map(mode => noticeOf({ in: "profile", profile: profile(2) }, mode, "Work", "", words)?.body)
    expect(all).toEqual([undefined, "New message", "New messages for Work", "New messages for Work"])
  })
})

it("the number on the icon leaves out muted chats, and muted and hidden profiles", () => {
  const chats = [chat({ unread: 2 }), chat({ ...muted, unread: 5 })]
  const profiles = [
    profile(1, { active: true, unread: 9 }),
    profile(2, { unread: 1 }),
    profile(3, { unread: 4, muted: true }),
  ]
  expect(loudUnread(chats, profiles)).toBe(3)
})
