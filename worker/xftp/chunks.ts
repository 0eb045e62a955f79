/**
 * How a file is cut into chunks, and how many recipients it gets.
 *
 *   sizes  = 64 KB, 256 KB, 1 MB, 4 MB; one file uses two neighbours of them
 *   stream = header + content + 8 (length) + 16 (tag), filled up with "#" to the sum of its chunks
 *
 * Spec:  xftp.md, "XFTP procedure".
 * Peer:  Simplex.FileTransfer.Client: prepareChunkSizes, singleChunkSize; Simplex.Chat.Library.Internal, roundedFDCount.
 */

export const kb = 1024
export const mb = 1024 * kb
export const gb = 1024 * mb

/** What servers accept, in bytes. */
export const chunkSizes = [64 * kb, 256 * kb, mb, 4 * mb] as const
export const maxChunkSize = 4 * mb

/** What apps send and receive without being asked twice, and what no app takes at all. */
export const softSizeLimit = gb
export const hardSizeLimit = 5 * gb

/** Bytes that the encrypted stream has besides header and content. */
export const streamOverhead = 8 + 16

const threeQuarters = (size: number): number => Math.floor((size * 3) / 4)

/** Sizes of the chunks of a stream of `size` bytes, in order: as many big ones as fit, the rest in small ones. */
export const prepareChunkSizes = (size: number): number[] => {
  const [small, big] =
    size > threeQuarters(4 * mb) ? [mb, 4 * mb] : size > threeQuarters(mb) ? [256 * kb, mb] : [64 * kb, 256 * kb]
  const whole = Math.floor(size / big)
  const left = size - whole * big
  // three quarters of a big chunk cost less as one than as four
  const tail = left > threeQuarters(big) ? [big] : Array<number>(Math.ceil(left / small)).fill(small)
  return [...Array<number>(whole).fill(big), ...tail]
}

/** The one chunk that a stream of `size` bytes fits in; null when it fits in none. Redirects have only one. */
export const singleChunkSize = (size: number): number | null => chunkSizes.find(s => s >= size) ?? null

/** Recipients of a file for `n` people: a power of two, at least 4, so that servers do not learn how many. */
export const roundedRecipients = (n: number): number => {
  let rounded = 4
  while (rounded < n) rounded *= 2
  return rounded
}
