/**
 * The long files first, so that no thread waits at the end for another. Two threads take the next file whenever they have
 * none; on a fresh clone vitest knows no durations and begins with the largest files, but the longest ones are short of text.
 */
import { existsSync } from "node:fs"
import { relative } from "node:path"
import type { TestSequencer, TestSpecification } from "vitest/node"

/** Seconds that they took on two cores, roughly. What is not here takes less than ten. */
const seconds: Readonly<Record<string, number>> = {
  "test/crash.test.ts": 135,
  "test/web/everybody.test.tsx": 115,
  "test/crash-connect.test.ts": 105,
  "test/browser/keep.spec.ts": 90,
  "test/chaos/chaos.test.ts": 70,
  "test/agent/rotation.test.ts": 70,
  "test/chaos/chaos-more.test.ts": 65,
  "test/crash-server.test.ts": 60,
  "test/quota.test.ts": 50,
  "test/browser/kiosk.spec.ts": 50,
  "test/conversation.test.ts": 45,
  "test/web/contacts.test.tsx": 40,
  "test/web/writing.test.tsx": 35,
  "test/web/settings.test.tsx": 30,
  "test/web/look.test.tsx": 30,
  "test/browser/offline.spec.ts": 35,
  "test/web/actions.test.tsx": 35,
  "test/browser/talk.spec.ts": 30,
  "test/browser/actions.spec.ts": 30,
  "test/web/contact.test.tsx": 30,
  "test/browser/files.spec.ts": 25,
  "test/browser/install.spec.ts": 25,
  "test/xftp/transfer.test.ts": 25,
  "test/web/people.test.tsx": 25,
  "test/web/profiles.test.tsx": 20,
  "test/web/lock.test.tsx": 20,
  "test/web/address.test.tsx": 20,
  "test/web/scroll.test.tsx": 20,
  "test/web/new-chat.test.tsx": 20,
  "test/attack/server.test.ts": 20,
  "test/browser/media.spec.ts": 20,
  "test/web/notices-shown.test.tsx": 20,
  "test/web/conversation.test.tsx": 20,
  "test/agent/files.test.ts": 15,
  "test/browser/address.spec.ts": 15,
  "test/attack/relay.test.ts": 15,
  "test/web/enter.test.tsx": 15,
}

/** Not when this is read: builds read it too, also where there are no tests (bridge/Containerfile). */
const check = () => {
  const missing = Object.keys(seconds).filter(file => !existsSync(file))
  if (missing.length > 0) throw new Error(`test/order.ts names what is not there: ${missing.join(", ")}`)
}

const length = ({ moduleId }: TestSpecification): number => seconds[relative(process.cwd(), moduleId)] ?? 0

/** A class, as vitest makes one with `new`. Not its BaseSequencer: that would load all of vitest with every build. */
export class LongestFirst implements TestSequencer {
  shard = (files: TestSpecification[]): TestSpecification[] => files
  sort = (files: TestSpecification[]): TestSpecification[] => {
    check()
    return [...files].sort((a, b) => length(b) - length(a))
  }
}
