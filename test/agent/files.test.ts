/** Jobs of files over a true bridge and relay: sent, received, gone on with after the process died, asked about, given up. */
import { describe, expect, it } from "vitest"
import { plainServers } from "../../worker/agent/serverlist.ts"
import type { Isolation } from "../../worker/api.ts"
import { type Connect, ConnectError, type Disk, type Target } from "../../worker/platform.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { bridge, bytesOf, connectThrough, relay } from "../xftp/support.ts"

import { contentOf, descriptionsOf, newDevice, once, receive, scene, send, start, until } from "./file-support.ts"

describe("a file", () => {
  it.each([1, 65_535, 65_536, 1_048_577, 5_000_000])("of %i bytes arrives as it was sent", async size => {
    const r = await relay()
    const s = await scene(r.address)
    const [alice, bob] = [await start(await newDevice(), s), await start(await newDevice(), s)]
    const content = bytesOf(size)
    const sent = await send(alice, content, 4)
    const descriptions = await descriptionsOf(alice)
    expect(descriptions).toHaveLength(4)
    const got = await receive(bob, descriptions[0] ?? "")
    await until(() => bob.events.some(e => e.type === "received"))
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    expect(alice.files.get(sent)?.state).toBe("uploaded")
    expect(await alice.store.list("chunks")).toEqual([])
    // Nothing of the transfer stays on the disk but the content.
    expect(alice.files.get(sent)?.upload).toBeUndefined()
  })

  it("goes on after the processes of both sides died in the middle", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const content = bytesOf(14_000_000)
    const sender = await newDevice()
    let alice = await start(sender, s)
    const sent = await send(alice, content)
    await until(() => (r.stats.commands.FPUT ?? 0) >= 2)
    alice.stop()
    alice = await start(sender, s)
    const [description] = await descriptionsOf(alice)
    expect(alice.files.get(sent)?.state).toBe("uploaded")
    const recipient = await newDevice()
    let bob = await start(recipient, s)
    const got = await receive(bob, description ?? "")
    await until(() => (bob.files.get(got)?.received?.length ?? 0) >= 2)
    bob.stop()
    bob = await start(recipient, s)
    await until(() => bob.events.some(e => e.type === "received"))
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
    expect(await recipient.disk.list()).toEqual([got])
  })

  it("from servers that nobody chose is asked about before they are", async () => {
    const [ours, theirs] = [await relay(), await relay()]
    const b = await bridge()
    const connect = connectThrough(b)
    const alice = await start(await newDevice(), { connect, servers: () => plainServers("xftp", [theirs.address]) })
    const bob = await start(await newDevice(), { connect, servers: () => plainServers("xftp", [ours.address]) })
    const content = bytesOf(100_000)
    await send(alice, content)
    const [description] = await descriptionsOf(alice)
    const got = await receive(bob, description ?? "")
    await until(() => bob.events.some(e => e.type === "unapproved"))
    expect(bob.files.get(got)?.state).toBe("unapproved")
    await bob.store.commit([
      bob.files.set({ ...(bob.files.get(got) as never as object), state: "wanted", approved: true } as never),
    ])
    await until(() => bob.events.some(e => e.type === "received"))
    expect((await contentOf(bob, got)).equals(Buffer.from(content))).toBe(true)
  })

  it("whose description is none, or whose chunks are gone, fails with a reason", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const [alice, bob] = [await start(await newDevice(), s), await start(await newDevice(), s)]
    await receive(bob, "party: nobody")
    await until(() => bob.events.some(e => e.type === "failed" && e.code === "BAD"))
    const sent = await send(alice, bytesOf(10))
    const [description] = await descriptionsOf(alice)
    await alice.store.commit(alice.files.forget(sent, true))
    await until(() => r.chunkCount === 0)
    await receive(bob, description ?? "")
    await until(() => bob.events.some(e => e.type === "failed" && e.code === "AUTH"))
  })

  it("that is described as much larger than it was announced is not fetched: it may have come unasked", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const [alice, bob] = [await start(await newDevice(), s), await start(await newDevice(), s)]
    await send(alice, bytesOf(3_000_000))
    const [description] = await descriptionsOf(alice)
    const fetched = r.stats.commands.FGET ?? 0
    await receive(bob, description ?? "", false, 1000)
    await until(() => bob.events.some(e => e.type === "failed" && e.code === "SIZE"))
    expect(r.stats.commands.FGET ?? 0).toBe(fetched)
  })

  it("that is forgotten leaves nothing on the disk and in the store", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const device = await newDevice()
    const alice = await start(device, s)
    const sent = await send(alice, bytesOf(5_000_000))
    await alice.store.commit(alice.files.forget(sent))
    expect(alice.files.get(sent)).toBeUndefined()
    for (let i = 0; i < 200 && (await device.disk.list()).length > 0; i++) await new Promise(f => setTimeout(f, 10))
    expect(await device.disk.list()).toEqual([])
    for (let i = 0; i < 500 && (await alice.store.list("files")).length > 0; i++)
      await new Promise(f => setTimeout(f, 10))
    expect(await alice.store.list("files")).toEqual([])
    expect(await alice.store.list("chunks")).toEqual([])
    expect(r.chunkCount).toBe(0)
  })

  it("of many that are forgotten together is found by looking through the disk once", async () => {
    const device = await newDevice()
    let looked = 0
    const disk: Disk = {
      ...device.disk,
      list: () => {
        looked++
        return device.disk.list()
      },
    }
    const alice = await start({ ...device, disk }, await scene())
    const rows = []
    for (let i = 0; i < 5; i++) rows.push(await alice.files.keep(once(bytesOf(10)), { name: "a file.bin", userId: 1 }))
    const [stays, ...gone] = rows
    await alice.store.commit(rows.map(alice.files.set))
    looked = 0
    await alice.store.commit(gone.flatMap(row => alice.files.forget(row.fileId)))
    await until(() => looked > 0)
    for (let i = 0; i < 200 && (await device.disk.list()).length > 1; i++) await new Promise(f => setTimeout(f, 10))
    expect(await device.disk.list()).toEqual([stays?.fileId])
    expect(looked).toBe(1)
  })

  it("that is deleted while its server is away is deleted there after a restart, and what others may have is not", async () => {
    let away = false
    let tried = 0
    const r = await relay()
    const { connect: through, ...rest } = await scene(r.address)
    const connect: Connect = async target => {
      if (!away) return through(target)
      tried++
      throw new ConnectError("REFUSED")
    }
    const s = { ...rest, connect }
    const device = await newDevice()
    let alice = await start(device, s)
    const [kept, gone] = [await send(alice, bytesOf(10)), await send(alice, bytesOf(20))]
    await until(() => alice.events.filter(e => e.type === "uploaded").length === 2)
    expect(r.chunkCount).toBe(2)
    away = true
    r.dropConnections()
    await alice.store.commit([...alice.files.forget(kept), ...alice.files.forget(gone, true)])
    await until(() => tried > 0)
    alice.stop()
    expect(r.chunkCount).toBe(2)
    const left = await alice.store.list("files")
    expect(left).toMatchObject([{ fileId: gone, state: "deleting", name: "", size: 0 }])
    expect(left[0]?.contentKey).toBeUndefined()
    away = false
    alice = await start(device, s)
    await until(() => r.chunkCount === 1)
    expect(alice.files.get(gone)).toBeUndefined()
    for (let i = 0; i < 500 && (await alice.store.list("files")).length > 0; i++)
      await new Promise(f => setTimeout(f, 10))
    expect(await alice.store.list("files")).toEqual([])
  })

  it("goes by connections that only files of the same profile share, with a token where there is a SOCKS proxy", async () => {
    const r = await relay()
    const b = await bridge()
    const through = connectThrough(b)
    const targets: Target[] = []
    const connect: Connect = target => {
      targets.push(target)
      return through(target)
    }
    const onion = `${"a".repeat(56)}.onion`
    const address = r.address.replace("127.0.0.1", `127.0.0.1,${onion}`)
    const servers = () => plainServers("xftp", [address])
    const run = async (isolation: Isolation): Promise<readonly Target[]> => {
      targets.length = 0
      const alice = await start(await newDevice(), { connect, servers, network: { ...defaultNetwork, isolation } })
      for (const userId of [1, 1, 2]) await send(alice, bytesOf(10), 1, userId)
      await until(() => alice.events.filter(e => e.type === "uploaded").length === 3)
      alice.stop()
      return [...targets]
    }
    const shared = await run("profile")
    expect(shared).toHaveLength(2)
    expect(shared[0]?.hosts).toEqual([onion, "127.0.0.1"])
    expect(new Set(shared.map(t => t.isolation)).size).toBe(2)
    const apart = await run("connection")
    expect(new Set(apart.map(t => t.isolation)).size).toBe(3)
  })

  it("is not fetched from hosts that the network settings do not allow", async () => {
    const r = await relay()
    const network = { ...defaultNetwork, onionHosts: "required" as const }
    const alice = await start(await newDevice(), await scene(r.address))
    const bob = await start(await newDevice(), { ...(await scene(r.address)), network })
    await send(alice, bytesOf(10))
    await receive(bob, (await descriptionsOf(alice))[0] ?? "")
    await until(() => bob.events.some(e => e.type === "failed" && e.code === "HOST"))
  })

  it("that there is no room for is refused before anything is fetched", async () => {
    const r = await relay()
    const s = await scene(r.address)
    const alice = await start(await newDevice(), s)
    await send(alice, bytesOf(3_000_000))
    const [description] = await descriptionsOf(alice)
    const small = await newDevice()
    const bob = await start({ ...small, disk: memoryDisk(3 << 20) }, s)
    const fetched = r.stats.commands.FGET ?? 0
    await receive(bob, description ?? "", false, 3_000_000)
    await until(() => bob.events.some(e => e.type === "failed" && e.code === "STORE"))
    expect(r.stats.commands.FGET ?? 0).toBe(fetched)
    // In memory a file needs no more room than itself: what was decrypted is given up chunk by chunk.
    const roomy = await start({ ...(await newDevice()), disk: memoryDisk(5 << 20) }, s)
    const got = await receive(roomy, description ?? "", false, 3_000_000)
    await until(() => roomy.events.some(e => e.type === "received"))
    expect(roomy.files.read(got).size).toBe(3_000_000)
    await expect(bob.files.keep(once(bytesOf(1)), { name: "x", userId: 1, size: 4 << 20 })).rejects.toThrow("no room")
  })
})
