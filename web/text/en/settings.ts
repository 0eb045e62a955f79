/** English words of the settings, of backups and of kiosks: fetched with these screens, not with the first one. */
import type { OperatorId, ServerProtocol, ServerTestStep } from "../../../worker/api.ts"
import type { Section } from "../../state/route.ts"
import type { Settings } from "../../state/settings.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("en")

const timeOf = (minutes: Settings["lockAfter"]) =>
  minutes === 0 ? "Off" : minutes === 60 ? unit("hour", 1) : unit("minute", minutes)

export const settings = {
  heading: "Settings",
  back: "Back to chats",
  backToSettings: "Back to settings",
  sections: {
    lock: "Privacy & lock",
    backup: "Backup",
    data: "Your data",
    files: "Files & storage",
    messages: "Messages",
    servers: "Servers",
    network: "Network",
    notices: "Notifications",
    look: "Appearance",
    help: "Help",
    about: "About",
  } satisfies Record<Section, string>,
  means: {
    lock: "When your chats lock, and what opens them",
    backup: "One encrypted file with everything",
    data: "What is on this device",
    files: "What comes by itself, and how much room it takes",
    messages: "Links in them, and the way they take",
    servers: "Who carries your messages",
    network: "Which way your messages take, who sees what",
    notices: "What you are told when you do not look",
    look: "Language, theme, colours, wallpaper and size of text",
    help: "How it works, and the keys",
    about: "What is new, and how to check what you are running",
  } satisfies Record<Section, string>,

  messages: {
    cleanLinks: "Remove link tracking",
    cleanLinksMeans:
      "What you send has no parameters in its links that tell pages who passed them on. When you open such a link, you are asked.",
    showProxied: "Show private routing",
    showProxiedMeans: "Marks messages of yours that went over another server, which hides where you are.",
  },
  files: {
    itself: "Downloads by itself",
    itselfMeans: "Small media arrive with their message. Everything else waits until you ask for it.",
    images: "Pictures",
    imagesMeans: "Up to 510 KB.",
    voice: "Voice messages",
    voiceMeans: "Up to 510 KB.",
    videos: "Videos",
    videosMeans: "Up to 1 MB. Larger ones are shown as a picture until you download them.",
    servers: "File servers",
    ask: "Ask before files from other servers",
    askMeans:
      "The sender chooses the servers of a file. Those that neither you nor your operators chose are asked only when you agree: they see when the file is fetched, and from which bridge.",
    storage: "Storage",
    none: "There are no files on this device.",
    use: (size: string, files: number) =>
      `${count({ one: "# file takes", other: "# files take" }, files)} ${size} on this device.`,
    otherProfiles: "That includes files of your other profiles.",
    free: (size: string) => `There is room for ${size} more.`,
    inMemory: (size: string) =>
      `In a private session files are in the memory of this tab. There is room for ${size} more.`,
    ofChat: (size: string, files: number) => `${count({ one: "# file", other: "# files" }, files)}, ${size}`,
    deleteOf: (name: string) => `Delete files of ${name}`,
    delete: "Delete files",
    deleteAll: "Delete all files",
    deleteHeading: (name: string) => `Delete the files of ${name}?`,
    deleteAllHeading: "Delete all files?",
    deleteMeans: "They are deleted from this device. The messages stay, and the people you talk to keep their copies.",
    fromServers: "Also take back what I sent",
    fromServersMeans: "Whoever has not downloaded a file of yours yet cannot do it any more.",
    confirm: "Delete",
    cancel: "Cancel",
    deleted: "The files were deleted.",
  },

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

  servers: {
    lead: "A new contact or address is made on one of these servers, chosen at random. A server sees when blocks of equal size come and go, never what is in them, who you are, or who they are for. Chats that you have stay where they are.",
    smp: "Message servers",
    xftp: "File servers",
    operator: (id: OperatorId) => ({ simplex: "SimpleX Chat", flux: "Flux" })[id],
    source: { preset: "Preset", host: "From the host of this page", own: "Yours" },
    use: (host: string) => `Use ${host}`,
    useOperator: (name: string) => `Use servers of ${name}`,
    conditions: "Conditions of use",
    accept: "Accept conditions",
    accepted: "You have accepted the conditions.",
    test: "Test",
    testOf: (host: string) => `Test ${host}`,
    remove: "Remove",
    removeOf: (host: string) => `Remove ${host}`,
    works: "Works.",
    fails: (step: string) => `Does not work, at ${step}.`,
    steps: {
      connect: "connecting",
      create: "making a queue",
      secure: "securing it",
      send: "sending",
      receive: "receiving",
      delete: "deleting it",
    } satisfies Record<ServerTestStep, string>,
    password: "with a password",
    none: (protocol: ServerProtocol) =>
      protocol === "smp" ? "No message server is on: nobody new can reach you." : "No file server is on.",
    noProxy: "No server is on that passes your messages on privately.",
    add: "Add a server",
    address: "Server address",
    addressHint: "smp:// or xftp://, then the fingerprint, perhaps a password, and the host.",
    addButton: "Add server",
  },

  network: {
    lead: "All connections go through the host of this page, because browsers cannot make them. It carries them to your servers and sees your address on the internet, which servers you use, when, and how many blocks. It cannot read them. What you set here is for all your profiles.",
    routing: "Private message routing",
    routingMeans:
      "Messages go to one of your servers first, which passes them on. The server of your contact then does not learn which connections are yours, and yours does not learn which queue a message is for.",
    use: "Use it for",
    routings: { always: "All servers", unknown: "Servers that I do not use", never: "No server" },
    fallback: "If none can pass a message on",
    fallbacks: { allow: "Send it directly", prohibit: "Do not send it" },
    fallbackMeans:
      "Sent directly, a message is still encrypted end to end, and your contact's server still does not see your address: the host of this page does the connecting.",
    tor: "Tor",
    torMeans:
      "Whether the host of this page connects through Tor is up to the host. If it does, this decides what may share a way through it. To hide your own address from the host, open this page in Tor Browser.",
    isolation: "A way of its own for each",
    isolations: { profile: "Profile", session: "Start", server: "Server", connection: "Contact" },
    isolationMeans:
      "The finer it is, the less a server can tell what belongs together, and the more connections there are.",
    onion: "Onion addresses of servers",
    onions: { never: "Never", prefer: "If there is one", required: "Only these" },
    inUse: "Servers in use",
    state: {
      online: "Connected.",
      connecting: "Connecting…",
      offline: "Not connected.",
      null: "Nothing to connect to yet.",
      stopped: "Stopped.",
    },
    counts: (queues: number, received: number, sent: number) =>
      `${count({ one: "Listening for # chat.", other: "Listening for # chats." }, queues)} Received ${number(received)}, sent ${number(sent)}.`,
    elsewhere: (queues: number) => `${number(queues)} used in another place: is this profile open twice?`,
    since: (when: string) => `Counted on this device since ${when}, for you alone.`,
    reconnect: "Reconnect",
    reset: "Count anew",
    times: "Times",
    timesMeans: "Longer ones help on slow networks; shorter ones tell sooner that a server cannot be reached.",
    connectTimeout: "Give up connecting after",
    commandTimeout: "Give up waiting for an answer after",
    ping: "Check a silent connection every",
    seconds: (seconds: number) => unit("second", seconds),
    minutes: (minutes: number) => unit("minute", minutes),
    noPing: "Never",
    stop: "Stop sending and receiving",
    start: "Start sending and receiving",
    stopMeans:
      "Stopped, this page connects to nothing: messages wait on their servers, and yours here, until you start again or open the page anew.",
  },

  bridge: {
    heading: "Bridge",
    lead: "The program that makes the connections. Whoever runs it sees your address on the internet, which servers you use, when, and how many blocks; never what is in them. With another bridge, the host of this page sees only that you fetch the page.",
    ofHost: (host: string) => `In use: the bridge of this page's host, ${host}.`,
    other: (host: string) => `In use: ${host}, on this device only.`,
    none: "The host of this page allows no other bridge. Whoever hosts it can change that.",
    address: "Address of another bridge",
    these: (hosts: readonly string[]) => `The host of this page allows: ${hosts.join(", ")}.`,
    any: "The host of this page allows any. The other bridge has to let this page in.",
    use: "Use this bridge",
    back: "Use the host's bridge",
  },

  directFiles: {
    heading: "Files without the bridge",
    lead: "Files go through the bridge too: the file server sees the bridge's address instead of yours, and the bridge sees which file servers you use, when, and how much. A file server that serves web pages can also be reached directly. Neither of them can read a file.",
    use: "Fetch and send files directly where a server allows it",
    means:
      "The server then sees your address on the internet, the kind of your browser and the address of this page, and the host of this page does not carry the files. All your profiles share one connection to a server, so it can tell that they belong together. Servers that neither you nor your operators chose are still reached through the bridge.",
    none: "The host of this page does not allow it. Whoever hosts it can change that.",
    these: (hosts: readonly string[]) => `The host of this page allows it for: ${hosts.join(", ")}.`,
    any: "The host of this page allows it for all servers.",
    off: "In use: the bridge, for all files.",
    unused: "No file was fetched or sent since the start.",
    ways: {
      direct: (host: string) => `In use: directly to ${host}.`,
      bridge: (host: string) => `In use: the bridge for ${host}, which cannot be reached directly.`,
    },
  },

  notices: {
    lead: "Told while this page is open, also in the background. A browser cannot wake a page that was closed: no server knows that a message is for you.",
    privateLead: "Told until this session ends.",
    show: "Show in a notification",
    modes: { off: "Nothing", hidden: "That there is something", contact: "Who wrote", message: "Who and what" },
    modesMean: {
      off: "The number of unread messages stands in the title and on the icon, as far as the browser can.",
      hidden: "“New message”, without a name. Best where others see your screen.",
      contact: "The name, and that they wrote or want to connect.",
      message:
        "The name and the beginning of the message. Your system shows it, perhaps on the lock screen, and some keep it.",
    } satisfies Record<Settings["notices"], string>,
    ask: "Allow notifications",
    notAsked: "The browser has to allow it once.",
    denied: "The browser does not allow notifications of this page. Change that in its settings for this site.",
    unsupported: "This browser cannot show notifications.",
    sound: "Sound",
    soundMeans: "A short sound with each notification. Not for muted chats.",
    soundTry: "Play it",
    previews: "Last messages in the list",
    previewsMean: "Without them the list shows names only.",
    muted: "Muted chats and profiles tell nothing. Mute a chat on the page of its contact.",
  },

  look: {
    lead: "Only how it looks to you. Kept with your chats, in backups too.",
    privateLead: "Only how it looks to you, until this session ends.",
    language: "Language",
    languageBrowser: "As the browser",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark", black: "Black" } satisfies Record<
      Settings["theme"],
      string
    >,
    accent: "Colour",
    accents: {
      petrol: "Petrol",
      blue: "Blue",
      violet: "Violet",
      rose: "Rose",
      amber: "Amber",
      moss: "Moss",
      own: "Your own",
    } satisfies Record<Settings["accent"], string>,
    hue: "Your colour",
    hueMeans: "Every colour can be read: only its angle on the colour wheel changes.",
    size: "Size of text",
    sizes: { small: "Small", normal: "Normal", large: "Large", larger: "Larger" } satisfies Record<
      Settings["size"],
      string
    >,
    corners: "Shape of messages",
    corner: { round: "Round", soft: "Soft", square: "Square" } satisfies Record<Settings["corners"], string>,
    tail: "A corner that points to who wrote",
    faces: "Profile pictures",
    face: { circle: "Circle", rounded: "Rounded", square: "Square" } satisfies Record<Settings["faces"], string>,
    wallpaper: "Wallpaper",
    wallpapers: {
      none: "None",
      dots: "Dots",
      grid: "Grid",
      waves: "Waves",
      leaves: "Leaves",
      stars: "Stars",
      own: "Your picture",
    } satisfies Record<Settings["wallpaper"], string>,
    picture: "Choose a picture",
    pictureGone: "Remove picture",
    pictureMeans: "It is kept encrypted with your chats. Nobody else sees it.",
    pictureBad: "This picture cannot be used. Try another one.",
    example: "Example",
    exampleTheirs: "Shall we meet at four?",
    exampleMine: "See you there.",
    keys: "Keyboard shortcuts",
    keysMean: "Switch them off if they get in the way of a screen reader or of voice control.",
  },

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
