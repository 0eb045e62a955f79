import { expect, it } from "vitest"
import { channel } from "../../worker/agent/channel.ts"
import { createLocks } from "../../worker/agent/lock.ts"

const later = (): { promise: Promise<void>; done: () => void } => {
  let done = (): void => undefined
  const promise = new Promise<void>(resolve => {
    done = resolve
  })
  return { promise, done }
}
const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve))
}

it("actions of one key follow each other in the order in which they were asked for", async () => {
  const locks = createLocks()
  const seen: string[] = []
  const first = later()
  const all = [
    locks("a", async () => {
      await first.promise
      seen.push("first")
    }),
    locks("a", async () => seen.push("second")),
    locks("a", async () => seen.push("third")),
  ]
  await turns()
  expect(seen).toEqual([])
  first.done()
  await Promise.all(all)
  expect(seen).toEqual(["first", "second", "third"])
})

it("other keys do not wait", async () => {
  const locks = createLocks()
  void locks("a", () => later().promise)
  expect(await locks("b", async () => "done")).toBe("done")
})

it("an action that fails tells its caller, and lets the next go", async () => {
  const locks = createLocks()
  const failing = locks("a", () => Promise.reject(new Error("no")))
  const next = locks("a", async () => "done")
  await expect(failing).rejects.toThrow("no")
  expect(await next).toBe("done")
})

it("a channel gives what was pushed in order, before and while somebody waits, and ends when closed", async () => {
  const c = channel<number>()
  const seen: number[] = []
  c.push(1)
  c.push(2)
  const loop = (async () => {
    for await (const n of c) seen.push(n)
  })()
  await turns()
  expect(seen).toEqual([1, 2])
  c.push(3)
  await turns()
  expect(seen).toEqual([1, 2, 3])
  c.close()
  await loop
  c.push(4)
  await turns()
  expect(seen).toEqual([1, 2, 3])
})

it("what nobody has taken when it is closed is not given any more", async () => {
  const c = channel<number>()
  c.push(1)
  c.close()
  const seen: number[] = []
  for await (const n of c) seen.push(n)
  expect(seen).toEqual([])
})
