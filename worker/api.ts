/**
 * What the page may ask of the worker and what it is told. Types only: no key, ratchet or protocol word crosses.
 * Every command rejects with a plain `Failure` (see failure.ts), never with an Error.
 */
import type { Chat } from "./api/chat.ts"
import type { NetworkCommands, ProfileCommands } from "./api/commands.ts"
import type { FailureCode } from "./api/failure.ts"
import type { Item } from "./api/item.ts"
import type { DeveloperInfo, NetworkStatus } from "./api/network.ts"
import type { PeopleCommands } from "./api/people.ts"
import type { ProfileInfo } from "./api/profile.ts"

export type * from "./api/chat.ts"
export type * from "./api/commands.ts"
export type * from "./api/failure.ts"
export type * from "./api/files.ts"
export type * from "./api/item.ts"
export type * from "./api/network.ts"
export type * from "./api/people.ts"
export type * from "./api/profile.ts"
export type * from "./api/servers.ts"

/** The state of the worker as a whole. */
export type Session =
  | { readonly state: "new" } // no kept profile in this browser
  /** A kept profile waits for its passphrase. `problem`: why it had to be closed. */
  | { readonly state: "locked"; readonly problem?: FailureCode }
  | { readonly state: "elsewhere" } // open in another tab: offer "Use here"
  | {
      readonly state: "open"
      readonly displayName: string
      readonly kept: boolean
    }
  /** The chats are being put on servers, to go on elsewhere (`carry`): nothing is received meanwhile. */
  | { readonly state: "carrying"; readonly kept: boolean }
  /** A backup was made at this time (ms): going on here and there as well would break every conversation. */
  | {
      readonly state: "exported"
      readonly at: number
      readonly kept: boolean
      /** The backup is of this one of several profiles. */
      readonly profile?: { readonly id: number; readonly name: string }
    }

export type ChatEvent =
  | { readonly type: "session"; readonly session: Session }
  | { readonly type: "chat"; readonly chat: Chat } // new or changed
  /** `into`: it goes on in that chat, of the same person. */
  | { readonly type: "chatRemoved"; readonly chatId: string; readonly into?: string }
  | { readonly type: "item"; readonly item: Item } // new or changed
  | { readonly type: "itemsRemoved"; readonly chatId: string; readonly itemIds: readonly string[] }
  | { readonly type: "cleared"; readonly chatId: string } // all its items are gone
  /** The same profile was opened elsewhere and receives there: `reconnect` takes it back. */
  | { readonly type: "elsewhere" }
  | { readonly type: "fileProgress"; readonly itemId: string; readonly done: number; readonly total: number } // bytes
  /** Of `carry` and `importCarried`, in bytes. */
  | { readonly type: "carried"; readonly done: number; readonly total: number }
  | { readonly type: "profiles"; readonly profiles: readonly ProfileInfo[] } // another one, or unread in one not shown
  | {
      readonly type: "network"
      readonly status: NetworkStatus
      readonly problem?: FailureCode
    }

/** How the page looks and when it locks. The worker only keeps it: what it means is the page's business. */
export type PageSettings = Readonly<Record<string, string | number | boolean>>

export type BackupRecipient = { readonly passphrase: string } | { readonly recipient: string }
/** What of a FileSystemFileHandle is used. */
export type BackupFile = { createWritable(): Promise<WritableStream<Uint8Array>> }
export type BackupIdentity = { readonly passphrase: string } | { readonly identity: string }

/** A passkey that opens the kept profile; `id` and `salt` are what its authenticator is asked with. */
export type Passkey = {
  readonly id: Uint8Array
  readonly salt: Uint8Array // 32 bytes
  readonly addedAt: number // ms
  /** It is kept by this device, not by a phone or a security key. */
  readonly onDevice: boolean
}

export interface WorkerApi extends ProfileCommands, PeopleCommands, NetworkCommands {
  /** The present state; also the first call, so that the page knows the worker is alive. */
  session(): Promise<Session>
  /**
   * Where the conditions of use are that somebody who starts here accepts: those of the operators whose servers every app
   * knows. Null where the host of this page names servers of its own, or cannot be asked just now.
   */
  conditions(): Promise<string | null>
  /** All later changes, in order. One subscriber: the page. */
  subscribe(onEvent: (event: ChatEvent) => void): Promise<void>
  /** Takes the profile over from another tab. */
  useHere(): Promise<Session>

  /** "Start chatting": a profile in memory only. Rejects BAD_NAME. */
  startPrivate(displayName: string): Promise<void>
  /** "Keep my chats": a sealed profile. Rejects BAD_NAME, BAD_PASSPHRASE, NO_STORAGE, STORE. */
  createProfile(displayName: string, passphrase: string): Promise<void>
  /** Rejects WRONG_PASSPHRASE, TOO_SOON, STORE. The passphrase that destroys opens an empty profile. */
  unlock(passphrase: string): Promise<void>
  /** A private session becomes a kept profile with all its chats. Rejects BAD_PASSPHRASE, NO_STORAGE, ELSEWHERE, STORE. */
  keepSession(passphrase: string): Promise<void>
  /**
   * Nothing of a private session is left after this; a kept profile is locked. For keys to be gone from memory as far as
   * that is possible, the page ends the worker afterwards and starts another.
   */
  endSession(): Promise<void>
  /** Rejects WRONG_PASSPHRASE, BAD_PASSPHRASE, NOT_FOUND in a private session. */
  changePassphrase(from: string, to: string): Promise<void>
  /**
   * Sets or takes away the passphrase that destroys the kept profile and opens an empty one of that name (31 bytes at
   * most). `passphrase` is the one that opens. Rejects WRONG_PASSPHRASE, BAD_PASSPHRASE, BAD_NAME, NOT_FOUND.
   */
  setSelfDestruct(
    passphrase: string,
    destroying: { readonly passphrase: string; readonly displayName: string } | null,
  ): Promise<void>
  /** Passkeys that open the kept profile of this browser, open or locked. */
  passkeys(): Promise<readonly Passkey[]>
  /** Before a passkey is made for nothing. Rejects WRONG_PASSPHRASE, NOT_FOUND in a private session. */
  confirmPassphrase(passphrase: string): Promise<void>
  /**
   * Lets a passkey open it, beside the passphrase. `secret`: the 32 bytes that its authenticator makes of `salt`; not kept
   * anywhere. Rejects WRONG_PASSPHRASE, NOT_ALLOWED, NOT_FOUND in a private session.
   */
  addPasskey(passphrase: string, passkey: Omit<Passkey, "addedAt">, secret: Uint8Array): Promise<void>
  removePasskey(id: Uint8Array): Promise<void>
  /** Rejects WRONG_PASSPHRASE, STORE, ELSEWHERE. */
  unlockByPasskey(id: Uint8Array, secret: Uint8Array): Promise<void>
  /**
   * Everything, as one file in the age format, under a passphrase or for a recipient (`age1pq...`). The session is
   * "exported" after it, until `continueHere`. It is written into the file as it is made, and null returned, or without one
   * returned. `alone`: of the active profile only. Rejects BAD_PASSPHRASE, STORE, NO_ROOM where the file cannot be written; the session goes on then.
   */
  exportBackup(to: BackupRecipient, file?: BackupFile, alone?: boolean): Promise<Blob | null>
  /**
   * After an export of one profile: it goes on elsewhere and is let go of here, without a word to anybody; the others go on.
   * Rejects NOT_FOUND when there is no such one.
   */
  continueWithout(): Promise<void>
  /** After an export: goes on in this browser after all. What `carry` has put on servers is deleted there. */
  continueHere(): Promise<void>
  /**
   * Puts everything, encrypted, on file servers for two days, for `importCarried` in another browser. The part of the link
   * that belongs behind "#": whoever has it has everything. The session is "carrying" meanwhile, "exported" afterwards. Rejects
   * LAST_SERVER, CONDITIONS, NETWORK, TIMEOUT, SERVER_FULL, NO_ROOM, CANCELLED, STORE; the session goes on then.
   */
  carry(): Promise<string>
  /** Ends `carry` and `importCarried`, if they are under way. */
  cancelCarry(): Promise<void>
  /**
   * Makes the kept profile of this browser from a backup. Rejects WRONG_PASSPHRASE (of the backup), BAD_BACKUP,
   * NEWER_BACKUP, BAD_PASSPHRASE (the new one), NO_STORAGE, ELSEWHERE; nothing is changed then.
   */
  importBackup(backup: Blob, by: BackupIdentity, passphrase: string): Promise<void>
  /**
   * The same from what `carry` has put on servers. Rejects BAD_LINK, CARRY_GONE, NETWORK, TIMEOUT, CANCELLED, NO_ROOM, and as
   * importBackup does.
   */
  importCarried(fragment: string, passphrase: string): Promise<void>
  /** A key pair for backups: `recipient` makes them, `identity` opens them. */
  newBackupKey(): Promise<{ readonly identity: string; readonly recipient: string }>
  /** Deletes the kept profile of this browser, open or locked. Rejects ELSEWHERE. */
  destroy(): Promise<void>

  /** What was set last; empty at first. Rejects NOT_FOUND while nothing is open. */
  pageSettings(): Promise<PageSettings>
  /** Kept with the chats, in backups too; of a private session in memory. At most 50 values. Rejects NOT_FOUND, TOO_LARGE. */
  setPageSettings(settings: PageSettings): Promise<void>
  /** A picture of one's own to stand behind conversations, a JPEG; null: none. Rejects NOT_FOUND while nothing is open. */
  wallpaper(): Promise<Uint8Array | null>
  /** Kept as the settings of the page are. Rejects NOT_FOUND, TOO_LARGE: more than 256 KB, or no JPEG. */
  setWallpaper(picture: Uint8Array | null): Promise<void>

  /** The bridge in use, null: that of the page's host; and which others the host allows, as origins, "wss:" for all. */
  bridge(): Promise<{ readonly url: string | null; readonly allowed: readonly string[] }>
  /**
   * Uses another bridge on this device, after it has answered; it is not carried in backups. Rejects BAD_BRIDGE, BRIDGE_REFUSED
   * when the page's host does not allow it, BRIDGE_SILENT, NOT_FOUND while nothing is open.
   */
  setBridge(url: string | null): Promise<void>

  /** Rejects NOT_FOUND while nothing is open. */
  developerInfo(): Promise<DeveloperInfo>

  /** The page is visible or online again: look at once whether the servers are still there. */
  wake(): Promise<void>
}
