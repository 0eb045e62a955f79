/** Rows of files: what is known of each, and how far its way to or from the servers has come. */
import type { Bytes } from "../encoding/bytes.ts"

/**
 *   sending    uploading ──> uploaded                 any ──> cancelled
 *   receiving  offered ──> wanted ──> here            wanted ──> failed, unapproved ──> wanted
 *   deleting   all that is left of a file until the servers have forgotten it
 */
export type FileState =
  | "uploading"
  | "uploaded"
  | "offered"
  | "wanted"
  | "unapproved"
  | "here"
  | "failed"
  | "cancelled"
  | "deleting"

/** Peer: SndFile, RcvFile of the agent. */
export type FileRow = {
  /** Random; the name of the content on the disk. */
  readonly fileId: string
  readonly userId?: number
  /** Of chat's choosing: the line that it belongs to. */
  readonly ref?: string
  readonly createdAt: number
  /** As its sender named it: foreign text for files that came. */
  readonly name: string
  readonly size: number
  readonly state: FileState
  /** Why `failed`. */
  readonly problem?: string
  /**
   * Seals the content on the disk (store/sealed-file.ts), which is there when sending and when `here`, unless it was
   * deleted to make room.
   */
  readonly contentKey?: Bytes
  /** Sending: the keys of the upload, and how many descriptions it makes. */
  readonly upload?: { readonly key: Bytes; readonly nonce: Bytes; readonly recipients: number }
  /** Sent by a link: the keys of the redirect to it, where it needs one. */
  readonly link?: { readonly key: Bytes; readonly nonce: Bytes }
  /** The sender's description of the redirect. */
  readonly redirect?: string
  /** Receiving by a link: its name is the one that it says itself. */
  readonly isNamedInside?: true
  /** Sent: the sender's description (YAML), by which it is deleted from the servers. */
  readonly sender?: string
  /** Receiving: as much of the description as has come. */
  readonly description?: { readonly text: string; readonly no: number; readonly complete: boolean }
  /** What that leads to, when it is a redirect. */
  readonly target?: string
  /** The user has agreed to ask the servers of this file, whoever runs them. */
  readonly approved?: boolean
  /** Numbers of the chunks that lie encrypted on the disk. */
  readonly received?: readonly number[]
}

/** A chunk of an upload that is registered on a server. Keys are PKCS #8. */
export type ChunkRow = {
  readonly fileId: string
  readonly no: number
  readonly size: number
  readonly digest: Bytes
  readonly server: string
  readonly sender: { readonly id: Bytes; readonly key: Bytes }
  readonly recipients: readonly { readonly id: Bytes; readonly key: Bytes }[]
  readonly isUploaded: boolean
}
