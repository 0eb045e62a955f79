/** The browser's private file system as a disk, over one that is full, slow, and gives each file to one holder at a time. */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DiskFull, opfsDisk } from "../../worker/store/disk.ts"

type Entry = { bytes: Uint8Array; isHeld: boolean }

/** What of the File System API the disk uses. `quota` throws as a browser does where there is no room. */
const fakeStorage = () => {
  const entries = new Map<string, Entry>()
  const full = { at: "" as "" | "open" | "write" | "flush" }
  const quota = (at: string): void => {
    if (full.at === at) throw new DOMException("full", "QuotaExceededError")
  }
  const handleOf = async (entry: Entry) => {
    for (let i = 0; i < 5; i++) await new Promise(done => setTimeout(done, 0))
    if (entry.isHeld) throw new DOMException("held", "NoModificationAllowedError")
    entry.isHeld = true
    let isOpen = true
    const check = (): void => {
      if (!isOpen) throw new DOMException("closed", "InvalidStateError")
    }
    return {
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        check()
        quota("write")
        const next = new Uint8Array(Math.max(entry.bytes.length, at + bytes.length))
        next.set(entry.bytes)
        next.set(bytes, at)
        entry.bytes = next
        return bytes.length
      },
      read: (into: Uint8Array, { at }: { at: number }) => {
        check()
        into.set(entry.bytes.subarray(at, at + into.length))
        return into.length
      },
      getSize: () => {
        check()
        return entry.bytes.length
      },
      flush: () => {
        check()
        quota("flush")
      },
      close: () => {
        isOpen = false
        entry.isHeld = false
      },
    }
  }
  const directory = {
    getDirectoryHandle: async () => directory,
    getFileHandle: async (name: string) => {
      quota("open")
      const entry = entries.get(name) ?? { bytes: new Uint8Array(0), isHeld: false }
      entries.set(name, entry)
      return { createSyncAccessHandle: () => handleOf(entry) }
    },
    removeEntry: async (name: string) => void entries.delete(name),
    keys: async function* () {
      yield* entries.keys()
    },
  }
  return { full, entries, storage: { getDirectory: async () => directory } }
}

let fake = fakeStorage()
const real = Object.getOwnPropertyDescriptor(globalThis, "navigator")
beforeEach(() => {
  fake = fakeStorage()
  Object.defineProperty(globalThis, "navigator", { value: { storage: fake.storage }, configurable: true })
})
afterEach(() => {
  if (real === undefined) Reflect.deleteProperty(globalThis, "navigator")
  else Object.defineProperty(globalThis, "navigator", real)
})

describe("a disk in the private file system", () => {
  for (const at of ["open", "write", "flush"] as const)
    it(`that is full when a file is to be ${at === "open" ? "made" : at === "write" ? "written" : "flushed"} says so`, async () => {
      const disk = opfsDisk("files")
      fake.full.at = at
      const run = async () => {
        await disk.write("a", 0, Uint8Array.of(1))
        await disk.flush("a")
      }
      await expect(run()).rejects.toBeInstanceOf(DiskFull)
      fake.full.at = ""
      await run()
      expect(await disk.read("a", 0, 10)).toEqual(Uint8Array.of(1))
    })

  it("writes many files at once, and reads them all again", async () => {
    const disk = opfsDisk("files")
    const names = Array.from({ length: 60 }, (_, i) => `f${i}`)
    for (let round = 0; round < 3; round++)
      await Promise.all(names.map((name, i) => disk.write(name, round, Uint8Array.of(i))))
    const all = await Promise.all(names.map(name => disk.read(name, 0, 10)))
    expect(all).toEqual(names.map((_, i) => Uint8Array.of(i, i, i)))
    // Few of them stay open.
    expect([...fake.entries.values()].filter(e => e.isHeld).length).toBeLessThanOrEqual(16)
    await disk.close()
    expect([...fake.entries.values()].filter(e => e.isHeld)).toEqual([])
  })

  it("takes a file away while others are opened, and gives it back empty", async () => {
    const disk = opfsDisk("files")
    await disk.write("a", 0, Uint8Array.of(1, 2))
    await Promise.all([
      disk.remove("a"),
      ...Array.from({ length: 30 }, (_, i) => disk.write(`b${i}`, 0, Uint8Array.of(i))),
    ])
    expect(await disk.read("a", 0, 2)).toEqual(new Uint8Array(0))
    await disk.write("a", 0, Uint8Array.of(3))
    expect(await disk.read("a", 0, 2)).toEqual(Uint8Array.of(3))
  })
})
