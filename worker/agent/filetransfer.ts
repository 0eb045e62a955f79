/** What the job of a file that is sent or received needs of files.ts: its row, commits together with chat, and its servers. */
import type { Server } from "../encoding/server.ts"
import type { FileRow } from "../store/files.ts"
import type { Change } from "../store/schema.ts"
import type { FileEvent, FilesOptions } from "./fileapi.ts"
import type { SessionsFor } from "./fileroute.ts"

export type TransferContext = Pick<
  FilesOptions,
  "store" | "disk" | "clock" | "random" | "servers" | "asks" | "onProgress"
> & {
  readonly sessionsFor: SessionsFor
  /** Whether the user or an operator that the user trusts has chosen this server. */
  readonly isKnown: (userId: number, server: Server) => boolean
  /** As it is now. Throws XftpError CANCELLED when it was forgotten. */
  readonly rowOf: (fileId: string) => FileRow
  /** For a commit: see Files. */
  readonly set: (row: FileRow) => Change
  /** Commits what becomes of the row; nothing when it was forgotten. */
  readonly change: (fileId: string, to: (row: FileRow) => FileRow) => Promise<void>
  /** Tells chat; resolves when its changes and ours, asked for at that moment, are committed. */
  readonly emit: (fileId: string, event: FileEvent, own: () => readonly Change[]) => Promise<void>
}
