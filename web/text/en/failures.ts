/**
 * English words for what went wrong: each says what happened and what to do. Part of main.ts, with those that the first screens
 * have (gate.ts).
 */
import type { FailureCode } from "../../../worker/api.ts"
import type { gate } from "./gate.ts"

export const failures = {
  BAD_BACKUP: "This is not a backup of Unlisted, or it is damaged. Nothing was changed.",
  NEWER_BACKUP: "This backup was made by a newer version of Unlisted. Update this one first. Nothing was changed.",
  NEWER_STORE:
    "Your chats were last opened by a newer version of Unlisted, and this page is an older one. Press “Update” where it is offered, or reload the page. Where that does not help, come back when its host has the new version. Nothing was changed.",
  CARRY_GONE:
    "The chats that this link leads to are not there any more: they are kept for two days. Make a new link where they are.",
  CANCELLED: "It was cancelled. Nothing was changed.",
  BLOCKED_SPAM: "The operator of the server has blocked this because of spam.",
  BLOCKED_CONTENT: "The operator of the server has blocked this because of what it was used for.",
  LAST_PROFILE: "This is your only profile. Make another one first.",
  INCOGNITO_REFUSED: "Your address shows your profile to everybody who opens it, so a random name would hide nothing.",
  SERVER_OLD: "The server is too old to be used safely from a browser. Ask for a link on another server.",
  SERVER_IDENTITY: "The server is not the one it should be, so nothing was sent. Try another network.",
  EXPIRED: "The server could not be reached for days, so this was given up. Try again when you are online.",
  QUOTA: "Your contact has not received your earlier messages yet, and the server keeps no more for them.",
  NOT_ALLOWED: "This cannot be done, or not any more.",
  NO_ROOM: "There is no room for this file on this device.",
  TOO_LARGE: "This message is too long. Send it in several parts.",
  FILE_TOO_LARGE: "This file is larger than 1 GB. Send it in several parts.",
  NOT_FOUND: "This is not there any more.",
  BAD_SERVER: "This is not the address of a server, or a part of it is missing. It begins with smp:// or xftp://.",
  BAD_BRIDGE: "This is not the address of a bridge. It begins with wss:// and names its host.",
  BRIDGE_REFUSED: "The host of this page does not allow it to use that bridge. Nothing was changed.",
  BRIDGE_SILENT: "No bridge answers there, or it does not let this page in. Nothing was changed.",
  SERVER_KNOWN: "This server is in your list already.",
  LAST_SERVER: "At least one server has to be on, for receiving and for sending privately.",
  CONDITIONS: "Read and accept the conditions of the server operators first.",
  SERVER_PASSWORD: "This server is for those who know its password. Check the password in its address.",
  SERVER_FORBIDDEN: "The host of this page does not allow connections to this server.",
  SERVER_UNREACHABLE: "Nothing answers at this address. Check it, and that the server is running.",
  SERVER_FULL: "This server has no room for files now. Try again later, or use another one.",
  SERVER_BROKEN: "What answers at this address is no server of this kind, or does not work as one.",
} satisfies Record<Exclude<FailureCode, keyof typeof gate.failures>, string>
