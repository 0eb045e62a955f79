/**
 * A store in memory whose rows are packed as in the real one but not sealed: for benchmarks that make hundreds of
 * thousands of rows only to put them into a backup. Sealing and opening each takes longer than making them, and whoever
 * restores the backup seals them all.
 */
import { encode as pack, decode as unpack } from "@msgpack/msgpack"
import { toBytes } from "../../worker/encoding/bytes.ts"
import type { Key } from "../../worker/store/backend.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { keyOf } from "../../worker/store/schema.ts"
import type { Store } from "../../worker/store/store.ts"

export const plainStore = (): Store => {
  const backend = memoryBackend()
  return {
    get: async (table, ...key) => {
      const packed = await backend.get(table, key)
      return packed === undefined ? undefined : (unpack(packed) as never)
    },
    list: async (table, range = { prefix: [] }) =>
      (await backend.list(table, range)).map(r => unpack(r.sealed) as never),
    keys: backend.keys,
    commit: changes =>
      backend.write(
        changes.map(c =>
          "put" in c
            ? {
                table: c.table,
                key: (keyOf[c.table] as (row: unknown) => Key)(c.put),
                sealed: toBytes(pack(c.put, { ignoreUndefined: true })),
              }
            : { table: c.table, key: c.remove },
        ),
      ),
    settled: async () => undefined,
    freeze: async () => () => undefined,
    close: backend.close,
  }
}
