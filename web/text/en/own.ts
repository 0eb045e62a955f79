/** English words about what is set for one's profiles: fetched with these screens, not with the first one. */
import type { FeatureName } from "../../../worker/api.ts"
import { plural } from "../plural.ts"

const count = plural("en")

export const own = {
  search: {
    label: "Find a profile",
    means: "A hidden profile appears when you type its password here.",
    none: "No profile has this name.",
    found: (n: number) => count({ one: "# profile", other: "# profiles" }, n),
  },
  row: {
    actions: (name: string) => `Actions for ${name}`,
    muted: "muted",
    hidden: "hidden",
    mute: "Mute",
    unmute: "Unmute",
    hide: "Hide profile",
    unhide: "Unhide profile",
    delete: "Delete profile",
    read: "Mark all as read",
  },
  muting: {
    heading: (name: string) => `${name} is muted`,
    means: "You still get messages in this profile. They are announced only while it is shown.",
    done: "OK",
  },
  hiding: {
    heading: (name: string) => `Hide ${name}`,
    lead: "Nobody sees a hidden profile here: it is in no list, no count and no search, and nothing it gets is announced. It goes on receiving.",
    back: "To see it again, type its password where you look for a profile.",
    warning: "Without the password nobody can open it, and nobody can recover it for you.",
    password: "Password of this profile",
    repeat: "Repeat password",
    different: "The two passwords are not the same.",
    empty: "Enter a password.",
    confirm: "Hide profile",
    last: "This is the only profile that can be seen. Add another one first.",
  },
  unhiding: {
    heading: (name: string) => `Unhide ${name}?`,
    means: "Everybody who opens your chats sees it again.",
    confirm: "Unhide profile",
  },
  password: { label: "Password of this profile", wrong: "This is not the password of this profile." },
  deleting: {
    heading: (name: string) => `Delete the profile ${name}?`,
    means: "All its chats and messages are deleted from this device. This cannot be undone.",
    queues: "Delete its connections on the servers too",
    queuesMeans:
      "Your contacts learn that their messages do not arrive any more. Without it the servers keep what they send, until it expires.",
    next: "Name of your next profile",
    nextMeans: "This is the only profile that can be seen, so a new one takes its place.",
    confirm: "Delete profile",
  },
  preferences: {
    open: "Chat preferences",
    heading: "Chat preferences",
    lead: "What you allow your contacts. For each contact you can choose something else in their settings.",
    told: "Your contacts are told when you change this, except those who know you by a random name.",
    means: {
      timedMessages: "Messages in a chat disappear after a time that you agree on.",
      fullDelete: "Messages deleted by who sent them disappear without a trace, not just marked as deleted.",
      reactions: "Emojis on messages.",
      voice: "Recorded voice messages.",
      calls: "Whether contacts may call you.",
    } satisfies Record<FeatureName, string>,
    allow: {
      always: "Always: for them, even if they do not allow it to me",
      yes: "Yes: if my contact allows it too",
      no: "No",
    },
    life: "In new chats messages disappear after",
    lifeMeans: "For chats that you begin from now on. If both of you have set a time, the longer one counts.",
    off: "off",
  },
  receipts: {
    heading: "Delivery receipts",
    label: "Send delivery receipts",
    means:
      "Your contacts see a second tick when their message arrived. Nobody ever sees whether you are typing or online.",
    headingOn: "Send delivery receipts?",
    headingOff: "Stop delivery receipts?",
    overrides: (n: number) =>
      count({ one: "In # chat you have chosen otherwise.", other: "In # chats you have chosen otherwise." }, n),
    keepOn: "Turn on, keep those choices",
    keepOff: "Turn off, keep those choices",
    allOn: "Turn on for all chats",
    allOff: "Turn off for all chats",
  },
  retention: {
    heading: "Automatic message deletion",
    label: "Delete messages after",
    means:
      "Old messages and their files are deleted from this device, in all chats of this profile. Your contacts keep theirs.",
    chatMeans: "Only on this device: your contact keeps their messages.",
    never: "never",
    day: "1 day",
    week: "1 week",
    month: "1 month",
    year: "1 year",
    custom: "another time…",
    default: (time: string) => `as in your profile (${time})`,
    amount: "Number",
    unit: "Unit",
    units: { day: "days", week: "weeks", month: "months" },
    wrong: "Enter a whole number, of at most 54 weeks.",
    use: "Choose this time",
    asking: (time: string) => `Delete messages after ${time}?`,
    now: (n: number) =>
      count(
        {
          one: "# message is older and is deleted at once. This cannot be undone.",
          other: "# messages are older and are deleted at once. This cannot be undone.",
        },
        n,
      ),
    none: "No message is that old now. From then on messages are deleted when they are.",
    confirm: "Delete old messages",
    enable: "Turn on",
  },
  crop: {
    heading: "Choose the part to show",
    label: "Part of the picture",
    means: "Drag the picture, or use the arrow keys. Plus and minus change its size.",
    size: "Size",
    use: "Use picture",
    describe: (percent: number, x: number, y: number) => `${percent} %, ${x} % from the left, ${y} % from the top`,
  },
  bio: {
    left: (n: number) => count({ one: "# character left", other: "# characters left" }, n),
    long: "This is too long: the apps show 160 characters, fewer if they are not Latin letters.",
  },
  as: {
    label: "Connect as",
    links: "This link is for",
    incognito: "a random name (incognito)",
    means: "Who connects sees this name. Another profile gets another link: this one stops working then.",
    meansPrepared: "Nothing was sent yet: choose who they will see.",
  },
}
