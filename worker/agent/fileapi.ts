/** What chat may ask of files on their way, and what it is told. */
import type { NetworkConfig } from "../api.ts"
import type { Bytes } from "../encoding/bytes.ts"
import type { Clock, Disk, Random } from "../platform.ts"
import type { FileRow } from "../store/files.ts"
import type { Change } from "../store/schema.ts"
import type { FileReader } from "../store/sealed-file.ts"
import type { Store } from "../store/store.ts"
import type { XftpErrorCode } from "../xftp/error.ts"
import type { Sessions } from "../xftp/sessions.ts"
import type { Changes } from "./context.ts"
import type { UserServers } from "./serverlist.ts"

/** Why a file failed. EXPIRED: servers were not there for two days. BAD: its description is none. STORE: the disk is full. */
export type FileErrorCode = XftpErrorCode | "EXPIRED" | "BAD" | "STORE"

export type FileEvent =
  /** It is on servers: one description (YAML) for each recipient, or a link for all who have it. */
  | { readonly type: "uploaded"; readonly descriptions: readonly string[]; readonly link?: string }
  | { readonly type: "received" }
  /** These hosts would be asked, and are nobody's choice yet. */
  | { readonly type: "unapproved"; readonly hosts: readonly string[] }
  | { readonly type: "failed"; readonly code: FileErrorCode }

export type FileIncoming = {
  readonly fileId: string
  readonly event: FileEvent
  /** Whether it is still so, at the moment of the commit: nobody has forgotten the file, given it up or taken it back. */
  isStill(): boolean
  /**
   * To be called once: `run` commits chat's changes together with those that it is given, which are to be asked for at the
   * moment of the commit, and are none when it is not so any more. Rejects as `run` does.
   */
  commit(run: (own: Changes) => Promise<void>): Promise<void>
}

export type FilesOptions = {
  readonly store: Store
  readonly disk: Disk
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: Random
  readonly servers: (userId: number) => UserServers
  /** Whether servers that nobody has chosen are asked about first; yes if absent. */
  readonly asks?: () => boolean
  /** How we talk to servers; as in the apps when absent. */
  readonly network?: () => NetworkConfig
  readonly onProgress: (fileId: string, done: number, total: number) => void
  readonly onBroken: (e: unknown) => void
}

export interface Files {
  /** Loads the rows, goes on with what was under way, and removes from the disk what belongs to no row. */
  start(): Promise<void>
  stop(): void
  incoming(): AsyncIterable<FileIncoming>
  /** The row as it is now. */
  get(fileId: string): FileRow | undefined
  /** For a commit's thunk only: remembers the row, gives the change that stores it, and goes on with what it needs. */
  set(row: FileRow): Change
  /** A new id. */
  newId(): string
  /** Seals a content under a new id; `size` is what is expected. Rejects DiskFull. The row is not stored yet. */
  keep(
    content: AsyncIterable<Bytes>,
    file: { readonly name: string; readonly userId: number; readonly size?: number },
  ): Promise<FileRow>
  /** The content of a file that is here, or was sent. Throws XftpError NO_FILE. */
  read(fileId: string): FileReader & { readonly size: number }
  /**
   * Stops its job and forgets it, on the servers too when others are not to have it any more either; an upload under way is
   * always taken back. For a commit's thunk only: gives the changes. The disk is cleaned when they are durable, and only then.
   */
  forget(fileId: string, fromServers?: boolean): readonly Change[]
  /** The same for all whose ref is wanted. */
  forgetAll(isWanted: (ref: string) => boolean): readonly Change[]
  /**
   * Forgets the content and keeps what is needed to delete it from the servers later. For a commit: gives the changes, none
   * for a file that is on its way. `drop` after that.
   */
  forgetContent(fileId: string, fromServers?: boolean): readonly Change[]
  /** All that there are. */
  rows(): Iterable<FileRow>
  /** Bytes that the disk may still take. */
  free(): Promise<number>
  /** Servers may be back: what waits for its time is tried now. */
  wake(): void
  /** `network` of the options says something else now. */
  networkChanged(): void
  /** Takes a content from the disk that no stored row has. */
  drop(fileId: string): Promise<void>
}
