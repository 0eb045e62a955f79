/** English words of backups, of moving to another browser, and of what is stored. Part of settings.ts. */

export const moving = {
  carry: {
    out: "Move to another browser",
    outLead:
      "Your chats go on in another browser or on your phone, and stop here. You get one link, also as a code to scan.",
    outMeans:
      "Everything is encrypted here and put on your file servers for two days. They see pieces of usual sizes, not what they are. The key is in the link only: whoever has the link can have your chats.",
    make: "Make a link to move",
    making: "Getting ready to move…",
    makingLead: "Your chats are encrypted and put on file servers. Nothing is received until it is done.",
    done: "Open this link on the other device",
    doneLead: "Scan the code with your phone's camera, or open the link in the other browser. It works for two days.",
    secret: "Show or send it to nobody: whoever opens it has your chats.",
    link: "Link to your chats",
    finish: "My chats are there: delete them here",
    finishMeans: "Choose this when you see your chats on the other device.",
    finishAsk:
      "Make sure that you see your chats on the other device. Everything that is kept in this browser is deleted.",
    goOnMeans: "Choose this if you have changed your mind: the link stops working, and everything goes on here.",
    heading: "Your chats go on here",
    lead: "This link brings chats from another device. They go on in this browser, and must not go on where they were.",
    bring: "Bring my chats here",
    fetching: "Fetching and decrypting your chats…",
    hindered: "This link cannot be used here",
    taken:
      "There are chats in this browser already. Open the link in another browser, or delete what is here first. The link stays good for two days.",
    kiosk: "This is a shared computer, where nothing can be kept. Open the link on a device of your own.",
  },

  backup: {
    heading: "Backup file",
    lead: "Your profiles, contacts and messages, with their keys, in one file in the open age format. Whoever has the file and its passphrase has your chats: nobody else can read it, we neither.",
    once: "Use it in one place only. After the backup was made, this copy stops until you say that it goes on here: two copies of one profile lose messages.",
    part: "What",
    all: "All profiles",
    by: "Protected by",
    byPassphrase: "Passphrase",
    byKey: "Recovery key",
    passphrase: "Backup passphrase",
    repeat: "Repeat backup passphrase",
    hint: "It may be another one than the one that opens your chats here.",
    keyLead:
      "A key of 77 characters opens the backup, and nothing else does. Keep it where the file is not. It also withstands quantum computers.",
    makeKey: "Make a recovery key",
    key: "Recovery key",
    copy: "Copy key",
    copied: "Copied",
    kept: "I have kept the key in a safe place",
    make: "Make backup",
    making: "Encrypting everything. Nothing is received until it is done.",
    again: "Save the file again",
  },

  restore: {
    open: "Restore a backup",
    heading: "Restore a backup",
    lead: "Your chats go on here. Do not go on with them where the backup was made.",
    file: "Choose the file",
    chosen: (name: string) => `File: ${name}`,
    none: "Choose the backup first.",
    by: "Protected by",
    passphrase: "Backup passphrase",
    key: "Recovery key",
    wrongKey: "This key does not open this backup. Copy the whole key, it begins with AGE-SECRET-KEY.",
    wrongPassphrase: "This passphrase does not open this backup.",
    newLead: "Choose the passphrase that opens your chats in this browser from now on.",
    restore: "Restore",
    back: "Back",
  },

  data: {
    lead: "Everything is on this device, encrypted. Servers hold only messages that were not fetched yet.",
    privateLead: "This is a private session: it is in the memory of this tab and nowhere else.",
    used: (size: string) => `This page uses ${size} here.`,
    unknown: "This browser does not say how much space is used.",
    persisted: "The browser keeps it until you delete it.",
    notPersisted: "The browser may delete it when space runs out.",
    persist: "Ask the browser to keep it",
    refused: "The browser did not agree. It often does for pages that are installed or used regularly.",
    destroy: "Delete everything here",
    destroyMeans:
      "Deletes all profiles, contacts and messages from this device. Your contacts are not told, and keep what you wrote. A backup can bring it back.",
    destroyHeading: "Delete everything that is kept here?",
    destroyConfirm: "Delete everything",
    cancel: "Cancel",
  },
}
