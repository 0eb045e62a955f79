/** Spanish; see ../README.md. The same keys as ../en/people.ts. */
import type { Words } from "../catalogue.ts"
import type { people as en } from "../en/people.ts"

export const people: Words<typeof en> = {}
