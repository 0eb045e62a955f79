/**
 * Names of pictures, videos and voice messages: when they were sent, in UTC, so that they tell neither where that was nor what
 * they were called.
 *
 * Peer: generateNewFileName, uniqueCombine of the apps.
 */

const last = { stamp: "", count: 0 }

/** As `IMG_20261121_154010.jpg`; `_1` and so on for others of the same second. */
export const stampedName = (prefix: "IMG" | "video" | "voice", extension: string, at = new Date()): string => {
  const stamp = `${prefix}_${at.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "_")}`
  last.count = last.stamp === stamp ? last.count + 1 : 0
  last.stamp = stamp
  return `${stamp}${last.count === 0 ? "" : `_${last.count}`}.${extension}`
}
