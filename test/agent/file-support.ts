/** Devices with jobs of files over a true bridge and relay; chat's part is to commit whatever it is told. */
import { createFiles, type FileEvent, type FileIncoming, type Files } from "../../worker/agent/files.ts"
import { plainServers, type UserServers } from "../../worker/agent/serverlist.ts"
import type { NetworkConfig } from "../../worker/api.ts"
import type { Bytes } from "../../worker/encoding/bytes.ts"
import type { Connect, Disk } from "../../worker/platform.ts"
import { defaultNetwork } from "../../worker/smp/network.ts"
import type { Backend } from "../../worker/store/backend.ts"
import { memoryDisk } from "../../worker/store/disk.ts"
import { memoryBackend } from "../../worker/store/memory.ts"
import { openStore, type Store } from "../../worker/store/store.ts"
import { sessionKey } from "../../worker/store/vault.ts"
import { createSessions, type Sessions } from "../../worker/xftp/sessions.ts"
import { atEnd, bridge, clock, connectThrough, random } from "../xftp/support.ts"

export type Scene = { readonly servers: () => UserServers; readonly connect: Connect; readonly network?: NetworkConfig }

/** What lies on the disk of one device. */
export type Device = { readonly backend: Backend; readonly key: CryptoKey; readonly disk: Disk }
export const newDevice = async (): Promise<Device> => {
  const memory = memoryBackend()
  const disk = memoryDisk()
  return {
    backend: { ...memory, close: () => undefined },
    key: await sessionKey(random),
    disk: { ...disk, close: async () => undefined },
  }
}

export type Run = { readonly files: Files; readonly store: Store; readonly events: FileEvent[]; stop(): void }

/** One process on the device; chat's part is to commit whatever it is told. */
/** `hears` replaces chat's part; `through` stands before the sessions. */
export const start = async (
  device: Device,
  scene: Scene,
  { hears, through = s => s }: { hears?: (i: FileIncoming) => unknown; through?: (s: Sessions) => Sessions } = {},
): Promise<Run> => {
  const store = openStore(device.backend, device.key, random)
  const events: FileEvent[] = []
  const files = createFiles({
    store,
    disk: device.disk,
    sessions: through(createSessions({ connect: scene.connect, clock, random })),
    clock,
    random,
    servers: scene.servers,
    network: () => scene.network ?? defaultNetwork,
    onProgress: () => undefined,
    onBroken: e => {
      throw e
    },
  })
  const listen = async (): Promise<void> => {
    for await (const i of files.incoming()) {
      if (hears !== undefined) {
        hears(i)
        continue
      }
      await i.commit(own => store.commit(own()))
      events.push(i.event)
    }
  }
  void listen()
  await files.start()
  atEnd(() => files.stop())
  return { files, store, events, stop: () => files.stop() }
}

export const until = async <T>(find: () => T | undefined | false): Promise<T> => {
  for (let i = 0; i < 6000; i++) {
    const found = find()
    if (found !== undefined && found !== false) return found
    await new Promise(r => setTimeout(r, 10))
  }
  throw new Error("waited for too long")
}

export const scene = async (...addresses: string[]): Promise<Scene> => {
  const b = await bridge()
  return { servers: () => plainServers("xftp", addresses), connect: connectThrough(b) }
}

export async function* once(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes
}

export const send = async ({ files, store }: Run, content: Bytes, recipients = 1, userId = 1): Promise<string> => {
  const kept = await files.keep(once(content), { name: "a file.bin", userId })
  const upload = { key: random(32), nonce: random(24), recipients }
  await store.commit([files.set({ ...kept, state: "uploading", upload })])
  return kept.fileId
}
export const descriptionsOf = ({ events }: Run): Promise<readonly string[]> =>
  until(() => events.find(e => e.type === "uploaded")?.descriptions)

export const receive = async (
  { files, store }: Run,
  text: string,
  approved = false,
  size = 14_000_000,
): Promise<string> => {
  const fileId = Buffer.from(random(16)).toString("hex")
  const description = { text, no: 1, complete: true }
  const row = { fileId, createdAt: clock.now(), name: "a file.bin", size, state: "wanted" as const, description }
  await store.commit([files.set({ ...row, ...(approved ? { approved } : {}) })])
  return fileId
}
export const contentOf = async ({ files }: Run, fileId: string): Promise<Buffer> => {
  const reader = files.read(fileId)
  return Buffer.from(await reader.read(0, reader.size))
}
