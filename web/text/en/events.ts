/** English words for what happens: in a conversation, in notifications, and for screen readers. Part of main.ts. */
import type { ItemStatus, NoticeKind } from "../../../worker/api.ts"
import { plural } from "../plural.ts"
import { messageCount } from "./talk.ts"

const count = plural("en")

export const events = {
  heard: {
    message: (name: string) => `New message from ${name}`,
    here: (name: string, words: string) => `${name}: ${words}`,
    request: (name: string) => `${name} wants to connect`,
  },
  /** Notifications of the system. */
  notices: {
    message: "New message",
    request: "New contact request",
    connected: "A new contact is connected",
    requestOf: "Wants to connect",
    connectedTo: "You are connected",
    profile: (name: string) => `New messages for your profile ${name}`,
    offer: "Be told when somebody writes?",
    offerYes: "Turn on notifications",
    offerNo: "Not now",
  },
  status: {
    sending: "Sending",
    sent: "Sent",
    delivered: "Delivered",
    failed: "Failed",
    received: "",
  } satisfies Record<ItemStatus, string>,
  notice: {
    connected: () => "You are connected. Only the two of you can read this chat.",
    postQuantum: () => "Encryption is now quantum resistant.",
    skipped: n => `${messageCount(n)} before this did not arrive.`,
    badHash: () =>
      "The message before this one is not the one that was sent. Something was lost or changed on the way.",
    badId: () =>
      "The number of this message is not the next one. It may be a fault, or somebody has interfered with the connection.",
    notDeleted: n =>
      n === 1
        ? "A message that you deleted for everyone could not be deleted at your contact."
        : `${messageCount(n)} that you deleted for everyone could not be deleted at your contact.`,
    duplicate: () => "A message came with the number of the one before it. It may be the same once more.",
    undecryptable: n =>
      count(
        {
          one: "# message could not be decrypted. Ask for it to be sent again.",
          other: "# messages could not be decrypted. Ask for them to be sent again.",
        },
        n,
      ),
    unknown: () => "Sent by a newer app. Unlisted cannot show all of it.",
    malformed: () => "A message arrived that makes no sense. It was left out.",
    addressChanging: () => "You are changing your receiving address.",
    addressChanged: () => "Your receiving address has changed.",
    addressKept: () => "Your receiving address was not changed.",
    contactAddressChanged: () => "Your contact has changed their receiving address.",
    syncStarted: () => "You asked for new encryption keys. Messages wait until they are agreed.",
    syncRequired: () => "Encryption no longer matches. Fix the connection to go on.",
    syncAgreed: () => "New encryption keys are agreed. The security code has changed.",
    synced: () => "Encryption works again.",
    feature: () => "What you allow each other in this chat has changed.",
    offered: () => "One of you allows something else in this chat now.",
    profileChanged: () => "Your contact has changed their profile.",
    merged: () => "Another contact is the same person. That chat has become a part of this one.",
    contactDeleted: () => "Your contact has deleted you. You cannot write to each other any more.",
    voiceRejected: () => "A voice message was not accepted, as voice messages are not allowed here.",
    called: () => "Your contact called. Unlisted cannot take calls yet.",
    invited: () => "Your contact invited you to a group. Unlisted cannot join groups yet.",
  } satisfies Record<NoticeKind, (count: number) => string>,
}
