/** The servers: given by address, or by a command that starts one, or both. */
import { connect } from "node:net"
import { parseServerAddress } from "../../worker/encoding/server.ts"
import { type Program, program } from "./process.ts"

export type SmpServer = {
  /** Text address, with the password if there is one. */
  readonly address: string
  readonly hasPassword: boolean
  readonly canRestart: boolean
  stop(): Promise<void>
  start(): Promise<void>
}

/** The first server, which everybody uses unless a scenario wants something else, and others. */
export type Smp = SmpServer & {
  readonly second: SmpServer | null
  /** One with a password. */
  readonly closed: SmpServer | null
  readonly all: readonly SmpServer[]
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

const createServer = async (given: string | undefined, command: string | undefined): Promise<SmpServer> => {
  const run: Program | null = command === undefined ? null : program("smp-server", command)
  run?.start()
  const address =
    given ??
    (await run?.until("address in its output", () => {
      if (!run.isRunning()) throw new Error(`smp-server ended: ${run.output().slice(-300).trim()}`)
      return addressIn(run.output())
    }))
  if (address === undefined) throw new Error("no server")
  const { server, password } = parseServerAddress(address, "smp")

  const ready = async (): Promise<void> => {
    const [host = ""] = server.hosts
    for (let tries = 0; !(await answers(host, server.port ?? 5223)); tries++) {
      if (run === null || tries > 600) throw new Error(`smp-server: ${address} does not answer`)
      if (!run.isRunning()) throw new Error(`smp-server ended: ${run.output().slice(-300).trim()}`)
      await new Promise(r => setTimeout(r, 100))
    }
  }
  await ready()
  return {
    address,
    hasPassword: password !== null,
    canRestart: run !== null,
    // On this signal it saves queues and messages; on SIGTERM it just dies.
    stop: async () => run?.stop("SIGINT"),
    start: async () => {
      run?.start()
      await ready()
    },
  }
}

/** The nth command starts the nth of the given addresses; those that are left print theirs. */
export const createSmp = async (given: readonly string[], commands: readonly string[]): Promise<Smp> => {
  const servers: SmpServer[] = []
  for (let i = 0; i < Math.max(given.length, commands.length); i++)
    servers.push(await createServer(given[i], commands[i]))
  const [first, second] = servers.filter(s => !s.hasPassword)
  if (first === undefined) throw new Error("no server without a password")
  return { ...first, second: second ?? null, closed: servers.find(s => s.hasPassword) ?? null, all: servers }
}
