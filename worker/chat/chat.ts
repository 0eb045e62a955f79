/**
 * The chat layer: what the page may do with an open store. Every command stores first and answers then; what has to
 * reach others goes on in the background. The commands are in modules by what they are about.
 */
import type { Agent } from "../agent/agent.ts"
import type { Files } from "../agent/files.ts"
import type { UserServers } from "../agent/serverlist.ts"
import type { Chat, ChatEvent, PeopleCommands, ProfileCommands, ServerProtocol } from "../api.ts"
import type { Clock, Random } from "../platform.ts"
import type { Store } from "../store/store.ts"
import type { KdfParameters } from "../store/vault.ts"
import { addressCommands } from "./addresses.ts"
import { chatListCommands, endConnection } from "./chatlist.ts"
import { findContact, newContext } from "./context.ts"
import { conversationCommands } from "./conversation.ts"
import { CommandError } from "./error.ts"
import { createExpiry } from "./expiry.ts"
import { featureCommands } from "./features.ts"
import { fileLinkCommands } from "./filelinks.ts"
import { fileCommands } from "./files.ts"
import { forwardCommands } from "./forward.ts"
import { createHiding } from "./hidden.ts"
import { runInbox } from "./inbox.ts"
import { linkCommands } from "./links.ts"
import { endTyping } from "./live.ts"
import { createLookUp } from "./lookup.ts"
import { mergeContact } from "./merge.ts"
import { messageCommands } from "./messages.ts"
import { createOutbox } from "./outbox.ts"
import { ownLinkCommands } from "./ownlinks.ts"
import { peopleCommands } from "./people.ts"
import { preparedCommands } from "./prepared.ts"
import { profileCommands } from "./profiles.ts"
import { recoveryCommands } from "./recovery.ts"
import { removeLines } from "./removal.ts"
import { acceptRequest, canAcceptIncognito } from "./requests.ts"
import { searchCommands } from "./search.ts"
import { type HostServers, keptServers, serverCommands } from "./servers.ts"
import { type ChatRows, isVisible, loadState, profileIdOf, profileOf, sortedChats } from "./state.ts"
import { storageCommands } from "./storage.ts"
import { createTimers } from "./timers.ts"
import { progressTeller, runTransfers } from "./transfers.ts"
import { wallpaperCommands } from "./wallpaper.ts"

export type ChatOptions = {
  readonly store: Store
  readonly agent: Agent
  readonly files: Files
  readonly clock: Clock
  readonly random: Random
  /** Addresses of servers that the host of the page names; null: not known yet. */
  readonly hostServers: HostServers
  readonly emit: (event: ChatEvent) => void
  readonly onBroken: (e: unknown) => void
  /** For tests: instead of what this machine is measured for. */
  readonly kdf?: KdfParameters
  /** When it is on its way already. */
  readonly rows?: Promise<ChatRows>
}

export interface ChatLayer {
  readonly commands: ProfileCommands & PeopleCommands
  /** Takes the agent's events from now on; to be called before the agent starts. */
  start(): Promise<void>
  /** Once the agent has started: lines that were written before a crash and had not reached it go there now. */
  resume(): void
  /** Of a file's transfer. */
  progress(fileId: string, done: number, total: number): void
  /** The servers of a profile, as the agent asks for them. */
  servers(userId: number, protocol: ServerProtocol): UserServers
  /** Whether the page may know that there is this profile. */
  isVisible(userId: number): boolean
  /** Whether servers of files that nobody has chosen are asked about first. */
  asks(): boolean
  /** Of the active profile. */
  displayName(): string
  /** The same as the command, at once. */
  chats(): readonly Chat[]
}

/** Loads the profiles and their contacts. Rejects Error when there is no profile in the store. */
export const createChat = async (options: ChatOptions): Promise<ChatLayer> => {
  const { store, agent, clock, random, hostServers, emit, onBroken } = options
  const state = await loadState(store, options.files, random, clock, options.rows)
  const outbox = createOutbox({ state, store, agent, clock, random, emit })
  const flush = (contactId: string): void => {
    outbox.flush(contactId).catch(onBroken)
  }
  const ctx = newContext({ store, agent, clock, random, state, outbox, hostServers, emit, flush })
  const lookUp = createLookUp(ctx)

  const autoAccept = (contactId: string): void => {
    ctx
      .once(contactId, async () => {
        const { request } = findContact(ctx, contactId)
        const user = profileOf(state, profileIdOf(findContact(ctx, contactId)))
        if (request?.auto === undefined) return
        await acceptRequest(ctx, contactId, request.auto.incognito && canAcceptIncognito(user))
      })
      // Answered or removed meanwhile.
      .catch(e => (e instanceof CommandError ? undefined : onBroken(e)))
  }

  const lists = chatListCommands(ctx)
  const timers = createTimers(ctx, onBroken)
  const messages = messageCommands(ctx)
  const expiry = createExpiry(ctx, onBroken)
  const hiding = createHiding(ctx, options.kdf)
  const end = (contactId: string): void => {
    endConnection(ctx, contactId).catch(onBroken)
  }

  return {
    start: async () => {
      await removeLines(store, state.forgotten)
      for (const { contactId, status, waitingFrom } of state.contacts.values())
        if (waitingFrom !== undefined && (status === "connected" || status === "connecting"))
          await outbox.load(contactId)
      // What a crash has cut off; nothing is received yet.
      for (const c of [...state.contacts.values()]) if (c.mergeInto !== undefined) await mergeContact(ctx, c.contactId)
      const merge = (contactId: string) => mergeContact(ctx, contactId)
      const whenever = { merge, onReady: flush, onFailed: outbox.drop, onTold: end, onAutoAccept: autoAccept, onBroken }
      void runTransfers(ctx, options.files, onBroken).catch(onBroken)
      void runInbox({ state, agent, clock, random, emit, ...whenever }).catch(onBroken)
    },
    resume: () => {
      // Not before the files are known that go with their lines.
      timers.start()
      for (const c of state.contacts.values()) {
        if (c.closing === "told") end(c.contactId)
        else if (c.status === "connected" || c.status === "connecting") flush(c.contactId)
        if (c.status === "request" && c.request?.auto !== undefined) autoAccept(c.contactId)
        if (c.typing !== undefined) endTyping(ctx, c.contactId, messages.edit).catch(onBroken)
      }
      expiry.start()
    },
    progress: progressTeller(state, clock, emit),
    servers: keptServers(state, hostServers),
    isVisible: userId => {
      const row = state.profiles.get(userId)
      return row !== undefined && isVisible(state, row)
    },
    asks: () => state.fileSettings.askServers,
    displayName: () => profileOf(state, state.active).profile.displayName,
    chats: () => sortedChats(state),
    commands: {
      ...profileCommands(ctx, hiding),
      ...hiding.commands,
      ...expiry.commands,
      ...linkCommands(ctx, lookUp),
      ...ownLinkCommands(ctx),
      ...preparedCommands(ctx, lookUp),
      ...addressCommands(ctx),
      ...conversationCommands(ctx),
      ...recoveryCommands(ctx),
      ...serverCommands(ctx),
      ...messages,
      ...forwardCommands(ctx),
      ...searchCommands(ctx),
      ...lists,
      ...featureCommands(ctx),
      ...fileCommands(ctx),
      ...peopleCommands(ctx),
      ...storageCommands(ctx),
      ...fileLinkCommands(ctx, lists.notes),
      ...wallpaperCommands(ctx),
    },
  }
}
