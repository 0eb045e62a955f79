/**
 * Our worker in a process of its own, so that its CPU and memory can be told from those of everything else. As a program
 * it takes commands of the parent; as a module it starts such a program and is a Person.
 */
import { type ChildProcess, fork } from "node:child_process"
import { ourPerson, type Person } from "./person.ts"
import { cpuOf, memoryOf } from "./process.ts"

type Command = {
  readonly id: number
  readonly name: "open" | "makeLink" | "join" | "send" | "connected"
  readonly args: readonly string[]
}
type Reply = { readonly id: number; readonly answer: string } | { readonly text: string }

export type ChildPerson = Person & {
  /** CPU seconds so far. */
  cpu(): number
  /** Resident KB. */
  memory(): number
}

/** `delay`: milliseconds that everything takes to the bridge, and everything back. */
export const childPerson = async (name: string, bridge: string, smp: string, delay = 0): Promise<ChildPerson> => {
  const child: ChildProcess = fork(new URL(import.meta.url), { execArgv: ["--import", "tsx"] })
  const waiting = new Map<number, (answer: string) => void>()
  let last = 0
  child.on("message", (m: Reply) => {
    if ("text" in m) return person.onText(m.text)
    waiting.get(m.id)?.(m.answer)
    waiting.delete(m.id)
  })
  const ask = (command: Command["name"], ...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, resolve)
      child.once("exit", () => reject(new Error("the process has ended")))
      child.send({ id, name: command, args } satisfies Command)
    })
  child.setMaxListeners(0)
  const pid = child.pid ?? 0
  const person: ChildPerson = {
    makeLink: () => ask("makeLink"),
    join: async link => void (await ask("join", link)),
    connected: async () => void (await ask("connected")),
    send: async text => void (await ask("send", text)),
    onText: () => undefined,
    close: () => void child.kill(),
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
  }
  await ask("open", name, bridge, smp, String(delay))
  return person
}

const serve = (): void => {
  let person: Person | undefined
  const run = async ({ name, args }: Command): Promise<string> => {
    const [first = "", bridge = "", smp = "", delay = "0"] = args
    if (name === "open") {
      person = await ourPerson(first, bridge, smp, Number(delay))
      person.onText = text => process.send?.({ text })
      return ""
    }
    if (person === undefined) throw new Error("not open")
    return (await person[name](first)) ?? ""
  }
  process.on("message", (c: Command) => {
    run(c).then(answer => process.send?.({ id: c.id, answer }))
  })
  process.on("disconnect", () => process.exit(0))
}

if (process.argv[1] === new URL(import.meta.url).pathname) serve()
