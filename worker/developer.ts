/**
 * What somebody who looks for a mistake wants to know, and nothing that tells who talks to whom.
 *
 * Peer: the apps' developer tools, version and database information.
 */
import { agentVersions } from "./agent/message.ts"
import type { DeveloperInfo } from "./api.ts"
import { chatVersions } from "./chat/message.ts"
import { ratchetVersions } from "./crypto/ratchet-state.ts"
import type { VersionRange } from "./encoding/text.ts"
import { clientVersions } from "./smp/address.ts"
import { smpVersions } from "./smp/handshake.ts"
import type { Storage } from "./storage.ts"
import { tableNames } from "./store/schema.ts"
import { xftpVersions } from "./xftp/handshake.ts"

const words = ({ min, max }: VersionRange): string => `${min}-${max}`

/** Rejects StoreError. */
export const developerInfo = async ({ store, disk }: Storage): Promise<DeveloperInfo> => {
  const counts = await Promise.all(
    tableNames.map(async name => [name, (await store.keys(name, { prefix: [] })).length] as const),
  )
  return {
    protocols: {
      smp: words(smpVersions),
      smpClient: words(clientVersions),
      agent: words(agentVersions),
      ratchet: words(ratchetVersions),
      chat: words(chatVersions),
      xftp: words(xftpVersions),
    },
    rows: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    files: (await disk.list()).length,
  }
}
