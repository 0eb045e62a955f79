/** The servers: given by address, the first one perhaps also by a command that starts it. */
import { connect } from "node:net"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { type Program, program } from "./process.ts"

export type Smp = {
  /** Text addresses; new queues are made on any of them. */
  readonly addresses: readonly string[]
  readonly canRestart: boolean
  stop(): Promise<void>
  start(): Promise<void>
}

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (yes: boolean) => () => {
      socket.destroy()
      resolve(yes)
    }
    socket.once("connect", end(true)).once("error", end(false))
  })

/** An address anywhere in what the server writes when it starts. */
const addressIn = (output: string): string | undefined =>
  /smp:\/\/[\w-]{43}=?(:[^@\s]+)?@[\w.:,[\]-]+/.exec(output)?.[0]

export const createSmp = async (given: readonly string[], command: string | undefined): Promise<Smp> => {
  const run: Program | null = command === undefined ? null : program("smp-server", command)
  run?.start()
  const first =
    given[0] ??
    (await run?.until("address in its output", () => {
      if (!run.isRunning()) throw new Error(`smp-server ended: ${run.output().slice(-300).trim()}`)
      return addressIn(run.output())
    }))
  if (first === undefined) throw new Error("no server")
  const { server } = parseServerAddress(first, "smp")

  const ready = async (): Promise<void> => {
    const [host = ""] = server.hosts
    for (let tries = 0; !(await answers(host, server.port ?? 5223)); tries++) {
      if (run === null || tries > 600) throw new Error(`smp-server: ${first} does not answer`)
      if (!run.isRunning()) throw new Error(`smp-server ended: ${run.output().slice(-300).trim()}`)
      await new Promise(r => setTimeout(r, 100))
    }
  }
  await ready()
  return {
    addresses: [first, ...given.slice(1)],
    canRestart: run !== null,
    // On this signal it saves queues and messages; on SIGTERM it just dies.
    stop: async () => run?.stop("SIGINT"),
    start: async () => {
      run?.start()
      await ready()
    },
  }
}
