/** Why commands fail. Types only: see ../api.ts. */

/** Why a command failed, as plain data. `code` is stable, the page has the words for it. */
export type Failure = {
  readonly failure: true
  readonly code: FailureCode
  readonly retryable: boolean
  /** Of TOO_SOON: when (ms) it may be tried again. */
  readonly until?: number
}

export type FailureCode =
  | "BAD_LINK" // not a SimpleX link, or damaged
  | "LINK_UNSUPPORTED" // a valid link of a kind this version cannot open (address, group, channel, file)
  | "LINK_USED" // the one-time link was used or deleted
  | "OWN_LINK" // the link was made by this profile
  | "INCOGNITO_REFUSED" // who asks at this address has seen the profile in its link: a random one would hide nothing
  | "BAD_NAME"
  | "BAD_PASSPHRASE" // too short for a new profile, or one that has another meaning already
  | "WRONG_PASSPHRASE"
  | "BAD_BACKUP" // not a backup of Unlisted, or damaged
  | "NEWER_BACKUP" // made by a later version of Unlisted
  | "NEWER_STORE" // what is kept here was written by a later version; nothing was changed
  | "CARRY_GONE" // chats that a link leads to are not on their servers any more
  | "CANCELLED" // by whoever asked for it
  | "TOO_SOON" // after several wrong passphrases one has to wait
  | "NETWORK" // bridge or server cannot be reached
  | "SERVER_OLD" // the server is too old to be safe through a bridge (SMP below v11)
  | "SERVER_IDENTITY" // certificate, fingerprint or session key do not match the address
  | "TIMEOUT"
  | "EXPIRED" // not delivered for days, as the server could not be reached
  | "QUOTA" // the contact has not received what was sent before, and the server keeps no more for it
  | "AUTH" // the server refused: queue gone or link used
  | "NO_ROOM" // this device, or a private session, cannot hold the file
  | "TOO_LARGE" // message over the size limit
  | "FILE_TOO_LARGE" // over 1 GB
  | "NOT_ALLOWED" // too late, not one's own, over the limit of reactions, or the contact's preferences forbid it
  | "PEER_OLD" // the other app's protocol versions do not overlap with ours
  | "STORE" // the browser's storage failed; nothing was changed
  | "NO_STORAGE" // this browser window cannot keep data (private browsing)
  | "ELSEWHERE" // the profile is open in another tab
  | "NOT_FOUND"
  | "BLOCKED_SPAM" // the server's operator has blocked the queue, and says why
  | "BLOCKED_CONTENT"
  | "LAST_PROFILE" // the only profile is not deleted but the whole store
  | "BAD_SERVER" // not the address of an SMP or XFTP server
  | "BAD_BRIDGE" // not the address of a bridge
  | "BRIDGE_REFUSED" // the host of the page does not allow it to use that bridge
  | "BRIDGE_SILENT" // no bridge answers there, or it does not let this page in
  | "SERVER_KNOWN" // a server at one of these hosts is in the list already
  | "LAST_SERVER" // without it, nothing could be received, or sent privately
  | "CONDITIONS" // an operator's conditions have to be accepted before its servers are used
  | "SERVER_PASSWORD" // the server makes queues only for those who know its password
  | "SERVER_FORBIDDEN" // the bridge does not connect to this host or port
  | "SERVER_UNREACHABLE" // the bridge cannot reach it: no such name, nobody listens, no TLS as it has to be
  | "SERVER_FULL" // an XFTP server that has no room
  | "SERVER_BROKEN" // it answers, but not as a server of its kind does
  | "INTERNAL"
