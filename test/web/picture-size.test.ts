import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pictureSize } from "../../web/parts/picture.ts"

const uri = (type: string, ...bytes: readonly number[]) =>
  `data:image/${type};base64,${btoa(String.fromCharCode(...bytes))}`

describe("the size of a picture", () => {
  it("stands in its first bytes", () => {
    const app0 = [0xff, 0xe0, 0, 4, 1, 1]
    const huffman = [0xff, 0xc4, 0, 3, 0]
    expect(
      pictureSize(uri("jpg", 0xff, 0xd8, ...app0, ...huffman, 0xff, 0xc2, 0, 17, 8, 1, 44, 2, 88, 3, 0, 0)),
    ).toMatchObject({
      width: 600,
      height: 300,
    })
    const tail = [8, 2, 0, 0, 0, 0, 0, 0, 0]
    const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    expect(pictureSize(uri("png", ...png, 0, 0, 1, 0, 0, 0, 0, 9, ...tail))).toMatchObject({ width: 256, height: 9 })
    const gif = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 3, 1, 7, 0, 0, 0, 0]
    expect(pictureSize(uri("gif", ...gif))).toMatchObject({ width: 259, height: 7 })
  })
  it("is none where nothing sensible stands, whatever the bytes", () => {
    expect(pictureSize("data:text/html;base64,AAAA")).toBeNull()
    expect(pictureSize("data:image/png;base64,====")).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom([], [0xff, 0xd8, 0xff]), (bytes, head) => {
        const size = pictureSize(uri("jpeg", ...head, ...bytes))
        expect(size === null || (size.width > 0 && size.height > 0)).toBe(true)
      }),
    )
  })
})
