/** Arabic; see ../README.md. The same keys as ../en/settings.ts. */
import type { Words } from "../catalogue.ts"
import type { settings as en } from "../en/settings.ts"

export const settings: Words<typeof en> = {}
