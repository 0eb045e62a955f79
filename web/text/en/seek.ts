/** English words about looking for messages in a chat, and doing something with several. Part of main.ts. */
import type { Kind } from "../../state/chat-search.ts"
import { plural } from "../plural.ts"

const count = plural("en")

export const seek = {
  seeking: {
    open: "Search in this chat",
    label: "Search messages",
    kinds: "Kind of message",
    all: "All",
    kind: {
      image: "Pictures",
      video: "Videos",
      voice: "Voice",
      file: "Files",
      link: "Links",
    } satisfies Record<Kind, string>,
    close: "Close search",
    busy: "Searching…",
    none: "Nothing was found.",
    found: (n: number) => count({ one: "# message found", other: "# messages found" }, n),
    more: "Search further back",
    hint: "Type a word, or choose a kind.",
  },
  share: "Share",
}
