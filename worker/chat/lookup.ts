/** What links of others are: by what we have, and by what their servers keep for them. */
import type { LinkPlan } from "../api.ts"
import type { ContactRow } from "../store/chat.ts"
import type { ChatContext } from "./context.ts"
import { filePlan } from "./filelinks.ts"
import { type LinkInfo, readLinkInfo } from "./info.ts"
import { type Known, linkIds, ownLinkIds, planOf, relationOf } from "./plan.ts"
import { profileIdOf, profileOf } from "./state.ts"

type Looked = { readonly info: LinkInfo | null; readonly ids: readonly string[] }

export interface LookUp {
  /** With `lookUp` the data of a short link are asked for. Rejects CommandError BAD_LINK, AgentError. */
  plan(text: string, lookUp: boolean): Promise<LinkPlan>
  /** What was found out about this canonical link by looking. */
  found(canonical: string): Promise<LinkInfo | null>
  /** All names that this canonical link is known by. */
  ids(canonical: string): readonly string[]
}

/** What a plan says of whom a link is for. */
export const toldBy = (info: LinkInfo | null): Partial<LinkPlan> => {
  if (info === null) return {}
  const { displayName, fullName, shortDescr, image } = info.profile
  return {
    name: displayName,
    fullName,
    ...(shortDescr === undefined ? {} : { bio: shortDescr }),
    ...(image === undefined ? {} : { image }),
    ...(info.welcome === undefined ? {} : { welcome: info.welcome }),
    ...(info.isBusiness ? { business: true, supported: false } : {}),
  }
}

/** Looked at links that are remembered: looking again costs one more request. */
const mostKept = 50

/** See LookUp. What was looked at is remembered until the worker ends. */
export const createLookUp = ({ agent, state }: Pick<ChatContext, "agent" | "state">): LookUp => {
  /** By canonical text. */
  const looked = new Map<string, Looked>()
  const keep = (canonical: string, found: Looked): Looked => {
    const [oldest] = looked.keys()
    if (looked.size >= mostKept && oldest !== undefined) looked.delete(oldest)
    looked.set(canonical, found)
    return found
  }

  const known = (): Known => {
    const contacts: readonly ContactRow[] = [...state.contacts.values()].filter(c => profileIdOf(c) === state.active)
    return { contacts, address: ownLinkIds(profileOf(state, state.active).address?.link), groups: [] }
  }

  const look = async (canonical: string, kind: LinkPlan["kind"]): Promise<Looked> => {
    if (kind === "invitation")
      return keep(canonical, { info: await readLinkInfo(await agent.lookUp(state.active, canonical), false), ids: [] })
    const { full, userData } = await agent.lookUpAddress(state.active, canonical)
    return keep(canonical, { info: await readLinkInfo(userData, kind === "group"), ids: linkIds(full) })
  }

  const ids = (canonical: string): readonly string[] => [
    ...new Set([...linkIds(canonical), ...(looked.get(canonical)?.ids ?? [])]),
  ]

  return {
    ids,

    found: async canonical => {
      const before = looked.get(canonical)
      if (before !== undefined) return before.info
      const { plan } = planOf(canonical)
      if (plan.kind !== "invitation") return null
      // Looked at before a restart: a one-time link is bound to us since then.
      const data = await agent.lookedUp(canonical)
      return data === null ? null : readLinkInfo(data, false)
    },

    plan: async (text, lookUp) => {
      const { plan, link, canonical } = planOf(text)
      if (plan.kind === "file") return filePlan(text)
      const relation = relationOf(ids(canonical), known())
      if (relation !== null) return { ...plan, ...relation }
      const canLook = link?.form === "short" && (plan.supported || plan.kind === "group")
      const before = looked.get(canonical)
      const found = lookUp && canLook ? await look(canonical, plan.kind) : before
      if (found === undefined) return plan
      // By the form that its owner made first it may be known.
      return { ...plan, ...toldBy(found.info), ...relationOf(ids(canonical), known()) }
    },
  }
}
