import { describe, expect, it } from "vitest"
import { hashPassword, isPassword, newStretching, passwordKey } from "../../worker/store/password.ts"

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const cheap = { memory: 1024, iterations: 1 }

describe("the password of a hidden profile", () => {
  it("opens it, however it was typed, and no other one does", async () => {
    const like = newStretching(cheap, random)
    const hashed = hashPassword(await passwordKey("caf\u00e9", like), like, "1")
    expect(isPassword(await passwordKey(" cafe\u0301 ", like), hashed, "1")).toBe(true)
    expect(isPassword(await passwordKey("cafe", like), hashed, "1")).toBe(false)
  })
  it("that two of them share does not show, and the hash of one is not the other's", async () => {
    const like = newStretching(cheap, random)
    const key = await passwordKey("the same", like)
    const [one, two] = [hashPassword(key, like, "1"), hashPassword(key, like, "2")]
    expect(one.hash).not.toEqual(two.hash)
    expect(isPassword(key, one, "2")).toBe(false)
    expect(isPassword(key, two, "2")).toBe(true)
  })
  it("has another hash in another store", async () => {
    const [a, b] = [newStretching(cheap, random), newStretching(cheap, random)]
    expect(await passwordKey("x", a)).not.toEqual(await passwordKey("x", b))
  })
})
