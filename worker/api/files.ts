/** Files as a whole: what comes by itself, and how much room they take. Types only: see ../api.ts. */

/** For all profiles. */
export type FileSettings = {
  /** Pictures of up to 510 KB are downloaded without being asked for. */
  readonly images: boolean
  /** The same for voice messages of up to 510 KB. */
  readonly voice: boolean
  /** The same for videos of up to 1023 KB. */
  readonly videos: boolean
  /** Servers that neither the user nor the operators in use have chosen are asked only after the user has agreed. */
  readonly askServers: boolean
}

/** Bytes on this device, and the number of files. */
export type FilesUse = { readonly size: number; readonly count: number }

export type FilesStorage = {
  /** Of chats of the active profile that have files, the largest first. */
  readonly chats: readonly (FilesUse & { readonly chatId: string })[]
  /** Files of all profiles that are not hidden. */
  readonly all: FilesUse
  /** Bytes that files may still take; in a private session they are in memory. */
  readonly free: number
}
