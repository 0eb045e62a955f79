/**
 * Commands of a profile that is open but still starts: years of connections take a while to get ready, and who unlocks
 * wants to see the chats. What only reads them is answered at once; everything else waits, in the order of the calls.
 */
import type { PeopleCommands, ProfileCommands } from "./api.ts"

/** Ask neither agent nor files, and change nothing. */
const early: ReadonlySet<string> = new Set<keyof (ProfileCommands & PeopleCommands)>([
  "profiles",
  "chats",
  "items",
  "address",
  "draft",
  "chosenWallpaper",
  "search",
  "searchChat",
])

type Run = (...args: readonly unknown[]) => Promise<unknown>

/**
 * Makes commands wait until `started` resolves, and reject with what it rejects with; `hurry` is called when one does. A
 * read that is asked for after something that waits comes after it.
 */
export const commandsWhen = (started: Promise<void>, hurry: () => void): (<T extends object>(commands: T) => T) => {
  let isStarted = false
  let waiting = 0
  started.then(
    () => {
      isStarted = true
    },
    () => undefined,
  )
  const wait = async (run: Run, args: readonly unknown[]): Promise<unknown> => {
    waiting++
    hurry()
    try {
      await started
    } finally {
      waiting--
    }
    return run(...args)
  }
  const whenReady =
    (name: string, run: Run): Run =>
    (...args) =>
      isStarted || (waiting === 0 && early.has(name)) ? run(...args) : wait(run, args)
  return <T extends object>(commands: T): T =>
    Object.fromEntries(Object.entries(commands).map(([name, run]) => [name, whenReady(name, run as Run)])) as T
}
