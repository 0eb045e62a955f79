import { describe, expect, it } from "vitest"
import type { Allow } from "../../worker/api.ts"
import {
  featureNames,
  featureNotices,
  featureOf,
  featuresOf,
  incognitoPreferences,
  longestPreferences,
  mergedPreferences,
  newContactPreferences,
  preferencesJson,
  profilePreferences,
  readCommands,
  readPreferences,
  withTheirTtl,
} from "../../worker/chat/preferences.ts"
import type { Preferences } from "../../worker/store/chat.ts"

const allows: readonly Allow[] = ["always", "yes", "no"]

describe("a feature is on", () => {
  // Simplex.Chat.Types.Preferences, prefEnabled: ours, theirs, [for us, for them].
  const table: readonly (readonly [Allow, Allow, boolean, boolean])[] = [
    ["always", "always", true, true],
    ["always", "yes", true, true],
    ["always", "no", false, true],
    ["yes", "always", true, true],
    ["yes", "yes", true, true],
    ["yes", "no", false, false],
    ["no", "always", true, false],
    ["no", "yes", false, false],
    ["no", "no", false, false],
  ]
  for (const [mine, theirs, forMe, forContact] of table)
    it(`for ${forMe ? "us" : "not us"} and ${forContact ? "them" : "not them"} when we allow ${mine} and they ${theirs}`, () => {
      const sides = { own: { reactions: { allow: mine } }, theirs: { reactions: { allow: theirs } } }
      expect(featureOf("reactions", sides)).toMatchObject({ mine, theirs, forMe, forContact })
    })
  it("as disappearing messages only for both or for nobody", () => {
    for (const mine of allows)
      for (const theirs of allows) {
        const f = featureOf("timedMessages", {
          own: { timedMessages: { allow: mine } },
          theirs: { timedMessages: { allow: theirs } },
        })
        expect(f.forMe).toBe(mine !== "no" && theirs !== "no")
        expect(f.forContact).toBe(f.forMe)
      }
  })
  it("by default as in the apps", () => {
    const on = featureNames.filter(name => featureOf(name, {}).forMe)
    expect(on).toEqual(["timedMessages", "reactions", "voice", "calls"])
  })
})

describe("preferences", () => {
  it("in a profile are all there, as the apps write them", () => {
    expect(preferencesJson(mergedPreferences(undefined, undefined))).toEqual({
      timedMessages: { allow: "yes" },
      fullDelete: { allow: "no" },
      reactions: { allow: "yes" },
      voice: { allow: "yes" },
      calls: { allow: "yes" },
      files: { allow: "always" },
      sessions: { allow: "no" },
      commands: [],
    })
  })
  it("for a contact come before those for everybody; the time of everybody is not told", () => {
    const profile: Preferences = { timedMessages: { allow: "always", ttl: 60 }, voice: { allow: "no" } }
    expect(mergedPreferences({ voice: { allow: "always" } }, profile)).toMatchObject({
      timedMessages: { allow: "always" },
      voice: { allow: "always" },
    })
    expect(mergedPreferences(undefined, profile).timedMessages).not.toHaveProperty("ttl")
    expect(mergedPreferences({ timedMessages: { allow: "yes", ttl: 5 } }, profile).timedMessages).toEqual({
      allow: "yes",
      ttl: 5,
    })
  })
  it("for everybody are told first with the time of new chats, unless there is one for the contact", () => {
    const profile: Preferences = { timedMessages: { allow: "yes", ttl: 60 } }
    expect(mergedPreferences(undefined, profile, true).timedMessages).toEqual({ allow: "yes", ttl: 60 })
    expect(mergedPreferences({ timedMessages: { allow: "yes", ttl: 5 } }, profile, true).timedMessages?.ttl).toBe(5)
    expect(mergedPreferences({ timedMessages: { allow: "no" } }, profile, true).timedMessages).toEqual({ allow: "no" })
  })
  it("of an incognito connection are nobody's, but for the time of new chats", () => {
    const profile: Preferences = { timedMessages: { allow: "no", ttl: 60 }, voice: { allow: "no" } }
    expect(incognitoPreferences(profile)).toEqual({ timedMessages: { allow: "yes", ttl: 60 } })
    expect(incognitoPreferences({ voice: { allow: "no" } })).toEqual({})
  })
  it("of a profile are those that were set, and the apps' defaults", () => {
    expect(profilePreferences({ voice: { allow: "no" } })).toEqual({
      timedMessages: { allow: "yes" },
      fullDelete: { allow: "no" },
      reactions: { allow: "yes" },
      voice: { allow: "no" },
      calls: { allow: "yes" },
    })
  })
  it("are read as they are written", () => {
    const all = mergedPreferences(
      { timedMessages: { allow: "yes", ttl: 3600 }, fullDelete: { allow: "always" } },
      undefined,
    )
    expect(readPreferences(preferencesJson(all))).toEqual(all)
  })
  it("that make no sense are taken for absent, the others count", () => {
    const bad = {
      timedMessages: { allow: "yes", ttl: "soon" },
      fullDelete: { allow: "perhaps" },
      reactions: 7,
      voice: null,
      calls: { allow: "no" },
      other: { allow: "yes" },
    }
    expect(readPreferences(bad)).toEqual({ calls: { allow: "no" } })
    expect(readPreferences(JSON.parse('{"__proto__":{"voice":{"allow":"no"}}}'))).toEqual({})
    expect(readPreferences({ timedMessages: { allow: "yes", ttl: -1 } })).toEqual({ timedMessages: { allow: "yes" } })
    expect(readPreferences(null)).toEqual({})
  })
})

describe("the time of disappearing messages", () => {
  it("that the contact proposes becomes ours, so that there is one", () => {
    expect(withTheirTtl(undefined, undefined, { timedMessages: { allow: "yes", ttl: 60 } })).toEqual({
      timedMessages: { allow: "yes", ttl: 60 },
    })
    expect(withTheirTtl({ timedMessages: { allow: "always", ttl: 60 } }, undefined, {})).toEqual({
      timedMessages: { allow: "always" },
    })
  })
  it("does not make us allow what we do not", () => {
    const own = withTheirTtl({ timedMessages: { allow: "no" } }, undefined, {
      timedMessages: { allow: "always", ttl: 60 },
    })
    expect(own).toEqual({ timedMessages: { allow: "no", ttl: 60 } })
    expect(
      featureOf("timedMessages", { ...(own && { own }), theirs: { timedMessages: { allow: "always", ttl: 60 } } })
        .forMe,
    ).toBe(false)
  })
  it("of a new chat is the longer one of the two", () => {
    const timed = (allow: Allow, ttl?: number): Preferences => ({
      timedMessages: ttl === undefined ? { allow } : { allow, ttl },
    })
    expect(newContactPreferences(timed("yes", 60), timed("yes", 30))).toEqual(timed("yes", 60))
    expect(newContactPreferences(timed("yes", 30), timed("always", 60))).toEqual(timed("yes", 60))
    expect(newContactPreferences(timed("always"), timed("yes", 60))).toEqual(timed("always", 60))
    expect(newContactPreferences(timed("yes", 60), timed("yes"))).toEqual(timed("yes", 60))
    expect(newContactPreferences(undefined, timed("yes", 60))).toEqual(timed("yes", 60))
  })
  it("of a new chat is none when one side does not allow it, or says nothing of it", () => {
    const timed: Preferences = { timedMessages: { allow: "yes", ttl: 60 } }
    expect(newContactPreferences(timed, {})).toBeUndefined()
    expect(newContactPreferences(timed, { timedMessages: { allow: "no", ttl: 60 } })).toBeUndefined()
    expect(newContactPreferences({ timedMessages: { allow: "no", ttl: 60 } }, timed)).toBeUndefined()
    expect(newContactPreferences({}, { timedMessages: { allow: "yes" } })).toBeUndefined()
  })
  it("that is the same changes nothing", () => {
    const own: Preferences = { timedMessages: { allow: "yes", ttl: 60 }, voice: { allow: "no" } }
    expect(withTheirTtl(own, undefined, { timedMessages: { allow: "no", ttl: 60 } })).toBe(own)
  })
})

describe("a change of preferences is told", () => {
  const features = (own: Preferences, theirs: Preferences) => featuresOf({ own, theirs })
  it("as what is so now", () => {
    expect(featureNotices(features({}, {}), features({}, { reactions: { allow: "no" } }), "contact")).toEqual([
      { kind: "feature", feature: "reactions", by: "contact", state: { forMe: false, forContact: false } },
    ])
  })
  it("as an offer when the other side does not allow it", () => {
    expect(featureNotices(features({}, {}), features({}, { fullDelete: { allow: "yes" } }), "contact")).toEqual([
      { kind: "offered", feature: "fullDelete", by: "contact", state: { forMe: true, forContact: false } },
    ])
  })
  it("with the time", () => {
    const timed: Preferences = { timedMessages: { allow: "yes", ttl: 60 } }
    const [notice, ...more] = featureNotices(features({}, {}), features(timed, timed), "contact")
    expect(more).toEqual([])
    expect(notice).toMatchObject({ kind: "feature", feature: "timedMessages", state: { ttl: 60 } })
  })
  it("not when nothing has changed", () => expect(featureNotices(features({}, {}), features({}, {}), "me")).toEqual([]))
})

describe("commands of a bot", () => {
  it("are read with their menus; what makes no sense is left out", () => {
    const commands = [
      { type: "command", keyword: "order", label: "Order", params: "<n>" },
      { type: "menu", label: "More", commands: [{ type: "command", keyword: "help", label: "Help" }, 7] },
      { type: "command", label: "no keyword" },
      { type: "other", keyword: "x", label: "x" },
    ]
    expect(readCommands({ commands })).toEqual([
      commands[0],
      { type: "menu", label: "More", commands: [{ type: "command", keyword: "help", label: "Help" }] },
    ])
  })
  it("of any number and depth are bounded", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ type: "command", keyword: `k${i}`, label: "l" }))
    expect(readCommands({ commands: many })).toHaveLength(200)
    const deep = (n: number): object => ({ type: "menu", label: "m", commands: n === 0 ? [] : [deep(n - 1)] })
    expect(JSON.stringify(readCommands({ commands: [deep(40)] as never })).match(/menu/g)).toHaveLength(5)
  })
})

describe("the longest preferences", () => {
  const lengthOf = (p: Preferences) => JSON.stringify(preferencesJson(p)).length
  it("leave room in a profile for all that can be agreed with a contact", () => {
    const most = lengthOf(mergedPreferences(longestPreferences, undefined))
    for (const allow of allows)
      for (const ttl of [undefined, 1, 86_400, Number.MAX_SAFE_INTEGER]) {
        const one = { allow, ...(ttl === undefined ? {} : { ttl }) }
        const all: Preferences = { ...Object.fromEntries(featureNames.map(n => [n, { allow }])), timedMessages: one }
        const theirs = readPreferences({ timedMessages: one })
        for (const own of [all, newContactPreferences(all, theirs), withTheirTtl(all, undefined, theirs)])
          for (const first of [true, false])
            expect(lengthOf(mergedPreferences(own, all, first))).toBeLessThanOrEqual(most)
      }
  })
})
