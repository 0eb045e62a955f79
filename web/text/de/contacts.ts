/** German; see ../README.md. The same keys as ../en/contacts.ts. */
import type { Words } from "../catalogue.ts"
import type { contacts as en } from "../en/contacts.ts"

export const contacts: Words<typeof en> = {}
