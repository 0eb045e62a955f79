/** English words of keeping, locking and unlocking. Part of settings.ts. */
import type { Settings } from "../../state/settings.ts"
import { unit } from "../plural.ts"

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Off" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const lock = {
  private: {
    keepLead:
      "Your chats go on as they are, stored on this device only, encrypted under a passphrase that only you know.",
  },

  lock: {
    now: "Lock now",
    nowMeans:
      "Ends the part of the page that has your keys. While it is locked nothing is received: messages wait on their servers. Files on their way go on when you unlock.",
    auto: "Lock by itself",
    after: "After no input for",
    hidden: "After the page was hidden for",
    time: timeOf,
    autoMeans: "Somebody else who sits down here then needs your passphrase.",
    mediaBlur: "Blur pictures and videos",
    mediaBlurs: { off: "Off", soft: "Soft", medium: "Medium", strong: "Strong" } satisfies Record<
      Settings["mediaBlur"],
      string
    >,
    mediaBlurMeans: "Until you tap them. Pictures of people and of links are shown.",
    blur: "Blur when another window is in front",
    blurMeans: "Hides what is on the screen from people who pass by. It does not stop screenshots.",
    privateMeans:
      "A private session cannot be locked: what is not stored cannot be opened again. Keep your chats, or end it.",
    change: "Change passphrase",
    changeLead: "Your chats stay as they are; only what opens them changes.",
    old: "Present passphrase",
    next: "New passphrase",
    repeat: "Repeat new passphrase",
    changed: "The passphrase was changed.",
    different: "The two passphrases are not the same.",
    links: "Your links",
    linksMeans:
      "In which form your one-time links and your address are shown. You can choose another one at each link. Whatever the form, no server learns who a link is from: that is behind the # and never sent.",
    destruct: "Self-destruct passphrase",
    destructLead:
      "A second passphrase. Whoever enters it to unlock deletes everything that is kept here and sees an empty profile under the name below. Nothing tells that there is one, not even this page.",
    destructPassphrase: "Self-destruct passphrase",
    destructName: "Name of the empty profile",
    destructSet: "Set",
    destructRemove: "Remove it",
    destructDone: "The self-destruct passphrase is set.",
    destructRemoved: "There is no self-destruct passphrase now.",
    destructSame: "Choose one that is at least 6 characters long and not the passphrase that opens your chats.",
  },

  passkeys: {
    heading: "Passkeys",
    lead: "Unlock with your fingerprint, your face, a phone or a security key instead of typing the passphrase, which stays valid. Whoever can use the passkey can open your chats: the self-destruct passphrase does not protect against that.",
    hint: "The passkey is named Unlisted, and nothing about you is in it. If your browser keeps passkeys in a cloud, that cloud learns that you use this page.",
    add: "Add a passkey",
    added: "The passkey opens your chats now.",
    remove: "Remove",
    removed: "The passkey opens nothing any more. You can delete it from where your passkeys are kept.",
    one: (onDevice: boolean, when: string) =>
      onDevice ? `Kept by this device, added ${when}` : `On a phone or security key, added ${when}`,
    unavailable:
      "This browser cannot use passkeys to open encrypted chats. Newer versions of Chrome, Edge, Safari and Firefox can; your passphrase always works.",
    problem: {
      CANCELLED: "No passkey was added: it was cancelled, took too long, or this device has one here already.",
      UNSUPPORTED:
        "This passkey can sign in but not encrypt, so it cannot open your chats. Try another device or security key.",
    },
  },
}
