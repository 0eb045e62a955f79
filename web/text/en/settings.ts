/** English words of the settings: of all of them, and of sections without a file of their own. Fetched with these screens. */
import type { Section } from "../../state/route.ts"
import type { Settings } from "../../state/settings.ts"
import { plural } from "../plural.ts"
import { about } from "./about.ts"
import { lock } from "./lock.ts"
import { moving } from "./moving.ts"
import { network } from "./network.ts"

const count = plural("en")

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
    drafts: "Keep drafts",
    draftsMean:
      "What you have not sent yet is there again when you come back, also after the chats were locked. It is encrypted like your messages.",
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
  ...lock,
  ...moving,
  ...network,

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
    forChat: { wider: "As in your profile", means: "Behind the messages of this chat. Only you see it." },
    forProfile: {
      wider: "As in Appearance",
      means: "Behind the messages of all chats of this profile, unless a chat has its own. Only you see it.",
    },
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
  ...about,
}
