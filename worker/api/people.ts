/** What can be done about people and the list of chats. Types only: see ../api.ts. */
import type { Chat } from "./chat.ts"
import type { Item } from "./item.ts"
import type { Tag } from "./profile.ts"

/** All of them reject NOT_FOUND while nothing is open. What changes of tags, `profiles` and its event tell. */
export interface PeopleCommands {
  /** Our own name for a contact or an unused link; "" takes it away. Rejects NOT_FOUND, TOO_LARGE (over 100 characters). */
  setAlias(chatId: string, alias: string): Promise<Chat>

  /** Makes a tag of the active profile. Rejects BAD_NAME, NOT_ALLOWED: there is one of this name, or there are 50. */
  createTag(tag: Omit<Tag, "id">): Promise<Tag>
  /** Rejects NOT_FOUND, BAD_NAME, NOT_ALLOWED. */
  changeTag(tag: Tag): Promise<void>
  /** Chats lose it. */
  deleteTag(tagId: number): Promise<void>
  /** The order in which they are shown; those that are not named come last. */
  orderTags(tagIds: readonly number[]): Promise<void>
  /** Which tags a chat has; what is no tag is left out. Rejects NOT_FOUND. */
  setChatTags(chatId: string, tagIds: readonly number[]): Promise<Chat>

  /** Whether contacts of the active profile are told its address. Rejects NOT_FOUND without one. */
  shareAddress(on: boolean): Promise<void>
  /**
   * Sends the address of a contact, or ours when `of` is null, as a card. Rejects NOT_FOUND where there is none, or the
   * chat cannot be written to, LINK_UNSUPPORTED when it has no short link, NOT_ALLOWED when our own would tell who we are
   * to somebody who knows us by a random name, TOO_LARGE.
   */
  sendCard(chatId: string, of: string | null): Promise<Item>
  /** Whether contacts who turn out to be one person become one. */
  setContactMerge(on: boolean): Promise<void>
  /** A chat with those who make SimpleX, not connected yet; or the one there is. */
  askTeam(): Promise<Chat>
}
