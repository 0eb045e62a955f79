/**
 * What a message says of its file: what it is, and where, in parts.
 *
 * Peer:  Simplex.Chat.Types: FileInvitation, FileDescr.
 * Trust: chosen by the contact; only DecodeError escapes. A name is text and never a path.
 */
import { DecodeError } from "../encoding/bytes.ts"
import {
  boolean,
  field,
  integer,
  type JsonObject,
  object,
  opaque,
  optional,
  present,
  type Read,
  string,
} from "./json.ts"

/** A part of the file description; parts are numbered from 1, an empty one with number 0 says that it will follow. */
export type DescriptionPart = { readonly text: string; readonly partNo: number; readonly isComplete: boolean }

/** Throws DecodeError. */
export const readDescriptionPart: Read<DescriptionPart> = json => {
  const o = object(json)
  return {
    text: field(o, "fileDescrText", string),
    partNo: field(o, "fileDescrPartNo", integer),
    isComplete: field(o, "fileDescrComplete", boolean),
  }
}

export const descriptionPartJson = (p: DescriptionPart): JsonObject => ({
  fileDescrText: p.text,
  fileDescrPartNo: p.partNo,
  fileDescrComplete: p.isComplete,
})

export type FileInvitation = {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly digest: string | null
  readonly description: DescriptionPart | null
  /** Older ways to send files, not used by us. */
  readonly connReq: string | null
  readonly inline: "offer" | "sent" | null
}

const inlineMode: Read<"offer" | "sent"> = json => {
  if (json !== "offer" && json !== "sent") throw new DecodeError("unknown inline mode")
  return json
}

const fileSize: Read<number> = json => {
  const size = integer(json)
  if (size < 0) throw new DecodeError("negative file size")
  return size
}

/** Throws DecodeError. */
export const readFileInvitation: Read<FileInvitation> = json => {
  const o = object(json)
  return {
    name: field(o, "fileName", string),
    size: field(o, "fileSize", fileSize),
    digest: optional(o, "fileDigest", opaque),
    description: optional(o, "fileDescr", readDescriptionPart),
    connReq: optional(o, "fileConnReq", string),
    inline: optional(o, "fileInline", inlineMode),
  }
}

/** As it is written: what is null is left out. */
export const fileInvitationJson = (f: FileInvitation): JsonObject =>
  present({
    fileName: f.name,
    fileSize: f.size,
    fileDigest: f.digest,
    fileDescr: f.description && descriptionPartJson(f.description),
    fileConnReq: f.connReq,
    fileInline: f.inline,
  })
