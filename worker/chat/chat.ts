/**
 * The chat layer: what the page may do with an open store. Every command stores first and answers then; what has to
 * reach others goes on in the background. The commands are in modules by what they are about.
 */
import type { Agent } from "../agent/agent.ts"
import type { UserServers } from "../agent/serverlist.ts"
import type { Chat, ChatEvent, ProfileCommands, ServerProtocol } from "../api.ts"
import type { Clock, Random } from "../platform.ts"
import type { Store } from "../store/store.ts"
import { addressCommands } from "./addresses.ts"
import { newContext } from "./context.ts"
import { conversationCommands } from "./conversation.ts"
import { runInbox } from "./inbox.ts"
import { laterCommands } from "./later.ts"
import { linkCommands } from "./links.ts"
import { createOutbox } from "./outbox.ts"
import { profileCommands } from "./profiles.ts"
import { recoveryCommands } from "./recovery.ts"
import { type HostServers, serverCommands, serversFor } from "./servers.ts"
import { loadState, profileOf, sortedChats } from "./state.ts"

export type ChatOptions = {
  readonly store: Store
  readonly agent: Agent
  readonly clock: Clock
  readonly random: Random
  /** Addresses of servers that the host of the page names; null: not known yet. */
  readonly hostServers: HostServers
  readonly emit: (event: ChatEvent) => void
  readonly onBroken: (e: unknown) => void
}

export interface ChatLayer {
  readonly commands: ProfileCommands
  /** Takes the agent's events from now on; to be called before the agent starts. */
  start(): Promise<void>
  /** Once the agent has started: lines that were written before a crash and had not reached it go there now. */
  resume(): void
  /** The servers of a profile, as the agent asks for them. */
  servers(userId: number, protocol: ServerProtocol): UserServers
  /** Of the active profile. */
  displayName(): string
  /** The same as the command, at once. */
  chats(): readonly Chat[]
}

/** Loads the profiles and their contacts. Rejects Error when there is no profile in the store. */
export const createChat = async (options: ChatOptions): Promise<ChatLayer> => {
  const { store, agent, clock, random, hostServers, emit, onBroken } = options
  const state = await loadState(store)
  const outbox = createOutbox({ state, store, agent, emit })
  const flush = (contactId: string): void => {
    outbox.flush(contactId).catch(onBroken)
  }
  const ctx = newContext({ store, agent, clock, random, state, outbox, hostServers, emit, flush })

  return {
    start: async () => {
      for (const { contactId, status } of state.contacts.values())
        if (status === "connected" || status === "connecting") await outbox.load(contactId)
      void runInbox({ state, agent, clock, random, emit, onReady: flush, onFailed: outbox.drop, onBroken }).catch(
        onBroken,
      )
    },
    resume: () => {
      for (const c of state.contacts.values()) if (c.status === "connected") flush(c.contactId)
    },
    servers: (userId, protocol) => serversFor(state, hostServers, userId, protocol),
    displayName: () => profileOf(state, state.active).profile.displayName,
    chats: () => sortedChats(state),
    commands: {
      ...profileCommands(ctx),
      ...linkCommands(ctx),
      ...addressCommands(ctx),
      ...conversationCommands(ctx),
      ...recoveryCommands(ctx),
      ...serverCommands(ctx),
      ...laterCommands,
    },
  }
}
