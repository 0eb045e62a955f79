/** What can be done with an open store. Types only: see ../api.ts. */
import type { Allow, Chat, ChatSettings, FeatureName, OwnLink, RemoveOptions, WallpaperChoice } from "./chat.ts"
import type { FileSettings, FilesStorage } from "./files.ts"
import type { Attachment, Draft, Item, ItemInfo, Page, PagePlace, SearchOptions, SendOptions } from "./item.ts"
import type { FileWays, NetworkConfig, QueueInfo, ServersSummary } from "./network.ts"
import type {
  AddressSettings,
  ConnectOptions,
  DeleteProfileOptions,
  LinkPlan,
  ProfileChange,
  ProfileInfo,
  ProfilePreferences,
  ReceiptSettings,
} from "./profile.ts"
import type { OperatorChange, OperatorId, ServerList, ServerTest } from "./servers.ts"

/** What can be done with an open profile. All of them reject NOT_FOUND while none is open. */
export interface ProfileCommands {
  /** All profiles; commands and events are about the active one, which is first. */
  profiles(): Promise<readonly ProfileInfo[]>
  /** Makes another profile, and it the active one; its chats are returned. Rejects BAD_NAME. */
  addProfile(displayName: string): Promise<readonly Chat[]>
  /** Makes it the active one; its chats are returned. Rejects NOT_FOUND. */
  switchProfile(profileId: number, password?: string): Promise<readonly Chat[]>
  /**
   * Deletes it with its contacts, messages and queues; another becomes active, or the new one that is named. Rejects
   * NOT_FOUND, WRONG_PASSPHRASE, BAD_NAME, and LAST_PROFILE when no other can be seen and none is named.
   */
  deleteProfile(profileId: number, options?: DeleteProfileOptions): Promise<void>
  /**
   * From now on the profile is seen only by whoever knows the password; it goes on receiving. Rejects NOT_FOUND,
   * BAD_PASSPHRASE when it is empty, LAST_PROFILE when no other can be seen.
   */
  hideProfile(profileId: number, password: string): Promise<void>
  /** Rejects NOT_FOUND, WRONG_PASSPHRASE. */
  unhideProfile(profileId: number, password: string): Promise<void>
  /** Hidden profiles that this password opens. It takes the same time whether there are any. */
  findProfiles(password: string): Promise<readonly ProfileInfo[]>
  /** Rejects NOT_FOUND, also for hidden ones: they are always muted. */
  muteProfile(profileId: number, muted: boolean): Promise<void>
  /**
   * Changes the active profile: it is told to all contacts that know us by it, and stands in our links from now on; in the
   * background, as soon as that is possible. Rejects BAD_NAME, TOO_LARGE.
   */
  updateProfile(profile: ProfileChange): Promise<void>

  chats(): Promise<readonly Chat[]>
  /** The newest items, or those at a place, oldest first. Rejects NOT_FOUND, also for an item that is not there. */
  items(chatId: string, place?: PagePlace, limit?: number): Promise<Page>

  /** The profile's SimpleX address, or null when it has none. */
  address(): Promise<OwnLink | null>
  /** Makes the address, or gives the one there is. Rejects as createLink. */
  createAddress(): Promise<OwnLink>
  /** Nobody can ask there any more; contacts made by it stay. */
  deleteAddress(): Promise<void>
  /** Null without an address. */
  addressSettings(): Promise<AddressSettings | null>
  /** Rejects NOT_FOUND without an address, INCOGNITO_REFUSED, TOO_LARGE. */
  setAddressSettings(settings: AddressSettings): Promise<void>
  /** Gives an address of an old server its short link. Rejects NOT_FOUND, SERVER_OLD, NETWORK, TIMEOUT. */
  addShortLink(): Promise<OwnLink>
  /** Answers a contact request; the rest happens in the background. Rejects NOT_FOUND, INCOGNITO_REFUSED. */
  accept(chatId: string, options?: ConnectOptions): Promise<Chat>
  /** Forgets a contact request; the other side is not told. Rejects NOT_FOUND. */
  reject(chatId: string): Promise<void>

  /** Makes a one-time link and its chat (status "link"). Rejects NETWORK, TIMEOUT, SERVER_OLD, SERVER_IDENTITY. */
  createLink(options?: ConnectOptions): Promise<Chat>
  /** Whether an unused link stands for a random name. Rejects NOT_FOUND, LINK_USED, NETWORK, TIMEOUT. */
  setLinkIncognito(chatId: string, incognito: boolean): Promise<Chat>
  /**
   * Whose an unused link or a prepared chat is. It leaves the chats of the active profile; an unused link becomes another
   * link. Rejects NOT_FOUND, and for links as createLink.
   */
  changeLinkProfile(chatId: string, profileId: number): Promise<Chat>
  /** Looks at a link without sending anything but, for short links, the look-up of its data when `lookUp`. */
  planLink(link: string, lookUp: boolean): Promise<LinkPlan>
  /**
   * Persists the intent and returns its chat at once; the rest happens in the background. A chat that the link belongs to
   * already is returned as it is, but with `again`, when the plan allows that. Rejects BAD_LINK, LINK_UNSUPPORTED, OWN_LINK.
   */
  connect(link: string, options?: ConnectOptions & { readonly again?: boolean }): Promise<Chat>
  /**
   * Opens a chat (status "prepared") with whom the link is for, with their profile and welcome message: nothing is sent.
   * Rejects BAD_LINK, LINK_UNSUPPORTED, LINK_USED, OWN_LINK, NETWORK, TIMEOUT.
   */
  prepare(link: string): Promise<Chat>
  /** Connects from a prepared chat; `message` is the first one, sent with the request. Rejects NOT_FOUND, TOO_LARGE. */
  connectPrepared(chatId: string, options?: ConnectOptions & { readonly message?: string }): Promise<Chat>
  /**
   * Removes an unused link, a failed chat or a contact with its history. `tell`: the contact's app is told that it was
   * deleted. `keepConversation`: what was said stays, the chat is "ended". `keepContact`: only what was said goes, the chat
   * is `archived`; nobody is told.
   */
  removeChat(chatId: string, options?: RemoveOptions): Promise<void>

  /**
   * A message with a file: sealed on this device, uploaded in the background, and the contact is told where it is. Resolves
   * when the line is stored. Rejects NOT_FOUND, TOO_LARGE (the text), FILE_TOO_LARGE, NO_ROOM.
   */
  sendFile(chatId: string, file: Attachment, text?: string, options?: SendOptions): Promise<Item>
  /** Downloads what a link to a file leads to, as an item of the notes. Rejects BAD_LINK, LINK_UNSUPPORTED, FILE_TOO_LARGE. */
  downloadLink(link: string): Promise<Item>
  /**
   * Uploads a file for anybody who has its link, as an item of the notes, which gets the link when that is done. Deleting
   * the item takes the file from the servers. Rejects FILE_TOO_LARGE, NO_ROOM.
   */
  sendByLink(file: Attachment): Promise<Item>
  /** Downloads the file of an item; `approved`: also from servers that nobody has chosen. Rejects NOT_FOUND. */
  download(itemId: string, approved?: boolean): Promise<void>
  /** Stops the transfer of an item's file; of our own the contact is told. Rejects NOT_FOUND. */
  cancelFile(itemId: string): Promise<void>
  /** The content of a file that is here, or that we sent. Its type is for the page to choose. Rejects NOT_FOUND. */
  fileContent(itemId: string): Promise<Blob>
  fileSettings(): Promise<FileSettings>
  /** For files that come from now on. */
  setFileSettings(settings: FileSettings): Promise<void>
  /** What files take on this device, and what they still may. */
  storage(): Promise<FilesStorage>
  /**
   * Deletes files of one chat, or of all of the active profile, from this device; their messages stay. Those on their way
   * are left alone. With `fromServers` those that we sent cannot be downloaded any more either. Rejects NOT_FOUND.
   */
  deleteFiles(chatId: string | null, fromServers: boolean): Promise<void>
  /** Persists the message and returns its item ("sending") at once. Rejects TOO_LARGE, NOT_FOUND. */
  send(chatId: string, text: string, options?: SendOptions): Promise<Item>
  /** Tries a failed message again, or a change of one that did not arrive (`unsent`). Rejects NOT_FOUND, TOO_LARGE. */
  retry(itemId: string): Promise<void>
  /** Replaces the text of a message of ours. Rejects NOT_ALLOWED (`editableUntil`), TOO_LARGE, NOT_FOUND. */
  edit(itemId: string, text: string, options?: { readonly live?: boolean }): Promise<Item>
  /**
   * Deletes up to 200 items of one chat. "everyone" tells the contact, and then our own are only marked as deleted unless
   * both allow full deletion. Rejects NOT_ALLOWED when one of them is past `deletableUntil`; nothing is deleted then.
   */
  remove(itemIds: readonly string[], whose: "me" | "everyone"): Promise<void>
  /** Puts or takes away our reaction. Rejects NOT_ALLOWED: the feature is off, there are three, or no such emoji. */
  react(itemId: string, emoji: string, add: boolean): Promise<Item>
  /** Sends up to 100 items of one chat to another (or the notes), oldest first; events and deleted ones are left out. */
  forward(itemIds: readonly string[], toChatId: string): Promise<readonly Item[]>
  itemInfo(itemId: string): Promise<ItemInfo>
  /**
   * Items whose text has all words of the query, newest first; of one chat, or of all of the active profile. A query without
   * words finds nothing, but makes the next one quick.
   */
  search(query: string, options?: SearchOptions): Promise<readonly Item[]>
  /**
   * Items of one chat with all words of the query, and of the kind, newest first: those among the next few thousand before
   * `before` (an `order`). The answer's `before` is where to go on, null at the beginning of the chat.
   */
  searchChat(
    chatId: string,
    query: string,
    options?: Pick<SearchOptions, "kind"> & { readonly before?: number },
  ): Promise<{ readonly items: readonly Item[]; readonly before: number | null }>
  /**
   * Pictures and videos of a chat that are older or newer than an `order`, the nearest first, whether they are here or not.
   * `next` is where to go on, null when there are no more.
   */
  mediaBeside(
    chatId: string,
    side: "older" | "newer",
    order: number,
  ): Promise<{ readonly items: readonly Item[]; readonly next: number | null }>

  /** All is read, or what there is up to this `order`. Disappearing messages begin to disappear. */
  markRead(chatId: string, upTo?: number): Promise<void>
  /** Everything in all chats of a profile. Rejects NOT_FOUND, also for hidden ones that are not active. */
  markAllRead(profileId: number): Promise<void>
  markUnread(chatId: string, unread: boolean): Promise<void>
  /** Deletes all items; the contact stays, and keeps its own. */
  clear(chatId: string): Promise<void>
  setChatSettings(
    chatId: string,
    settings: Partial<Pick<ChatSettings, "muted" | "favorite">> & { readonly receipts?: boolean | null },
  ): Promise<Chat>
  /** What we allow this contact; `allow` null: as the profile says. It is told. `ttl` is for timedMessages, null: off. */
  setFeature(chatId: string, feature: FeatureName, allow: Allow | null, ttl?: number | null): Promise<Chat>
  /** What the active profile allows its contacts, unless something else is set for one. */
  preferences(): Promise<ProfilePreferences>
  /** Changes some of it. Contacts for whom that makes a difference are told. Rejects NOT_ALLOWED for what is none. */
  setPreferences(changes: Partial<ProfilePreferences>): Promise<ProfilePreferences>
  /** Whether contacts of the active profile see that their messages arrived, where the chat does not say otherwise. */
  receipts(): Promise<ReceiptSettings>
  /** `forAll`: what the chats say is forgotten. */
  setReceipts(on: boolean, forAll?: boolean): Promise<void>
  /** Seconds after which messages of the active profile are deleted from this device; null: never. */
  retention(): Promise<number | null>
  /** What is older goes at once. Private notes stay. Rejects NOT_ALLOWED for what is no time. */
  setRetention(seconds: number | null): Promise<void>
  /** The same for one chat: 0 never, null as the profile says. Rejects NOT_ALLOWED, NOT_FOUND. */
  setChatRetention(chatId: string, seconds: number | null): Promise<Chat>
  /** How many messages would go at once: of the chat, or of all chats of the active profile. */
  countExpired(seconds: number, chatId?: string): Promise<number>
  /** The picture that was chosen to stand behind the messages of a chat, or (null) of all chats of the active profile. */
  chosenWallpaper(chatId: string | null): Promise<Uint8Array | null>
  /**
   * Chooses what stands there; null: what is chosen for the profile, or for all profiles. A picture that was chosen before is
   * deleted. Rejects NOT_FOUND, NOT_ALLOWED for what is no word, TOO_LARGE: more than 256 KB, or no JPEG.
   */
  chooseWallpaper(chatId: string | null, choice: WallpaperChoice | null): Promise<void>
  /** The chat with oneself; made when it is first asked for. */
  notes(): Promise<Chat>
  draft(chatId: string): Promise<Draft | null>
  /** Rejects NOT_FOUND, TOO_LARGE: over 100,000 letters. */
  setDraft(chatId: string, draft: Draft | null): Promise<void>

  /** What the server knows of the queue by which this contact reaches us: for those who look for errors. */
  queueInfo(chatId: string): Promise<QueueInfo>
  /** Moves the queue by which this contact reaches us to another server. Rejects NOT_FOUND while that cannot begin. */
  changeAddress(chatId: string): Promise<void>
  /** Gives up such a change while it is "started". Rejects NOT_FOUND. */
  abortAddressChange(chatId: string): Promise<void>
  /** Makes the encryption anew, with `force` also when nothing seems wrong. Rejects NOT_FOUND when that is not allowed. */
  fixConnection(chatId: string, force?: boolean): Promise<void>
  /** What to compare with the contact by another way: decimal digits in groups of five. Rejects NOT_FOUND. */
  securityCode(chatId: string): Promise<string>
  /** Marks the contact as verified when this is the code, spaces aside; null takes the mark away. Whether it is verified now. */
  verify(chatId: string, code: string | null): Promise<boolean>

  /** Servers of the active profile, and all operators. Changes are for new queues and files: existing chats keep theirs. */
  servers(): Promise<ServerList>
  /** Adds a server, `address` as typed, pasted or scanned, with its password. Rejects BAD_SERVER, SERVER_KNOWN. */
  addServer(address: string): Promise<ServerList>
  /** The same with its password, to be shown or shared by its owner. Rejects NOT_FOUND. */
  serverAddress(address: string): Promise<string>
  /** Rejects NOT_FOUND for those that are not the user's own, LAST_SERVER. */
  removeServer(address: string): Promise<ServerList>
  /** Rejects NOT_FOUND, LAST_SERVER. */
  enableServer(address: string, enabled: boolean): Promise<ServerList>
  /** For all profiles. Rejects CONDITIONS when it is enabled without having accepted them, LAST_SERVER. */
  changeOperator(id: OperatorId, change: OperatorChange): Promise<ServerList>
  /** The conditions that `servers` names were read and accepted, for these operators. */
  acceptConditions(ids: readonly OperatorId[]): Promise<ServerList>
  /**
   * Connects, makes a queue, secures it, sends and receives a message, deletes the queue; or the same with a chunk of a
   * file. A server of the list is tested
   * with its password, and the outcome is kept with it. Rejects BAD_SERVER.
   */
  testServer(address: string): Promise<ServerTest>
}

/** How we talk to servers, of all profiles. Rejects NOT_FOUND while none is open. */
export interface NetworkCommands {
  networkConfig(): Promise<NetworkConfig>
  /** Sessions are made anew where that needs it. Rejects NOT_ALLOWED for what is none. */
  setNetworkConfig(config: NetworkConfig): Promise<void>
  /** Off: nothing connects, sends or receives until it is on again, or until the next start. */
  setReceiving(on: boolean): Promise<void>
  fileWays(): Promise<FileWays>
  /** Sessions, subscriptions and counters, by profile and server. */
  serversSummary(): Promise<ServersSummary>
  /** Makes the sessions with this server, or with all, anew; takes back what the same profile elsewhere has taken. */
  reconnect(server?: string): Promise<void>
  /** Counting begins anew. */
  resetStatistics(): Promise<void>
}
