/** Files that are given up, damaged, or too many at a time, and processes that end at bad moments. */
import { describe, expect, it } from "vitest"
import type { FileIncoming } from "../../worker/agent/files.ts"
import { plainServers, type UserServers } from "../../worker/agent/serverlist.ts"
import type { Backend } from "../../worker/store/backend.ts"
import type { Sessions } from "../../worker/xftp/sessions.ts"
import { bytesOf, relay } from "../xftp/support.ts"
import { contentOf, descriptionsOf, newDevice, type Run, receive, scene, send, start, until } from "./file-support.ts"

/** What waits here goes on when it is opened. */
const gate = () => {
  let open: () => void = () => undefined
  let opened: Promise<void> = Promise.resolve()
  let waiting = 0
  return {
    close: () => {
      opened = new Promise(done => {
        open = done
      })
    },
    open: () => open(),
    waiting: () => waiting,
    through: (sessions: Sessions): Sessions => ({
      ...sessions,
      use: async (server, run, way) => {
        waiting++
        await opened
        waiting--
        return sessions.use(server, run, way)
      },
    }),
  }
}

/** What would be done next has been done, as long as it only waits for memory. */
const turns = async () => {
  for (let i = 0; i < 20; i++) await new Promise(f => setTimeout(f, 0))
}

/** On one relay: a file that was sent, and its description. */
const sent = async (size: number) => {
  const r = await relay()
  const s = await scene(r.address)
  const alice = await start(await newDevice(), s)
  const content = bytesOf(size)
  await send(alice, content)
  const [description = ""] = await descriptionsOf(alice)
  return { r, s, content, description }
}
const isHere = ({ files }: Run, fileId: string) => files.get(fileId)?.state === "here"
const change = async ({ files, store }: Run, fileId: string, state: "wanted" | "offered" | "cancelled") => {
  const row = files.get(fileId)
  if (row === undefined) throw new Error("no row")
  await store.commit([files.set({ ...row, state })])
}

describe("a download", () => {
  it("that is given up stops, and begins anew when it is wanted again, however soon", async () => {
    const { s, content, description } = await sent(100_000)
    const g = gate()
    const bob = await start(await newDevice(), s, { through: g.through })
    g.close()
    const got = await receive(bob, description)
    await until(() => g.waiting() > 0)
    await change(bob, got, "offered")
    g.open()
    // Whatever was asked of servers after that has ended with it.
    const other = await receive(bob, description)
    await until(() => isHere(bob, other))
    expect(bob.files.get(got)?.state).toBe("offered")
    g.close()
    await change(bob, got, "wanted")
    await until(() => g.waiting() > 0)
    await change(bob, got, "offered")
    await change(bob, got, "wanted")
    g.open()
    await until(() => isHere(bob, got))
    expect((await contentOf(bob, got)).equals(content)).toBe(true)
    expect(bob.events.filter(e => e.type === "received")).toHaveLength(2)
  })

  it("that its sender takes back leaves nothing on the disk", async () => {
    const { s, description } = await sent(3_000_000)
    const device = await newDevice()
    const g = gate()
    const bob = await start(device, s, { through: g.through })
    const got = await receive(bob, description)
    await until(() => (bob.files.get(got)?.received?.length ?? 0) > 0 || isHere(bob, got))
    if (isHere(bob, got)) throw new Error("too fast for this test")
    await change(bob, got, "cancelled")
    for (let i = 0; i < 500 && (await device.disk.list()).length > 0; i++) await new Promise(f => setTimeout(f, 10))
    expect(await device.disk.list()).toEqual([])
  })

  it("is not lost when the process ends before it was saved that it is here, though the server has it no more", async () => {
    const { r, s, content, description } = await sent(300_000)
    const lasting = await newDevice()
    const { isVolatile: _, ...disk } = lasting.disk
    const device = { ...lasting, disk }
    let heard: FileIncoming | undefined
    const before = await start(device, s, {
      hears: i => {
        heard = i
      },
    })
    const got = await receive(before, description)
    await until(() => heard?.event.type === "received")
    before.stop()
    await r.close()
    const bob = await start(device, s)
    await until(() => isHere(bob, got))
    expect((await contentOf(bob, got)).equals(content)).toBe(true)
    for (let i = 0; i < 500 && (await device.disk.list()).length > 1; i++) await new Promise(f => setTimeout(f, 10))
    expect(await device.disk.list()).toEqual([got])
  })

  it("that its sender takes back at the last moment is here, or stays taken back, and never a row without its content", async () => {
    const { s, content, description } = await sent(1000)
    const other = plainServers("xftp", [`xftp://${"A".repeat(43)}=@other.test`])
    const heardOf = async (servers: UserServers) => {
      const device = await newDevice()
      let heard: FileIncoming | undefined
      const bob = await start(device, { ...s, servers: () => servers }, { hears: i => (heard = i) })
      const got = await receive(bob, description)
      const incoming = await until(() => heard)
      await change(bob, got, "cancelled")
      await incoming.commit(own => bob.store.commit(own()))
      return { device, bob, got, incoming }
    }
    const here = await heardOf(s.servers())
    expect(here.incoming.event.type).toBe("received")
    await turns()
    expect(here.bob.files.get(here.got)?.state).toBe("here")
    expect((await contentOf(here.bob, here.got)).equals(content)).toBe(true)

    const asked = await heardOf(other)
    expect(asked.incoming.event.type).toBe("unapproved")
    expect(asked.incoming.isStill()).toBe(false)
    expect(asked.bob.files.get(asked.got)?.state).toBe("cancelled")
  })

  it("leaves its chunks to nobody when the process ends after that", async () => {
    const { s, description } = await sent(1000)
    const device = await newDevice()
    const bob = await start(device, s)
    const got = await receive(bob, description)
    await until(() => bob.events.some(e => e.type === "received"))
    bob.stop()
    await device.disk.write(`${got}.1`, 0, bytesOf(10))
    await start(device, s)
    expect(await device.disk.list()).toEqual([got])
  })
})

describe("a file whose content on this device is damaged or gone", () => {
  it("fails alone, and others go on", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const device = await newDevice()
    const alice = await start(device, s)
    const keep = async () => {
      const content = bytesOf(100_000)
      return alice.files.keep([content].values() as never, { name: "x", userId: 1 })
    }
    const upload = { key: bytesOf(32), nonce: bytesOf(24), recipients: 4 }
    const [bad, gone, good] = [await keep(), await keep(), await keep()]
    await device.disk.write(bad.fileId, 5, bytesOf(10))
    await device.disk.remove(gone.fileId)
    for (const row of [bad, gone, good])
      await alice.store.commit([alice.files.set({ ...row, state: "uploading", upload })])
    await until(() => alice.events.length === 3)
    expect(alice.events.map(e => (e.type === "failed" ? e.code : e.type)).sort()).toEqual([
      "SOURCE",
      "SOURCE",
      "uploaded",
    ])
    expect(alice.files.get(good.fileId)?.state).toBe("uploaded")
  })
})

describe("a file that is forgotten", () => {
  it("stays on the disk and its servers until that is durable, and when it cannot be stored", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const lasting = await newDevice()
    let fail: (() => void) | undefined
    let isFull = false
    const backend: Backend = {
      ...lasting.backend,
      write: writes =>
        isFull
          ? new Promise((_, reject) => {
              fail = () => reject(new Error("full"))
            })
          : lasting.backend.write(writes),
    }
    const device = { ...lasting, backend }
    const alice = await start(device, s)
    const content = bytesOf(1000)
    const file = await send(alice, content)
    await descriptionsOf(alice)
    await until(() => alice.files.get(file)?.state === "uploaded")
    isFull = true
    const forgotten = alice.store.commit(alice.files.forget(file, true))
    const refused = expect(forgotten).rejects.toMatchObject({ code: "WRITE" })
    const write = await until(() => fail)
    await turns()
    expect(await device.disk.list()).toEqual([file])
    write()
    await refused
    await turns()
    expect(r.stats.commands.FDEL ?? 0).toBe(0)
    alice.stop()
    isFull = false
    const again = await start(device, s)
    expect((await contentOf(again, file)).equals(content)).toBe(true)
  })
})

describe("many files at a time", () => {
  it("take turns, small ones beside large ones, and all arrive", async () => {
    const { s, description } = await sent(1000)
    const g = gate()
    const bob = await start(await newDevice(), s, { through: g.through })
    g.close()
    const large: string[] = []
    for (let i = 0; i < 12; i++) large.push(await receive(bob, description, false, 100_000_000))
    await until(() => g.waiting() > 0)
    const waiting = g.waiting()
    expect(waiting).toBeLessThanOrEqual(4)
    const small: string[] = []
    for (let i = 0; i < 30; i++) small.push(await receive(bob, description, false, 1000))
    await until(() => g.waiting() > waiting)
    expect(g.waiting()).toBeLessThanOrEqual(12)
    g.open()
    await until(() => [...large, ...small].every(got => isHere(bob, got)))
  })
})
