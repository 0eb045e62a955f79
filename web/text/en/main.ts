/**
 * English words of the page. Plain language: no protocol words, and every failure says what happened and what to do.
 * Some labels are fixed (DESIGN.md section 7), because tests and people's habits find things by them.
 */
import type { AddressChange, FailureCode, Sync } from "../../../worker/api.ts"
import type { LinkForm } from "../../state/link.ts"
import { number, plural } from "../plural.ts"
import { events } from "./events.ts"
import { failures } from "./failures.ts"
import { gate } from "./gate.ts"
import { people } from "./people.ts"
import { seek } from "./seek.ts"
import { talk } from "./talk.ts"
import { trouble } from "./trouble.ts"
import { write } from "./write.ts"

const count = plural("en")

export const main = {
  ...gate,
  exported: {
    heading: "A backup was made",
    lead: (when: string) =>
      `Your chats were exported on ${when}. If you go on in another browser with that backup, do not go on here as well: two copies of one profile lose messages.`,
    lock: "Lock",
    end: "End session",
    goOn: "Continue here",
    save: "Save the file again",
    delete: "Delete everything here",
    deleteMeans:
      "Choose this if your chats go on elsewhere. Everything that is kept in this browser is deleted; keep the file.",
    goOnMeans: "Choose this if the backup is only kept safe and not used elsewhere.",
    without: (name: string) => `Continue without ${name}`,
    withoutMeans:
      "Choose this if that profile goes on elsewhere. It is deleted here, and nobody is told; your other profiles go on.",
  },
  update: {
    ready: "A new version of Unlisted is ready.",
    take: "Update",
    done: "Unlisted was updated.",
    news: "What is new",
    dismiss: "Dismiss",
  },
  list: {
    label: "Chats",
    newChat: "New chat",
    empty: "No chats yet",
    emptyMeans: "Make a one-time link and send it to somebody, or open one that you were sent.",
    unread: (n: number) => `${number(n)} unread`,
    linkName: "One-time link",
    linkState: "Waiting to be used",
    connecting: "Connecting…",
    waiting: "Waiting for the other side",
    ended: "You cannot write to each other any more.",
    notes: "Only for you.",
    requested: "Waiting for them to accept",
    prepared: "Not connected yet",
    failed: "Could not connect",
    unnamed: "Unnamed",
    private: "Private session",
    privateMeans: "Ends with this tab",
    kept: "Kept on this device",
    choose: "Choose a chat, or start a new one.",
    draft: (line: string) => `Draft: ${line}`,
  },

  settings: "Settings",
  newChat: {
    heading: "New chat",
    back: "Back to chats",
    invite: "Invite somebody",
    inviteMeans: "Make a link that works for one person, once. Send it any way you like.",
    create: "Create one-time link",
    answer: "Answer an invitation",
    paste: "Paste a link",
    placeholder: "https://… or simplex:/…",
    connect: "Connect",
    scan: "Scan QR code",
    nothing: "Paste a link first.",
    own: "This is your own link. Send it to somebody else.",
    fromClipboard: "Paste from clipboard",
  },
  link: {
    heading: "One-time link",
    lead: "Send this link to one person, or let them scan the code. The chat begins when they open it.",
    label: "One-time link",
    copy: "Copy link",
    copied: "Copied",
    qr: "QR code",
    forms: "Made for",
    form: { page: "Any browser", app: "SimpleX app", web: "simplex.chat", full: "Full link" } satisfies Record<
      LinkForm,
      string
    >,
    formMeans: {
      page: "Opens this page. Nothing to install.",
      app: "For somebody who uses a SimpleX app.",
      web: "Opens the web page of SimpleX Chat, which leads to their app. They see that somebody opened it, not who invited whom.",
      full: "Long, for older SimpleX apps. Everything needed is in the link itself.",
    } satisfies Record<LinkForm, string>,
    stay: "Keep this tab open until the chat has begun.",
    stayKept: "You can close the page: the chat begins when both of you have been here.",
    qrFailed: "Too long for a QR code. Copy the link instead.",
  },
  address: {
    heading: "Your SimpleX address",
    lead: "A link that can be used again and again. Anybody who has it can ask to connect, and you accept or reject.",
    create: "Create SimpleX address",
    show: "Show SimpleX address",
    label: "SimpleX address",
    stay: "It reaches you while this tab is open, and works until you close it.",
    stayKept: "You can close the page: requests wait until you are back.",
    delete: "Delete address",
    deleteHeading: "Delete your SimpleX address?",
    deleteMeans: "Nobody will be able to ask you there any more. The contacts that you have stay.",
    confirm: "Delete",
  },
  request: {
    state: "Wants to connect",
    asks: (name: string) => `${name} found your SimpleX address and wants to connect.`,
    means: "Anybody can call themselves anything: accept if you expect them. If you reject, they are not told.",
    accept: "Accept",
    reject: "Reject",
  },
  contact: {
    heading: "Contact information",
    back: "Back to chat",
    encryption: "Encryption",
    delete: "Delete contact",
    deleteHeading: (name: string) => `Delete ${name}?`,
    deleteMeans: "You cannot write to each other here any more. This cannot be undone!",
    deleteTell: "Tell them that they were deleted",
    deleteConfirm: "Delete",
  },
  verify: {
    action: "Verify security code",
    show: "View security code",
    lead: (name: string) =>
      `Compare this code with the one that ${name} sees, by another way: when you meet, or in a call. If it is the same, nobody stands between you.`,
    code: "Security code",
    verified: "Verified",
    wrong:
      "Incorrect security code! It is not the code of this contact. Compare again before you write anything secret.",
    scan: "Scan code",
    mark: "Mark verified",
    clear: "Clear verification",
    paste: "Paste their code",
    theirs: "Their security code",
    compare: "Compare",
  },
  fix: {
    action: "Fix connection",
    force: "Renegotiate encryption",
    forceHeading: "Renegotiate encryption?",
    forceMeans: "The encryption is working and new keys are not required. Doing this may result in connection errors!",
    confirm: "Renegotiate",
    allowed: "Some messages could not be decrypted. If that goes on, fix the connection: both of you get new keys.",
    required: "Encryption no longer matches. Messages wait until the connection is fixed.",
    started: "New encryption keys are being agreed.",
    agreed: "New encryption keys are agreed. They are used from the next message on.",
  } satisfies Record<Sync, string> & Record<string, string>,
  receiving: {
    heading: "Receiving address",
    lead: "Messages of this contact reach you over one address on a server, which nobody else has. It can be moved.",
    short: "Changing receiving address…",
    started: "It is being changed. That is done as soon as your contact is online; until then it can be given up.",
    committed: "It is being changed, and your contact knows the new one already.",
    change: "Change receiving address",
    changeHeading: "Change receiving address?",
    changeMeans:
      "Receiving address will be changed to a different server. Address change will complete after sender comes online.",
    confirm: "Change",
    abort: "Abort changing address",
    abortHeading: "Abort changing address?",
    abortMeans: "Address change will be aborted. Old receiving address will be used.",
    abortConfirm: "Abort",
  } satisfies Record<AddressChange, string> & Record<string, string>,
  connecting: {
    lead: "The chat opens as soon as both of you are online. You can wait here or do something else.",
    requested: "Your request was sent. The chat opens when they accept it; you can do something else until then.",
    stay: "Keep this tab open: your request ends with it.",
  },
  failed: { heading: "Could not connect" },

  chat: {
    back: "Back to chats",
    messages: "Messages",
    message: "Message",
    send: "Send",
    secure: "End-to-end encrypted",
    quantum: "Quantum-resistant encryption",
    older: "Show earlier messages",
    loading: "Loading messages…",
    retry: "Try again",
    all: "Show all",
    you: "You",
    begin: "Say hello.",
    beginNotes: "Write something down: only you can see it.",
    newer: "Show later messages",
    newBelow: (n: number) => count({ one: "# new message", other: "# new messages" }, n),
    toEnd: "Go to the newest message",
  },
  ...talk,
  ...seek,
  ...people,
  ...trouble,
  ...write,
  ...events,
  /** What can be done by keys; the keys themselves stand beside these words. */
  keys: {
    heading: "Keyboard shortcuts",
    everywhere: "Everywhere",
    writing: "While writing",
    reading: "In the list and in messages",
    help: "Show this help",
    search: "Search",
    next: "Next chat",
    previous: "Previous chat",
    unread: "Next chat with unread messages",
    newChat: "New chat",
    settings: "Settings",
    lock: "Lock",
    close: "Close, or go back",
    send: "Send",
    line: "New line",
    edit: "Edit your last message",
    cancel: "Give up the reply or change",
    move: "From line to line",
    ends: "First and last",
    menu: "What can be done with a message",
    or: "or",
    control: "Ctrl",
    shift: "Shift",
    enter: "Enter",
    escape: "Esc",
    home: "Home",
    end: "End",
  },

  network: {
    connecting: "Connecting to the network…",
    offline: "No connection. Messages are sent as soon as it is back.",
    stopped: "Stopped: nothing is sent or received.",
    start: "Start",
  },

  day: { today: "Today", yesterday: "Yesterday" },

  failures: { ...gate.failures, ...failures } satisfies Record<FailureCode, string>,
}
