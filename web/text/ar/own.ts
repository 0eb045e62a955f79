/** Arabic; see ../README.md. The same keys as ../en/own.ts. */
import type { Words } from "../catalogue.ts"
import type { own as en } from "../en/own.ts"

export const own: Words<typeof en> = {}
