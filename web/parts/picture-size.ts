/**
 * How large a picture in a data: address is, from its first bytes: room is kept for it before the browser has decoded it,
 * so that nothing below it moves.
 *
 * Spec:  PNG, IHDR; GIF89a, logical screen; JPEG (T.81), frame header SOF.
 * Trust: a contact chose every byte; what is no picture of these has no size.
 */
export type Size = { readonly width: number; readonly height: number }

const word = (bytes: string, at: number): number => bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1)

const jpegSize = (bytes: string): Size | null => {
  for (let at = 2; at + 9 < bytes.length && bytes.charCodeAt(at) === 0xff; at += 2 + word(bytes, at + 2)) {
    const marker = bytes.charCodeAt(at + 1)
    // C4, C8 and CC lie among the frame headers and are none.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: word(bytes, at + 5), width: word(bytes, at + 7) }
  }
  return null
}

const sizeOf = (bytes: string): Size | null => {
  if (bytes.startsWith("\xff\xd8")) return jpegSize(bytes)
  if (bytes.startsWith("\x89PNG") && bytes.length >= 24) return { width: word(bytes, 18), height: word(bytes, 22) }
  if (bytes.startsWith("GIF8") && bytes.length >= 10)
    return { width: word(`${bytes[7]}${bytes[6]}`, 0), height: word(`${bytes[9]}${bytes[8]}`, 0) }
  return null
}

/** Null when it does not say, or says nothing sensible. */
export const pictureSize = (uri: string): Size | null => {
  const data = /^data:image\/[a-z]+;base64,([\w+/]+=*)$/.exec(uri)?.[1]
  if (data === undefined) return null
  try {
    const size = sizeOf(atob(data))
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch {
    return null
  }
}
