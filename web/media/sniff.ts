/**
 * What a file is, by its first bytes: of a stranger's file neither name nor kind is believed. Only types that a browser
 * merely decodes; everything else (HTML, SVG, PDF) is null, and is never shown.
 *
 * Trust: chosen by the contact. Nothing is read beyond the given bytes.
 */

/** Bytes that are looked at. */
export const headSize = 64

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

const begins = (bytes: Uint8Array, ...with_: readonly number[]): boolean => with_.every((b, i) => bytes[i] === b)

export type PictureType = "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif"

export const pictureType = (head: Uint8Array): PictureType | null => {
  if (begins(head, 0xff, 0xd8, 0xff)) return "image/jpeg"
  if (begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png"
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return "image/gif"
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return "image/webp"
  if (/^ftyp(?:avif|avis)$/.test(ascii(head, 4, 12))) return "image/avif"
  return null
}

export type VideoType = "video/mp4" | "video/webm"

/** QuickTime is MP4's parent: what a browser can play of it, it plays as MP4. */
export const videoType = (head: Uint8Array): VideoType | null => {
  if (begins(head, 0x1a, 0x45, 0xdf, 0xa3)) return "video/webm"
  const isStill = /^ftyp(?:avif|avis|heic|heix|mif1|msf1)$/.test(ascii(head, 4, 12))
  return /^(?:ftyp|moov|wide|mdat|free)$/.test(ascii(head, 4, 8)) && !isStill ? "video/mp4" : null
}

export type SoundType =
  | "audio/mp4"
  | "audio/ogg"
  | "audio/webm"
  | "audio/mpeg"
  | "audio/wav"
  | "audio/aac"
  | "audio/flac"

export const soundType = (head: Uint8Array): SoundType | null => {
  if (videoType(head) === "video/mp4") return "audio/mp4"
  if (begins(head, 0x1a, 0x45, 0xdf, 0xa3)) return "audio/webm"
  if (ascii(head, 0, 4) === "OggS") return "audio/ogg"
  if (ascii(head, 0, 4) === "fLaC") return "audio/flac"
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WAVE") return "audio/wav"
  // ADTS has layer 0 where MP3 has 3.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return "audio/aac"
  if (ascii(head, 0, 3) === "ID3" || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2)) return "audio/mpeg"
  return null
}
