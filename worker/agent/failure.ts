/** What chat is told when something fails: the agent's own codes, whatever server or contact brought it about. */
import { SmpError } from "../smp/error.ts"
import { AgentError, type AgentErrorCode } from "./events.ts"

/** What chat is told when a step fails, or cannot be done before somebody puts something right. */
export const stepCode = (e: unknown): AgentErrorCode => {
  if (e instanceof AgentError) return e.code
  if (!(e instanceof SmpError)) return "INTERNAL"
  const { code } = e
  if (code === "AUTH") return "AUTH"
  if (code === "PASSWORD") return "SERVER_PASSWORD"
  return code === "SERVER_OLD" ||
    code === "SERVER_IDENTITY" ||
    code === "BLOCKED" ||
    code === "HOST" ||
    code === "NETWORK" ||
    code === "TIMEOUT"
    ? code
    : "INTERNAL"
}

/** Whether a step that failed so is tried again: its server is away, or somebody may put it right. */
export const isTriedAgain = (e: unknown): e is SmpError => e instanceof SmpError && (e.temporary || e.needsHelp)

/** Runs a command; what servers answered comes out as an AgentError. */
export const asAgentError = async <T>(action: () => Promise<T>): Promise<T> => {
  try {
    return await action()
  } catch (e) {
    throw e instanceof SmpError ? new AgentError(stepCode(e), { cause: e }) : e
  }
}
