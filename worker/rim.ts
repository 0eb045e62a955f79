/** What a session is given: everything that differs between a browser, its tabs, and a test. */
import type { DoorOptions } from "./kept.ts"
import type { Disk } from "./platform.ts"
import type { Platform } from "./profile.ts"

/** The right to have the kept profile open. */
export interface Leader {
  /** Whether somebody else has it. */
  isTaken(): Promise<boolean>
  /** Takes it; with `force` the present holder is told to let go. Null when it is not to be had. */
  take(force: boolean, onLost: () => void): Promise<(() => void) | null>
}

/** The way to another bridge than that of the page's host. */
export interface Bridges {
  /** Origins (wss://HOST), or "wss:" for all. */
  allowed(): readonly string[]
  /** Whether a bridge answers there and lets this page in. */
  answers(url: string): Promise<boolean>
  /** All connections from now on go through this one; null: through the host's. */
  use(url: string | null): void
}

export type SessionOptions = Platform &
  DoorOptions & {
    readonly leader: Leader
    /** Where the contents of a kept profile's files lie. */
    readonly disk: Disk
    /** Resolves when the host of the page has said which servers it names, or could not be asked. */
    readonly configured?: () => Promise<void>
    /** Bridges besides the host's own that its policy lets this page use; absent: none. */
    readonly bridges?: Bridges
    /** For tests: a cheap work factor of backups. */
    readonly backup?: { readonly workFactor: number }
  }
