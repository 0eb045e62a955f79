/** Backups: everything in one file that the age tool opens too, carried to another browser, and what can go wrong. */
import { encode as pack } from "@msgpack/msgpack"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { WorkerApi } from "../worker/api.ts"
import { type AgeRecipient, decryptAge, encryptAge } from "../worker/crypto/age.ts"
import type { Disk } from "../worker/platform.ts"
import { backupOf, partsOf } from "../worker/store/backup.ts"
import { blobOf, writeInto } from "../worker/store/copy.ts"
import { memoryDisk } from "../worker/store/disk.ts"
import { memoryBackend } from "../worker/store/memory.ts"
import type { Put, TableName } from "../worker/store/schema.ts"
import { openStore } from "../worker/store/store.ts"
import { sessionKey } from "../worker/store/vault.ts"
import { type Relay, startRelay } from "./relay/smp.ts"
import { directConnect } from "./support/direct.ts"
import { seededRandom } from "./support/random.ts"
import { codeOf, newBrowser, passphrase } from "./support/tabs.ts"

let relay: Relay
beforeAll(async () => {
  relay = await startRelay({})
})
afterAll(() => relay.close())

const secret = "a backup's passphrase"
const online = () => newBrowser(directConnect, [relay.address])

const until = async (check: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 6000; i++) {
    if (await check()) return
    await new Promise(r => setTimeout(r, 10))
  }
  throw new Error("waited for too long")
}
const chatOf = async (api: WorkerApi) => (await api.chats())[0]?.id ?? ""
const textsOf = async (api: WorkerApi) => (await api.items(await chatOf(api))).items.flatMap(i => i.text || [])
const says = async (api: WorkerApi, to: WorkerApi, text: string) => {
  await api.send(await chatOf(api), text)
  await until(async () => (await textsOf(to)).includes(text))
}

/** Alice keeps her profile, Bob knows her, and they have talked. */
const friends = async () => {
  const [home, alice, bob] = [online(), online().tab().api, online().tab().api]
  const { api } = home.tab()
  await api.createProfile("Alice", passphrase)
  await bob.startPrivate("Bob")
  await bob.connect((await api.createLink()).link?.short ?? "")
  const connected = async (a: WorkerApi) => (await a.chats())[0]?.status === "connected"
  await until(async () => (await connected(api)) && (await connected(bob)))
  await says(bob, api, "hello")
  await says(api, bob, "hi")
  return { api, bob, elsewhere: alice }
}
/** The whole backup, as a blob. */
const exported = async (api: WorkerApi, to: Parameters<WorkerApi["exportBackup"]>[0]): Promise<Blob> => {
  const blob = await api.exportBackup(to)
  if (blob === null) throw new Error("no blob")
  return blob
}
const end = (...apis: WorkerApi[]) => Promise.all(apis.map(a => a.endSession()))

describe("a backup", () => {
  it("goes on in another browser, with its chats, contacts and lines", async () => {
    const { api, bob, elsewhere } = await friends()
    const blob = await exported(api, { passphrase: secret })
    await bob.send(await chatOf(bob), "are you still there?")
    await elsewhere.importBackup(blob, { passphrase: secret }, "another passphrase")
    expect(await elsewhere.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
    await until(async () => (await textsOf(elsewhere)).includes("are you still there?"))
    expect(await textsOf(elsewhere)).toEqual(["hello", "hi", "are you still there?"])
    await says(elsewhere, bob, "from another browser")
    await end(elsewhere)
    await elsewhere.unlock("another passphrase")
    expect(await elsewhere.session()).toMatchObject({ displayName: "Alice" })
    await end(api, bob, elsewhere)
  })

  it("stops the one it was made of until somebody says that it goes on here, also after a restart", async () => {
    const { api, bob } = await friends()
    await api.exportBackup({ passphrase: secret })
    expect(await api.session()).toMatchObject({ state: "exported", kept: true })
    expect(await codeOf(api.chats())).toBe("NOT_FOUND")
    expect(await codeOf(api.exportBackup({ passphrase: secret }))).toBe("NOT_FOUND")
    await api.endSession()
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "exported" })
    await api.continueHere()
    expect(await api.session()).toMatchObject({ state: "open" })
    await says(bob, api, "here again")
    await api.endSession()
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "open" })
    await end(api, bob)
  })

  it("that went on in two places after all is healed by fixing the connection", async () => {
    const { api, bob, elsewhere } = await friends()
    const blob = await exported(api, { passphrase: secret })
    await elsewhere.importBackup(blob, { passphrase: secret }, passphrase)
    await says(elsewhere, bob, "one step further")
    await says(bob, elsewhere, "and another")
    await says(elsewhere, bob, "and one more")
    await end(elsewhere)
    // The old copy knows nothing of these, and goes on with keys that were used.
    await api.continueHere()
    await until(async () => (await api.chats())[0]?.status === "connected")
    await bob.send(await chatOf(bob), "to whoever is there")
    const needsFixing = async (a: WorkerApi) => (await a.chats())[0]?.sync !== undefined
    await api.send(await chatOf(api), "from the past")
    await until(async () => (await needsFixing(api)) || (await needsFixing(bob)))
    const fixing = (await needsFixing(api)) ? api : bob
    await fixing.fixConnection(await chatOf(fixing))
    const isFixed = async (a: WorkerApi) => (await a.chats())[0]?.sync === undefined
    await until(async () => {
      // Keys are agreed with the next messages of both.
      return (await isFixed(api)) && (await isFixed(bob))
    })
    await says(api, bob, "whole again")
    await says(bob, api, "so it is")
    await end(api, bob)
  })

  it("can be made of a private session", async () => {
    const [b, other] = [newBrowser(), newBrowser()]
    const { api } = b.tab()
    await api.startPrivate("Alice")
    const blob = await exported(api, { passphrase: secret })
    expect(await api.session()).toMatchObject({ state: "exported", kept: false })
    expect(b.isEmpty()).toBe(true)
    const there = other.tab().api
    await there.importBackup(blob, { passphrase: secret }, passphrase)
    expect(await there.session()).toEqual({ state: "open", displayName: "Alice", kept: true })
    await api.continueHere()
    expect(await api.session()).toMatchObject({ state: "open", kept: false })
  })

  it("is of all profiles, also when the first one was deleted", async () => {
    const { api } = newBrowser().tab()
    await api.createProfile("Alice", passphrase)
    const [first] = await api.profiles()
    await api.addProfile("Alice at work")
    await api.addProfile("Alice at home")
    await api.deleteProfile(first?.id ?? 1)
    const blob = await exported(api, { passphrase: secret })
    expect(await api.session()).toMatchObject({ state: "exported" })
    const there = newBrowser().tab().api
    await there.importBackup(blob, { passphrase: secret }, passphrase)
    expect((await there.profiles()).map(p => p.displayName).sort()).toEqual(["Alice at home", "Alice at work"])
    await api.continueHere()
    await api.endSession()
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "open", displayName: "Alice at home" })
  })

  it("may be of one profile alone: it goes on elsewhere with its chats, the others here without it", async () => {
    const { api, bob, elsewhere } = await friends()
    const wallpaper = Uint8Array.of(0xff, 0xd8, 0xff, ...Array(500).fill(7))
    const choice = { name: "own", picture: wallpaper }
    const [ofBob] = await api.chats()
    for (const chatId of [null, ofBob?.id ?? ""]) await api.chooseWallpaper(chatId, choice)
    await api.addProfile("Alice at work")
    await api.setPageSettings({ theme: "dark" })
    await api.setWallpaper(wallpaper)
    await api.chooseWallpaper(null, choice)
    const carol = online().tab().api
    await carol.startPrivate("Carol")
    await carol.connect((await api.createLink()).link?.short ?? "")
    await until(async () => (await api.chats())[0]?.status === "connected")
    await says(carol, api, "about work")
    const [work] = await api.profiles()
    const blob = await api.exportBackup({ passphrase: secret }, undefined, true)
    expect(await api.session()).toMatchObject({ state: "exported", profile: { id: work?.id, name: "Alice at work" } })
    await elsewhere.importBackup(blob ?? new Blob(), { passphrase: secret }, "another passphrase")
    expect((await elsewhere.profiles()).map(p => p.displayName)).toEqual(["Alice at work"])
    expect(await textsOf(elsewhere)).toEqual(["about work"])
    expect(await elsewhere.pageSettings()).toEqual({ theme: "dark" })
    expect(await elsewhere.wallpaper()).toEqual(wallpaper)
    // Nothing of the other profile went along.
    const rows = Object.entries((await elsewhere.developerInfo()).rows)
    expect(Object.fromEntries(rows)).toMatchObject({ profile: 1, contacts: 1, connections: 1, ratchets: 1, page: 3 })
    expect(await elsewhere.chosenWallpaper(null)).toEqual(wallpaper)
    // Still so after a restart; then the profile is let go of here, and nobody is told.
    await api.endSession()
    await api.unlock(passphrase)
    expect(await api.session()).toMatchObject({ state: "exported", profile: { name: "Alice at work" } })
    await api.continueWithout()
    expect((await api.profiles()).map(p => p.displayName)).toEqual(["Alice"])
    expect(await textsOf(api)).toEqual(["hello", "hi"])
    const left = (await api.developerInfo()).rows
    expect(left).toMatchObject({ profile: 1, contacts: 1, connections: 1, ratchets: 1, page: 4 })
    await says(bob, api, "still friends")
    await says(carol, elsewhere, "at the other place")
    await says(elsewhere, carol, "and back")
    expect(await codeOf(api.continueWithout())).toBe("NOT_FOUND")
    await end(api, bob, carol, elsewhere)
  })

  it("of one profile has no key, link or key of links of the others, and what another store needs is made there", async () => {
    const { api, bob, elsewhere } = await friends()
    const [carol, dave] = [online().tab().api, online().tab().api]
    await Promise.all([carol.startPrivate("Carol"), dave.startPrivate("Dave")])
    // Looked at by the one profile, and by the other: neither has connected yet.
    await api.planLink((await dave.createLink()).link?.short ?? "", true)
    await api.addProfile("Alice at work")
    await api.planLink((await dave.createLink()).link?.short ?? "", true)
    await carol.connect((await api.createLink()).link?.short ?? "")
    await until(async () => (await api.chats())[0]?.status === "connected")
    await says(carol, api, "about wrok")
    expect((await api.developerInfo()).rows.lookUps).toBe(2)
    const [work] = await api.profiles()
    const blob = (await api.exportBackup({ passphrase: secret }, undefined, true)) ?? new Blob()
    const rows: Put[] = []
    for await (const part of partsOf(await decryptAge(blob.stream(), { passphrase: secret })))
      if (!("name" in part)) rows.push(...part.flatMap(c => ("put" in c ? c : [])))
    const of = (...tables: TableName[]) => rows.filter(r => tables.includes(r.table))
    expect(of("lookUps").map(r => r.table === "lookUps" && r.put.userId)).toEqual([work?.id])
    expect(of("secrets", "messageIds")).toEqual([])
    await elsewhere.importBackup(blob, { passphrase: secret }, "another passphrase")
    // A line that came with it is found by the id of its message.
    const [line] = (await carol.items(await chatOf(carol))).items.filter(i => i.text === "about wrok")
    await carol.edit(line?.id ?? "", "about work")
    await until(async () => (await textsOf(elsewhere)).includes("about work"))
    expect(await textsOf(elsewhere)).toEqual(["about work"])
    await end(api, bob, carol, dave, elsewhere)
  })

  it("for a recipient is opened by its identity only", async () => {
    const { api } = newBrowser().tab()
    const { identity, recipient } = await api.newBackupKey()
    const other = await api.newBackupKey()
    expect(identity).toMatch(/^AGE-SECRET-KEY-PQ-1/)
    await api.startPrivate("Alice")
    expect(await codeOf(api.exportBackup({ recipient: "age1nonsense" }))).toBe("WRONG_PASSPHRASE")
    expect(await api.session()).toMatchObject({ state: "open" })
    const blob = await exported(api, { recipient })
    const there = newBrowser().tab().api
    expect(await codeOf(there.importBackup(blob, { identity: other.identity }, passphrase))).toBe("WRONG_PASSPHRASE")
    expect(await codeOf(there.importBackup(blob, { identity: "nonsense" }, passphrase))).toBe("WRONG_PASSPHRASE")
    await there.importBackup(blob, { identity }, passphrase)
    expect(await there.session()).toMatchObject({ displayName: "Alice" })
  })
})

describe("the age format", () => {
  // age -p theirs.txt, by the tool's version 1.1.1; in the other direction `age -d` was tried by hand.
  const made =
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCB3VzBKMkgveTBheWl0UGp5bnBRWlB3IDE4CjBjRkdGbjlIWmw3bnFVdzRp" +
    "bmVvb3VEQmgzV0ZLOFdZYlJHdUpaNDdNQlUKLS0tIDJmY3dxaXV6bnpBYnVqcVpPWlR4SDBSQXdZTDllUnd4OXRSVXBUS0psV00K" +
    "f4dRotQJfFpWqWmM02rUOCfwHF7RMzkpIeazFuJ5j4N5NyHrwBcmTKO0Ytko9Wczo2RXHtMYzCYiFbFNlq5wgUCgL44YryXvDQA="

  it("is that of the public tool", async () => {
    const sealed = new Blob([Buffer.from(made, "base64")]).stream()
    const pieces: Buffer[] = []
    for await (const piece of await decryptAge(sealed, { passphrase: secret })) pieces.push(Buffer.from(piece))
    expect(Buffer.concat(pieces).toString()).toBe("made by the age tool\n".repeat(2))
  })
})

describe("a backup that is large", () => {
  const megabyte = 1 << 20

  /** A disk with one file of so many megabytes, which are made when they are read. */
  const endless = (megabytes: number, onRead: (bytes: number) => void): Disk => ({
    ...memoryDisk(),
    list: async () => ["00ff"],
    read: async (_, at, length) => {
      const size = Math.max(0, Math.min(length, megabytes * megabyte - at))
      onRead(size)
      return new Uint8Array(size)
    },
  })

  it("is written and read as it comes: never more than a few pieces are in memory", async () => {
    const whole = 48
    let read = 0
    let most = 0
    let written = 0
    const disk = endless(whole, size => {
      read += size
      most = Math.max(most, read - written)
    })
    const store = openStore(memoryBackend(), await sessionKey(seededRandom("large")), seededRandom("large"))
    const sealed = await encryptAge(backupOf({ store, disk }, 1), { passphrase: secret, workFactor: 2 })
    const pipe = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        written += piece.length
        controller.enqueue(piece)
      },
    })
    const writing = writeInto({ createWritable: async () => pipe.writable }, sealed)
    let restored = 0
    let waiting = 0
    for await (const part of partsOf(await decryptAge(pipe.readable, { passphrase: secret }))) {
      if (!("name" in part)) continue
      restored += part.bytes.length
      waiting = Math.max(waiting, written - restored)
    }
    await writing
    expect(restored).toBe(whole * megabyte)
    expect(most).toBeLessThan(6 * megabyte)
    expect(waiting).toBeLessThan(6 * megabyte)
  })

  it("becomes a blob of several parts where no file can be chosen, which restores", async () => {
    const store = openStore(memoryBackend(), await sessionKey(seededRandom("blob")), seededRandom("blob"))
    const disk = endless(9, () => undefined)
    const blob = await blobOf(await encryptAge(backupOf({ store, disk }, 1), { passphrase: secret, workFactor: 2 }))
    let restored = 0
    for await (const part of partsOf(await decryptAge(blob.stream(), { passphrase: secret })))
      if ("name" in part) restored += part.bytes.length
    expect(restored).toBe(9 * megabyte)
  })

  it("goes into a file that was chosen; when the file takes no more, nothing has happened", async () => {
    const { api } = newBrowser().tab()
    await api.startPrivate("Alice")
    const full = new WritableStream<Uint8Array>({ write: () => Promise.reject(new Error("full")) })
    const to = { passphrase: secret }
    expect(await codeOf(api.exportBackup(to, { createWritable: async () => full }))).toBe("NO_ROOM")
    expect(await codeOf(api.exportBackup(to, { createWritable: () => Promise.reject(new Error("no")) }))).toBe(
      "NO_ROOM",
    )
    expect(await api.session()).toMatchObject({ state: "open" })
    const parts: Uint8Array<ArrayBuffer>[] = []
    const file = new WritableStream<Uint8Array>({ write: piece => void parts.push(piece as Uint8Array<ArrayBuffer>) })
    expect(await api.exportBackup(to, { createWritable: async () => file })).toBeNull()
    expect(await api.session()).toMatchObject({ state: "exported" })
    const there = newBrowser().tab().api
    await there.importBackup(new Blob(parts), { passphrase: secret }, passphrase)
    expect(await there.session()).toMatchObject({ displayName: "Alice" })
  })
})

describe("nothing is changed", () => {
  const backup = async () => {
    const { api } = newBrowser().tab()
    await api.startPrivate("Alice")
    return new Uint8Array(await (await exported(api, { passphrase: secret })).arrayBuffer())
  }
  const refused = async (bytes: Uint8Array, by = secret): Promise<unknown> => {
    const b = newBrowser()
    const { api } = b.tab()
    const code = await codeOf(api.importBackup(new Blob([bytes as BlobPart]), { passphrase: by }, passphrase))
    expect(await api.session()).toEqual({ state: "new" })
    expect(b.isEmpty()).toBe(true)
    expect(b.isHeld()).toBe(false)
    return code
  }

  it("by a wrong passphrase", async () => {
    expect(await refused(await backup(), "wrong")).toBe("WRONG_PASSPHRASE")
  })

  it("by a file that was cut, anywhere", async () => {
    const bytes = await backup()
    for (const length of [0, 1, 20, 100, bytes.length - 100, bytes.length - 1])
      expect(await refused(bytes.slice(0, length))).toBe("BAD_BACKUP")
  })

  it("by a file that was altered, anywhere", async () => {
    const bytes = await backup()
    const at = [5, 40, 100, bytes.length - 200, bytes.length - 1]
    for (const i of at) {
      const altered = bytes.slice()
      altered[i] = (altered[i] ?? 0) ^ 1
      expect(["BAD_BACKUP", "WRONG_PASSPHRASE"]).toContain(await refused(altered))
    }
  })

  it("by what is no backup, though it is encrypted", async () => {
    const to: AgeRecipient = { passphrase: secret, workFactor: 2 }
    for (const text of ["", "hello", "\0\0\0\u0005hello", "\u007f\u007f\u007f\u007f"]) {
      const sealed = await encryptAge(new Blob([text]).stream(), to)
      expect(await refused(new Uint8Array(await new Response(sealed).arrayBuffer()))).toBe("BAD_BACKUP")
    }
  })

  it("by a backup of a later version", async () => {
    const header = pack({ format: "unlisted", version: 2, at: 1 })
    const record = new Uint8Array([0, 0, 0, header.length, ...header])
    const sealed = await encryptAge(new Blob([record]).stream(), { passphrase: secret, workFactor: 2 })
    expect(await refused(new Uint8Array(await new Response(sealed).arrayBuffer()))).toBe("NEWER_BACKUP")
  })

  it("where there is a profile already, or the new passphrase is too short", async () => {
    const bytes = await backup()
    const { api } = newBrowser().tab()
    const blob = new Blob([bytes as BlobPart])
    expect(await codeOf(api.importBackup(blob, { passphrase: secret }, "12345"))).toBe("BAD_PASSPHRASE")
    await api.createProfile("Bob", passphrase)
    expect(await codeOf(api.importBackup(blob, { passphrase: secret }, passphrase))).toBe("ELSEWHERE")
    expect(await api.session()).toMatchObject({ displayName: "Bob" })
  })
})
