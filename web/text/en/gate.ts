/**
 * English words of the first screens: part of the page itself, so that nothing is waited for. All others (main.ts, which has these
 * too) come with the chats. Other languages are fetched whole.
 */
import type { LinkPlan } from "../../../worker/api.ts"
import { number, plural } from "../plural.ts"

const count = plural("en")

export const gate = {
  product: "Unlisted",

  welcome: {
    heading: "Private chats. No account.",
    lead: "Talk end-to-end encrypted with anybody who uses Unlisted or a SimpleX app.",
    name: "Display name",
    namePlaceholder: "How others will see you",
    start: "Start chatting",
    startMeans: "Nothing is stored: your chats end when you close this tab.",
    keep: "Keep my chats",
    keepMeans: "Stored on this device only, encrypted under a passphrase.",
    back: "Back",
    restore: "Restore a backup",
    servers: "Messages travel through servers of SimpleX Chat and Flux. By starting you accept their",
    conditions: "conditions of use",
  },
  keep: {
    heading: "Keep my chats",
    lead: "Your chats stay on this device, encrypted under a passphrase that only you know.",
    passphrase: "Passphrase",
    repeat: "Repeat passphrase",
    hint: "A few unrelated words are easy to remember and hard to guess. Nobody can recover it for you.",
    create: "Create profile",
    different: "The two passphrases are not the same.",
    show: "Show",
    hide: "Hide",
  },
  locked: {
    heading: "Welcome back",
    lead: "Enter your passphrase to open your chats.",
    invited: "Unlock first, then you can answer the invitation.",
    fileSent: "Unlock first, then you can get the file.",
    unlock: "Unlock",
    passkey: "Unlock with a passkey",
    passkeyProblem: {
      CANCELLED: "The passkey was not used. Try again, or enter your passphrase.",
      UNSUPPORTED: "This browser or passkey cannot open your chats. Enter your passphrase.",
      WRONG: "This passkey does not open these chats. Enter your passphrase.",
    },
    forgotten: "Forgotten it?",
    forgottenMeans:
      "Nobody can reset it. To begin anew, delete what is kept here; your chats on this device are lost then.",
    delete: "Delete everything here",
    deleteHeading: "Delete everything that is kept here?",
    deleteMeans: "All profiles, contacts and messages are deleted from this device. A backup can bring them back.",
    again: (seconds: number) =>
      count(
        {
          one: "That was wrong several times. Try again in # second.",
          other: "That was wrong several times. Try again in # seconds.",
        },
        seconds,
      ),
  },
  elsewhere: {
    heading: "Open in another tab",
    lead: "Your chats can be open in one tab at a time. Continue here, and the other tab closes them.",
    use: "Use here",
    taken: "This profile is in use in another place, and messages arrive there.",
  },
  private: {
    note: "Private session: nothing is stored",
    end: "End session",
    move: "Move to my phone",
    moveHeading: "Move these chats to another device?",
    moveMeans:
      "They go on there, and stop here. They are encrypted and put on file servers for two days; a code appears that your phone scans. You choose a passphrase there.",
    moveConfirm: "Show the code",
    endHeading: "End this session?",
    endMeans: "All chats of this session are gone for good. Your contacts keep what you wrote to them.",
  },
  kiosk: {
    lead: (seconds: number) =>
      `This is a shared computer. Nothing is stored, and your chats end after ${number(seconds)} seconds without input.`,
    startMeans: "Nothing is stored: your chats end when you end the session or go away.",
    noSave: "Files cannot be saved on this computer.",
    ending: (seconds: number) => `This session ends in ${number(seconds)} seconds. Press any key to stay.`,
    left: (seconds: number) =>
      count(
        {
          one: "second until this session ends. Touch the screen or press any key to stay.",
          other: "seconds until this session ends. Touch the screen or press any key to stay.",
        },
        seconds,
      ),
  },
  broken: {
    heading: "Something went wrong",
    lead: "The part of this page that keeps your chats has stopped. Nothing was changed. Reload the page to go on.",
    reload: "Reload",
  },
  starting: "Opening…",

  invited: {
    heading: (name: string | undefined) => (name ? `${name} invites you to chat` : "You are invited to chat"),
    looking: "Looking who it is…",
    leadNew: "Choose a name to show, then connect. No account, nothing to install.",
    lead: "They will see your display name when you connect.",
    connect: "Connect",
    connectMeans: "Connects at once. Nothing is stored: the chat ends when you close this tab.",
    notNow: "Not now",
    inApp: "Open in the SimpleX app",
    own: {
      heading: "This is your own link",
      lead: "Send it to somebody you want to talk to. Whoever opens it first can connect.",
    },
    ownAddress: {
      heading: "This is your own address",
      lead: "Give it to people you want to talk to. Whoever opens it can ask you to connect.",
    },
    known: { heading: "You know this link", lead: "It belongs to a chat that you already have." },
    open: "Open chat",
    close: "Close",
    unusable: "This link does not work",
  },
  /** An address was opened: what differs from an invitation. */
  asking: {
    heading: (name: string | undefined) => (name ? `Connect with ${name}` : "Ask to connect"),
    leadNew: "This is somebody's SimpleX address. Choose a name to show and send a request: they accept or reject it.",
    lead: "This is a SimpleX address. They will see your display name, and accept or reject your request.",
    connectMeans: "Sends your request. Nothing is stored: keep this tab open until they accept.",
  },
  /** What a link that we cannot open is. */
  unsupported: {
    invitation: "This invitation is of a kind that Unlisted cannot open yet.",
    contact: "This SimpleX address is of a kind that Unlisted cannot open yet.",
    group: "This is a link to a group. Unlisted cannot join groups yet.",
    channel: "This is a link to a channel. Unlisted cannot join channels yet.",
    file: "This is a link to a file. Unlisted cannot open it.",
    relay: "This is a link to a relay, not to a person.",
  } satisfies Record<LinkPlan["kind"], string>,
  unsupportedHeading: "Not possible here yet",
  unsupportedAdvice: "Open it in the SimpleX app, or ask for a one-time link or an address.",

  language: "Language",

  scan: {
    heading: "Scan QR code",
    lead: "Point the camera at the code.",
    starting: "Starting the camera…",
    noCamera: "The camera cannot be used. Allow it in the browser, choose an image of the code, or paste the link.",
    image: "Choose an image",
    notFound: "No QR code was found in this image. Try one that is sharper, or cut out the code.",
    notLink: "This QR code is not a SimpleX link.",
    close: "Close",
  },
  remove: {
    action: "Remove chat",
    heading: (name: string) => `Remove the chat with ${name}?`,
    headingLink: "Remove this link?",
    means: "Its messages are deleted from this device, and you cannot write to each other here any more.",
    meansLink: "Nobody will be able to use it.",
    confirm: "Remove",
    cancel: "Cancel",
  },

  /** Those that the first screens know; all are in main.ts, which is there before anything else can fail. */
  failures: {
    BAD_LINK: "This is not a SimpleX link, or a part of it is missing. Copy the whole link and try again.",
    LINK_UNSUPPORTED: "Unlisted cannot open this kind of link yet. Ask for a one-time link or an address.",
    TOO_SOON: "That was wrong several times. Wait a little before you try again.",
    LINK_USED: "This link was deleted, or already used: a one-time link works for one person only. Ask for a new one.",
    OWN_LINK: "This is your own link. Send it to somebody else.",
    BAD_NAME: "Enter a name that begins with a letter or a digit, of at most 50 characters. It can be any name.",
    BAD_PASSPHRASE: "This passphrase cannot protect your chats. Choose another one, of a few more words.",
    WRONG_PASSPHRASE: "This is not the passphrase. Check capital letters and try again.",
    NETWORK: "The server cannot be reached. Check your connection and try again.",
    TIMEOUT: "The server took too long to answer. Try again.",
    AUTH: "The server refused. The link may have been used or deleted: ask for a new one.",
    PEER_OLD: "The other app is too old to talk to. Ask them to update it and send a new link.",
    STORE: "Your browser could not store this. Nothing was changed. Free some space and try again.",
    NO_STORAGE: "This browser window cannot keep anything. Start chatting without keeping, or use a normal window.",
    ELSEWHERE: "Your chats are open in another tab. Go there, or reload this page.",
    INTERNAL: "Something went wrong that should not have. Try again, or reload the page.",
  },
}
