/** English words about messages: what they are, and what can be done with them. Part of main.ts. */
import type { FileProblem, FileState, ItemContent } from "../../../worker/api.ts"
import type { Action } from "../../state/actions.ts"
import { plural } from "../plural.ts"
import type { SimplexKind } from "../simplex-link.ts"

const count = plural("en")
export const messageCount = (n: number) => count({ one: "# message", other: "# messages" }, n)

export const talk = {
  action: {
    menu: "Message actions",
    reply: "Reply",
    edit: "Edit",
    delete: "Delete",
    react: "React",
    forward: "Forward",
    copy: "Copy",
    share: "Share",
    info: "Info",
    select: "Select",
  } satisfies Record<Action, string> & Record<string, string>,
  deleting: {
    heading: (count: number) => `Delete ${count === 1 ? "message" : messageCount(count)}?`,
    means:
      "Deleted for everyone, it is marked as deleted, and your contact may still be able to see it. Deleted for you, it is gone here and stays there.",
    meansMe: "It is deleted on this device; this cannot be undone. Your contact keeps their copy.",
    me: "Delete for me",
    everyone: "Delete for everyone",
  },
  forwarding: {
    heading: (count: number) => `Forward ${count === 1 ? "message" : messageCount(count)} to`,
    find: "Find a chat",
    none: "There is no such chat.",
    leftOut: "Files that are not on this device are left out.",
    download: "Download first",
  },
  sharing: {
    heading: "Send to",
    textMeans: "It is put into the message box. Nothing is sent before you press Send.",
    filesMeans: "Files are sent as soon as you choose a chat.",
    lost: "What was shared did not arrive",
    lostMeans:
      "Your browser did not hand it over, as some do not while Unlisted is open. Share it once more, or paste or attach it in a chat.",
  },
  info: {
    heading: "Message information",
    sent: "Sent at",
    received: "Received at",
    created: "Saved at",
    deleted: "Deleted at",
    disappears: "Disappears at",
    status: "Status",
    way: "Sent",
    proxied: "Over another server, which hides where you are (private routing)",
    direct: "To the server of your contact",
    reactions: "Reactions",
    by: { me: "you", contact: "your contact" },
    history: "History of edits",
  },
  choosing: {
    label: "Selected messages",
    count: (count: number) => `${messageCount(count)} selected`,
    one: "Select message",
  },
  composing: {
    replying: (name: string) => `Reply to ${name}`,
    replyingSelf: "Reply to yourself",
    editing: "Edit message",
    cancelReply: "Cancel reply",
    cancelEdit: "Cancel editing",
    save: "Save",
  },
  mark: {
    edited: "edited",
    deleted: "deleted",
    reveal: "Reveal",
    hide: "Hide",
    forwarded: "forwarded",
    disappears: (ttl: string) => `disappears after ${ttl}`,
    live: "being typed",
    jump: "Show the quoted message",
    reactions: "Reactions",
    gone: "The quoted message is not here any more.",
    unread: "New messages",
  },
  span: {
    seconds: (n: number) => count({ one: "# second", other: "# seconds" }, n),
    minutes: (n: number) => count({ one: "# minute", other: "# minutes" }, n),
    hours: (n: number) => count({ one: "# hour", other: "# hours" }, n),
    days: (n: number) => count({ one: "# day", other: "# days" }, n),
  },
  content: {
    link: "Link",
    image: "Image",
    video: "Video",
    voice: "Voice message",
    file: "File",
    report: "Report",
    chat: "Invitation to a chat",
    unknown: "Something that only a newer app can show",
    call: "Call",
    invitation: "Invitation to a group",
  } satisfies Record<ItemContent["kind"], string> & Record<string, string>,
  files: {
    attach: "Attach",
    download: "Download",
    downloadAnyway: "Download anyway",
    save: "Save",
    cancel: "Cancel",
    cancelledByMe: "Cancelled by you",
    states: {
      sending: "Uploading…",
      sent: null,
      offered: null,
      wanted: "Downloading…",
      here: null,
      cancelled: "Cancelled by its sender",
      deleted: "Deleted from this device",
      unsupported: "Sent in an old way that cannot be received here",
    } as Partial<Record<FileState, string | null>>,
    link: {
      heading: "A file for you",
      lead: "Somebody has sent you a link to this file. It is downloaded to your private notes; nobody learns your name.",
      leadNew:
        "Somebody has sent you a link to this file. It is decrypted in this tab, where you can save it. No account, and nobody learns your name.",
      hosts: (hosts: readonly string[]) => `It lies on ${hosts.join(", ")}, encrypted.`,
      guest: "Guest",
      send: "Send a file by link",
      sendMeans:
        "Upload a file of up to 1 GB, encrypted, and get a link to it. Whoever has the link can download it for two days, with any browser.",
      choose: "Choose a file",
      show: "Show link",
      label: "Link to the file",
      shareHint: "Whoever has the link has the file. Delete its message in your notes to take it back.",
    },
    until: (when: string) => `On its servers until ${when}`,
    sentUntil: (when: string) => `Can be downloaded until ${when}`,
    over: "Servers keep files for two days, so it is most likely gone.",
    unapproved: (hosts: readonly string[]) =>
      `This file lies on servers that neither you nor your operators chose: ${hosts.join(", ")}. They would see where the request comes from.`,
    problems: {
      EXPIRED: "This file is no longer on its servers: they keep files for two days.",
      GONE: "This file is not on its server any more.",
      DAMAGED: "This file is not what its sender described. Ask for it again.",
      BLOCKED: "The operator of the server has blocked this file.",
      NO_ROOM: "There is no room for this file on this device. Delete other files first, in Settings, Files & storage.",
      FORBIDDEN: "Your network settings do not allow the servers of this file.",
      SERVER: "A server refused this file. Try again later.",
    } satisfies Record<FileProblem, string>,
  },
  words: {
    secret: "Show hidden text",
    secretShown: (words: string) => `Hide: ${words}`,
    via: (host: string | null) => (host === null ? "via a known server" : `via ${host}`),
    simplex: {
      invitation: "SimpleX one-time invitation",
      contact: "SimpleX contact address",
      group: "SimpleX group link",
      channel: "SimpleX channel link",
      relay: "SimpleX relay link",
    } satisfies Record<SimplexKind, string>,
  },
}
