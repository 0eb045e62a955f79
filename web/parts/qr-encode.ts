/** QR codes as vector images. Loaded when the first code is shown. */
import { generate } from "lean-qr/nano"

/** The quiet zone that the standard asks for, in modules. */
const quiet = 4

/**
 * An SVG image of `text` as a data address, black on white whatever the theme. No canvas: browsers that resist
 * fingerprinting give noise back from one. Throws when the text is over 2953 bytes.
 */
export const qrImage = (text: string): string => {
  const code = generate(text)
  const size = code.size + 2 * quiet
  let path = ""
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) {
      let run = 0
      while (code.get(x + run, y)) run++
      if (run > 0) path += `M${x + quiet} ${y + quiet}h${run}v1h-${run}z`
      x += run
    }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
