/** Russian; see ../README.md. The same keys as ../en/media.ts. */
import type { Words } from "../catalogue.ts"
import type { media as en } from "../en/media.ts"

export const media: Words<typeof en> = {}
