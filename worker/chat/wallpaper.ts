/**
 * What stands behind the messages of one chat, or of all chats of a profile. Nobody else learns of it.
 *
 * Peer: Simplex.Chat.Library.Commands: APISetChatUIThemes, APISetUserUIThemes. There it is a theme with colours; here the
 *       colours are the page's own.
 * Trust: what the page sends is typed but not believed.
 */
import type { ProfileCommands } from "../api.ts"
import { chosenChange, isWallpaper, readChosen, type WallpaperOwner } from "../store/page.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "chosenWallpaper" | "chooseWallpaper">

/** A word of the page, which knows what it means. */
const isWord = (name: unknown): name is string => typeof name === "string" && /^[a-z]{1,20}$/.test(name)

/** See ProfileCommands. */
export const wallpaperCommands = (ctx: ChatContext): Commands => {
  const { state } = ctx
  const ownerOf = (chatId: string | null): WallpaperOwner =>
    chatId === null ? { userId: state.active } : { contactId: findContact(ctx, chatId).contactId }

  return {
    chosenWallpaper: async chatId => readChosen(ctx.store, ownerOf(chatId)),

    chooseWallpaper: async (chatId, choice) => {
      const owner = ownerOf(chatId)
      const { name, picture = null } = choice ?? {}
      if (choice !== null && !isWord(name)) throw new CommandError("NOT_ALLOWED")
      if (picture !== null && !isWallpaper(picture)) throw new CommandError("TOO_LARGE")
      const chosen = name === undefined ? {} : { wallpaper: name }
      await change(ctx, tx => {
        tx.change(chosenChange(owner, picture))
        if ("contactId" in owner) {
          const { wallpaper: _, ...row } = findContact(ctx, owner.contactId)
          tx.contact({ ...row, ...chosen })
        } else {
          const { wallpaper: _, ...row } = profileOf(state, owner.userId)
          tx.profile({ ...row, ...chosen })
        }
      })
    },
  }
}
