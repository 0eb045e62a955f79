/**
 * Answering links and requests: what a link holds is looked up once and kept, so that whoever saw the inviter joins the
 * same queue; the wish to join is stored, and carried out by the steps.
 *
 * Peer: Simplex.Messaging.Agent joinConnection, acceptContact, getConnShortLink.
 */
import { sha256 } from "../crypto/hash.ts"
import { generateKeyPair } from "../crypto/keys.ts"
import { hex, utf8 } from "../encoding/bytes.ts"
import { encode } from "../encoding/codec.ts"
import type { ConnectionRow, LookUpRow } from "../store/agent.ts"
import { put, remove } from "../store/schema.ts"
import { resolveAddress } from "./address.ts"
import type { Agent, NewConnection } from "./api.ts"
import { classify } from "./classify.ts"
import { type Changes, type Context, remember } from "./context.ts"
import { AgentError } from "./events.ts"
import { asAgentError } from "./failure.ts"
import { resolveLink } from "./invitation.ts"
import { connectionRequest, writeLink } from "./link.ts"
import { agentVersions } from "./message.ts"
import { requireServer } from "./queues.ts"

/** The part of the agent that joins: by a link, or by a request that is accepted; and what servers say about links before. */
export const createJoins = (ctx: Context): Pick<Agent, "accept" | "join" | "lookUp" | "lookUpAddress" | "lookedUp"> => {
  const { store, clock, random } = ctx

  const lookUpOf = async (canonical: string, userId?: number): Promise<LookUpRow> => {
    const link = hex(sha256(utf8(canonical)))
    const known = await store.get("lookUps", link)
    if (known !== undefined) return known
    const authKey = generateKeyPair("X25519", random).privateKey.raw
    return { link, authKey, ...(userId === undefined ? {} : { userId }) }
  }

  const newConnection = ({ connId, userId }: NewConnection, role: "inviter" | "joiner"): ConnectionRow => ({
    connId,
    userId,
    role,
    createdAt: clock.now(),
    agentVersion: agentVersions.max,
    pqSupport: true,
    rcv: [],
    snd: [],
  })

  /** Stores the intent and starts with it. */
  const begin = async (row: ConnectionRow, changes: Changes): Promise<void> => {
    await store.commit([put("connections", row), ...changes()])
    remember(ctx, row)
    ctx.advance(row.connId)
  }

  return {
    accept: async (to, request, info, changes) => {
      const authKey = generateKeyPair("X25519", random).privateKey.raw
      const joining = { link: "", info, authKey, request }
      await begin({ ...newConnection(to, "joiner"), accepted: true, joining }, changes)
    },

    lookUpAddress: (userId, text) =>
      asAgentError(async () => {
        const { request, userData } = await resolveAddress(ctx, userId, text)
        return { full: writeLink(request), userData }
      }),

    lookUp: (userId, text) =>
      asAgentError(async () => {
        const { text: canonical } = classify(text)
        const known = await lookUpOf(canonical, userId)
        if (known.userData !== undefined) return known.userData
        await store.commit([put("lookUps", known)])
        const { request, userData } = await resolveLink(ctx, userId, canonical, known.authKey)
        await store.commit([put("lookUps", { ...known, request: encode(connectionRequest, request), userData })])
        return userData
      }),

    lookedUp: async text => (await lookUpOf(classify(text).text)).userData ?? null,

    join: async (to, text, info, changes) => {
      const { link, kind, text: canonical } = classify(text)
      if (link === null) throw new AgentError("LINK_UNSUPPORTED")
      requireServer(ctx, to.userId)
      const request = link.form === "full" ? { request: encode(connectionRequest, link) } : {}
      if (link.mode === "contact") {
        if (kind !== "contact") throw new AgentError("LINK_UNSUPPORTED")
        const requesting = { link: canonical, info, ...request }
        return begin({ ...newConnection(to, "inviter"), requesting }, changes)
      }
      const known = await lookUpOf(canonical)
      const resolved = known.request === undefined ? {} : { request: known.request, secured: true }
      const joining = { link: canonical, info, authKey: known.authKey, ...request, ...resolved }
      return begin({ ...newConnection(to, "joiner"), joining }, () => [remove("lookUps", known.link), ...changes()])
    },
  }
}
