/**
 * Chats that go elsewhere or come from there: as a backup in one file, or by one link. Fetched when somebody wants that.
 *
 * What was exported stops, also after a restart, until somebody says that it goes on here: two copies of one profile that
 * both advance a ratchet lose messages.
 */
import type { BackupFile, BackupIdentity, BackupRecipient, ChatEvent, Session } from "./api.ts"
import { type Carried, type CarryOptions, fetchCarried, isScratch, sendAway, takeBack } from "./carry.ts"
import { CommandError } from "./chat/error.ts"
import { AgeError, decryptAge, encryptAge } from "./crypto/age.ts"
import { parseServerAddress } from "./encoding/server.ts"
import { checkPassphrase, type Kept } from "./kept.ts"
import type { Disk } from "./platform.ts"
import type { OpenProfile } from "./profile.ts"
import type { SessionOptions } from "./rim.ts"
import { exportedOf, markExported, type Storage } from "./storage.ts"
import { backupOf, partsOf } from "./store/backup.ts"
import { blobOf, emptyDisk, type FilePiece, without, writeAll, writeInto, writePieces } from "./store/copy.ts"
import { memoryDisk } from "./store/disk.ts"
import { diskOf, ownedBy, removeOwned } from "./store/owner.ts"
import type { Change } from "./store/schema.ts"
import type { Store } from "./store/store.ts"

/** What of the session this needs. */
export type Movable = {
  readonly options: SessionOptions
  emit(event: ChatEvent): void
  enter(session: Session): Session
  now(): {
    readonly session: Session | null
    readonly open: Storage | null
    readonly profile: OpenProfile | null
    readonly kept: Kept | null
  }
  /** Ends what runs over the open store and freezes it; gives how to thaw it. */
  rest(): Promise<() => void>
  /** Takes the lock of the kept profile. Rejects CommandError ELSEWHERE. */
  take(): Promise<void>
  enterProfile(storage: Storage): Promise<void>
  /** Makes and opens the kept profile; of the disk only what is `spared` stays. */
  enterKept(passphrase: string, fill: (store: Store) => Promise<void>, spared: (name: string) => boolean): Promise<void>
  close(): void
}

export interface Moves {
  exportBackup(to: BackupRecipient, file?: BackupFile, alone?: boolean): Promise<Blob | null>
  continueWithout(): Promise<void>
  continueHere(): Promise<void>
  carry(): Promise<string>
  cancelCarry(): void
  importBackup(backup: Blob, by: BackupIdentity, passphrase: string): Promise<void>
  importCarried(fragment: string, passphrase: string): Promise<void>
  /** The session ends: nothing goes on, and nothing is known of what was put on servers. */
  forget(): void
}

/** See Moves, and WorkerApi for what each command does. */
export const createMoves = (movable: Movable): Moves => {
  const { options, emit, enter, now, rest, take, enterProfile, enterKept, close } = movable
  const { keep, clock, random, disk } = options

  /** Nothing may run while the rows are read, nor after: the copy may go on elsewhere at any time. */
  const exporting = async <T>(run: (storage: Storage, at: number) => Promise<T>, only?: number): Promise<T> => {
    const { open: storage, profile, kept } = now()
    if (profile === null || storage === null) throw new CommandError("NOT_FOUND")
    const at = clock.now()
    const thaw = await rest()
    try {
      const made = await run(storage, at)
      thaw()
      await markExported(storage.store, at, only)
      enter({ state: "exported", ...((await exportedOf(storage.store)) ?? { at }), kept: kept !== null })
      return made
    } catch (e) {
      thaw()
      // Unless it was locked meanwhile.
      if (now().open === storage) await enterProfile(storage)
      throw e
    }
  }

  const activeId = async (profile: OpenProfile): Promise<number> =>
    (await profile.chat.commands.profiles()).find(p => p.active)?.id ?? 1

  const exportBackup = async (to: BackupRecipient, file?: BackupFile, alone?: boolean): Promise<Blob | null> => {
    const { profile } = now()
    if (profile === null) throw new CommandError("NOT_FOUND")
    if ("passphrase" in to) checkPassphrase(to.passphrase)
    const only = alone === true ? await activeId(profile) : undefined
    return exporting(async (storage, at) => {
      const sealed = await encryptAge(backupOf(await partOf(storage, only), at), { ...to, ...options.backup })
      if (file === undefined) return blobOf(sealed)
      await writeInto(file, sealed)
      return null
    }, only)
  }

  /** Everything, or what belongs to one profile. */
  const partOf = async (storage: Storage, only: number | undefined) => {
    if (only === undefined) return storage
    const owned = await ownedBy(storage.store, only)
    return { store: storage.store, disk: diskOf(storage.disk, owned), isPart: owned.isPart }
  }

  const continueWithout = async (): Promise<void> => {
    const { open, session } = now()
    if (open === null || session?.state !== "exported" || session.profile === undefined)
      throw new CommandError("NOT_FOUND")
    await removeOwned(open.store, session.profile.id)
    await enterProfile(open)
  }

  const continueHere = async (): Promise<void> => {
    const { open, session } = now()
    if (open === null || session?.state !== "exported") throw new CommandError("NOT_FOUND")
    const there = carried
    carried = null
    await markExported(open.store, null)
    await enterProfile(open)
    if (there !== null) await takeBack(there.replicas, options).catch(() => undefined)
  }

  /** What `carry` has put on servers, while this worker knows how to delete it. */
  let carried: Carried | null = null
  let carrying: AbortController | null = null

  const carryOptions = (disk: Disk): CarryOptions => {
    carrying = new AbortController()
    const { connect } = options
    const { signal } = carrying
    return { connect, clock, random, disk, signal, onProgress: (done, total) => emit({ type: "carried", done, total }) }
  }

  const carry = async (): Promise<string> => {
    const { profile, kept } = now()
    if (profile === null) throw new CommandError("NOT_FOUND")
    const { storage: places, missing } = profile.chat.servers(await activeId(profile), "xftp")
    if (places.length === 0) throw new CommandError(missing === "conditions" ? "CONDITIONS" : "LAST_SERVER")
    const servers = places.map(p => parseServerAddress(p.address, "xftp"))
    // A private session has no disk, and one limit for its files: the copy has another.
    const into = kept === null ? memoryDisk() : disk
    enter({ state: "carrying", kept: kept !== null })
    carried = await exporting((storage, at) => {
      const source = { ...storage, disk: without(storage.disk, isScratch) }
      return sendAway(backupOf(source, at), servers, carryOptions(into))
    })
    return carried.fragment
  }

  /** The rows among the parts of a backup; contents are written as they come. */
  async function* rowsOf(parts: AsyncIterable<readonly Change[] | FilePiece>): AsyncGenerator<readonly Change[]> {
    for await (const part of parts) {
      if ("name" in part) await writePieces(disk, [part])
      else yield part
    }
  }

  /** Makes the kept profile of this browser from an age file. */
  const restore = async (sealed: ReadableStream<Uint8Array>, by: BackupIdentity, passphrase: string): Promise<void> => {
    // Before anything is made: most of what goes wrong is a wrong passphrase.
    const chunks = await decryptAge(sealed, by)
    try {
      await enterKept(
        passphrase,
        async store => {
          await writeAll(store, rowsOf(partsOf(chunks)))
          await markExported(store, null)
        },
        isScratch,
      )
    } catch (e) {
      await keep.remove().catch(() => undefined)
      await emptyDisk(disk).catch(() => undefined)
      throw e
    }
  }

  const checkNew = async (passphrase: string): Promise<void> => {
    checkPassphrase(passphrase)
    if (now().open !== null || (await keep.exists())) throw new CommandError("ELSEWHERE")
  }

  const importBackup = async (backup: Blob, by: BackupIdentity, passphrase: string): Promise<void> => {
    await checkNew(passphrase)
    await restore(backup.stream(), by, passphrase)
  }

  const importCarried = async (fragment: string, passphrase: string): Promise<void> => {
    await checkNew(passphrase)
    await take()
    try {
      await emptyDisk(disk)
      const { sealed, passphrase: key } = await fetchCarried(fragment, carryOptions(disk))
      await restore(sealed, { passphrase: key }, passphrase).catch((e: unknown) => {
        // The key was in the link.
        throw e instanceof AgeError && e.code === "KEY" ? new CommandError("BAD_LINK") : e
      })
    } catch (e) {
      await emptyDisk(disk).catch(() => undefined)
      close()
      throw e
    } finally {
      carrying = null
    }
    await emptyDisk(disk, isScratch)
  }

  return {
    exportBackup,
    continueWithout,
    continueHere,
    carry,
    cancelCarry: () => carrying?.abort(),
    importBackup,
    importCarried,
    forget: () => {
      carrying?.abort()
      carried = null
    },
  }
}
