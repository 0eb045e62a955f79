/** English words about the product: help, news, and what is running. Part of settings.ts. */
import { number } from "../plural.ts"

export const about = {
  help: {
    keys: "Keyboard shortcuts",
    questions: [
      [
        "How do I reach somebody?",
        "Make a one-time link and send it any way you like, or let them scan its code. Whoever opens it first is connected with you. For many people make a SimpleX address: you decide who may write.",
      ],
      [
        "Which apps can they use?",
        "Unlisted in any browser, or any SimpleX app. They need no account, no phone number and no email address, and neither do you.",
      ],
      [
        "Who can read my messages?",
        "You and the one you write to. Everything is encrypted on your device, also against future quantum computers. Servers pass on blocks of equal size and do not know who you are.",
      ],
      [
        "How do I know that it is really them?",
        "Open the contact and compare the security code when you meet, or in a call. If both of you see the same, nobody stands between you.",
      ],
      [
        "Why does a message say “Sent” and not “Delivered”?",
        "It waits on its server until the other side is online again. Servers keep messages for three weeks.",
      ],
      [
        "What is lost when I close the page?",
        "In a private session everything, at once: that is its purpose. With “Keep my chats” nothing: they wait here, encrypted, for your passphrase. While the page is closed nothing arrives; messages wait on their servers.",
      ],
      [
        "Can I move to another device?",
        "Yes, with a backup: one encrypted file that you restore there. Go on in one place only, or messages are lost.",
      ],
      [
        "What if I forget the passphrase?",
        "Nobody can open your chats then, we neither. Write it down, keep it in a password manager, or add a passkey.",
      ],
    ] as readonly (readonly [question: string, answer: string])[],
  },

  news: {
    heading: "What is new",
    list: [
      "Six languages, also from right to left.",
      "Notifications while the page is open, with as much in them as you like.",
      "Voice messages, files and pictures; live and disappearing messages.",
      "Hidden and muted profiles, passkeys, moving to another browser by one link.",
      "Themes, colours and wallpapers of your own; every part by keyboard.",
    ] as readonly string[],
  },

  about: {
    version: (version: string) => `Unlisted ${version}`,
    lead: "A messenger for the SimpleX network that is a web page. Free software, AGPL-3.0-or-later. Independent of SimpleX Chat Ltd.",
    build: "What is running here",
    checking: "Reading every file of this page…",
    hash: "Hash of this build",
    same: (files: number) => `All ${number(files)} files that your browser has are the ones on the host's list.`,
    differs: (files: readonly string[]) =>
      `Your browser has other files than the host's list says: ${files.join(", ")}. A new version may be waiting; if that does not end, do not trust this page.`,
    unavailable: "The host cannot be reached, or gives no list of files.",
    means:
      "Compare the hash with the one that the people who made this version publish, in another place than here. It shows that the host gives you the same files as everybody else who compares. It cannot prove that these are good: a page that was changed by the host could also show a wrong hash. Who wants to be sure builds the page from its source, which gives the same files byte for byte, and compares hashes.txt.",
    again: "Check again",
    developer: "Developer info",
    developerLead:
      "For somebody who looks for a mistake: versions, and how much of what is stored here. Nothing of it tells who you talk to, and nobody gets it but whom you give it.",
    developerShow: "Show",
    developerCopy: "Copy",
  },
}
