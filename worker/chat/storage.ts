/**
 * Files as a whole: which come by themselves, how much room they take, and deleting them while their messages stay.
 *
 * Peer: apps, DatabaseView.deleteAppFilesAndMedia, PrivacySettings. There files are deleted for all chats only.
 */
import type { FilesUse, ProfileCommands } from "../api.ts"
import type { FileRow } from "../store/files.ts"
import { put } from "../store/schema.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { parseItemId } from "./item.ts"
import { firstProfile, isVisible, latestItem, loadItem, profileIdOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "fileSettings" | "setFileSettings" | "storage" | "deleteFiles">

/** Bytes on the disk: the content, or what has come of it so far. */
const sizeOf = ({ contentKey, size, received, state }: FileRow): number => {
  if (contentKey !== undefined) return size
  return state === "wanted" || state === "failed" ? Math.min(size, (received?.length ?? 0) * (4 << 20)) : 0
}

const sum = (rows: readonly FileRow[]): FilesUse => ({
  size: rows.reduce((n, row) => n + sizeOf(row), 0),
  count: rows.length,
})

/** Lines that change in one commit. */
const atOnce = 200

/** See ProfileCommands. */
export const storageCommands = (ctx: ChatContext): Commands => {
  const { state } = ctx
  const { files } = state

  const chatIdOf = (row: FileRow): string => parseItemId(row.ref ?? "")?.contactId ?? ""
  /** Whether the page may know of its profile. */
  const isKnown = ({ userId }: FileRow): boolean => {
    const profile = state.profiles.get(userId ?? firstProfile)
    return profile !== undefined && isVisible(state, profile)
  }
  /** Those that take room. */
  const taking = (): readonly FileRow[] => [...files.rows()].filter(row => sizeOf(row) > 0 && isKnown(row))
  const isShown = (chatId: string): boolean => {
    const contact = state.contacts.get(chatId)
    return contact !== undefined && contact.hidden !== true && profileIdOf(contact) === state.active
  }

  const deleteRows = async (rows: readonly FileRow[], fromServers: boolean): Promise<void> => {
    const lines = await Promise.all(
      rows.map(async row => {
        const at = parseItemId(row.ref ?? "")
        return at === null ? undefined : loadItem(state, at.contactId, at.order)
      }),
    )
    const gone: string[] = []
    await change(ctx, tx => {
      for (const [i, row] of rows.entries()) {
        const changes = files.forgetContent(row.fileId, fromServers)
        if (changes.length === 0) continue
        gone.push(row.fileId)
        for (const c of changes) tx.change(c)
        const loaded = lines[i]
        const line = loaded && latestItem(state, loaded.contactId, loaded.order, loaded)
        if (line?.file !== undefined) tx.item({ ...line, file: { ...line.file, state: "deleted" } })
      }
    })
    for (const fileId of gone) await files.drop(fileId)
  }

  return {
    fileSettings: async () => state.fileSettings,
    setFileSettings: async ({ images, voice, videos, askServers }) => {
      const settings = { images, voice, videos, askServers }
      await change(ctx, tx => {
        tx.change(put("page", { name: "files", files: settings }))
        state.fileSettings = settings
      })
    },

    storage: async () => {
      const all = taking()
      const chats = [...new Set(all.map(chatIdOf))]
        .filter(isShown)
        .map(chatId => ({ chatId, ...sum(all.filter(row => chatIdOf(row) === chatId)) }))
        .sort((a, b) => b.size - a.size)
      return { chats, all: sum(all), free: await files.free() }
    },

    deleteFiles: async (chatId, fromServers) => {
      if (chatId !== null) findContact(ctx, chatId)
      // Sent ones may be on servers though they take no room here.
      const rows = [...files.rows()].filter(row => sizeOf(row) > 0 || (fromServers && row.sender !== undefined))
      const wanted = rows.filter(row => (chatId === null ? isShown(chatIdOf(row)) : chatIdOf(row) === chatId))
      for (let i = 0; i < wanted.length; i += atOnce) await deleteRows(wanted.slice(i, i + atOnce), fromServers)
    },
  }
}
