/** French; see ../README.md. The same keys as ../en/main.ts. */
import type { Words } from "../catalogue.ts"
import type { main as en } from "../en/main.ts"
import { people } from "./people.ts"
import { talk } from "./talk.ts"
import { write } from "./write.ts"

export const main: Words<typeof en> = { ...talk, ...write, ...people }
