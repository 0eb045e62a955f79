/**
 * What a link tells somebody who has no profile yet: whose address it is. Nothing is kept of it, and the server learns
 * nothing but that somebody has looked.
 *
 * Note: one-time links are not looked at. Their server binds what is looked up to the key that asks, which would be lost
 *       with whoever closes the page, and the link with it.
 * Trust: what the link says is chosen by its owner.
 */
import { createAgent } from "./agent/agent.ts"
import { noServers } from "./agent/serverlist.ts"
import type { LinkPlan } from "./api.ts"
import { readLinkInfo } from "./chat/info.ts"
import { toldBy } from "./chat/lookup.ts"
import { planOf } from "./chat/plan.ts"
import type { Platform } from "./profile.ts"
import { defaultNetwork } from "./smp/network.ts"
import { memoryBackend } from "./store/memory.ts"
import { openStore } from "./store/store.ts"
import { sessionKey } from "./store/vault.ts"

/** Rejects CommandError BAD_LINK, AgentError as the look-up does. */
export const planForVisitor = async (platform: Platform, text: string): Promise<LinkPlan> => {
  const { plan, link, canonical } = planOf(text)
  if (plan.kind !== "contact" || !plan.supported || link?.form !== "short") return plan
  const { connect, clock, random, kem } = platform
  const agent = createAgent({
    store: openStore(memoryBackend(), await sessionKey(random), random),
    connect,
    clock,
    random,
    kem,
    servers: () => noServers,
    network: platform.network ?? (() => defaultNetwork),
    onServer: () => undefined,
    onBroken: () => undefined,
  })
  try {
    const { userData } = await agent.lookUpAddress(1, canonical)
    return { ...plan, ...toldBy(await readLinkInfo(userData, false)) }
  } finally {
    await agent.stop()
  }
}
