/**
 * Conversations with an SMP server that bring out every answer it can give. The same lines must come from the reference
 * server (differential.ts records them in transcript.json) and from this relay (smp.test.ts compares).
 */
import type { Server } from "../../worker/encoding/server.ts"
import { blocks, credentials, hellos, syntax } from "./scenarios-frame.ts"
import { creation, links, notifications, quota, receiving, securing } from "./scenarios-queue.ts"
import { batches, proxying } from "./scenarios-route.ts"
import { type Scenario, Transcript } from "./transcript.ts"

export const scenarios: Readonly<Record<string, Scenario>> = {
  hellos,
  credentials,
  syntax,
  blocks,
  creation,
  securing,
  receiving,
  quota,
  batches,
  links,
  notifications,
  proxying,
}

/** The lines of one scenario at one version. */
export const play = async (name: string, server: Server, version: number): Promise<string[]> => {
  const t = new Transcript(server, version)
  try {
    await scenarios[name]?.(t)
  } finally {
    t.close()
  }
  return t.lines
}
