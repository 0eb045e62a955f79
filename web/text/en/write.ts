/** English words about writing: ways to send, commands of bots. Part of main.ts. */
import type { Unit } from "../../state/ttl.ts"

export const write = {
  sending: {
    options: "Send options",
    live: "Send live message",
    liveNow: "Live message: your contact sees your words while you type. Send ends it.",
    liveStop: "Cancel live message",
    ttl: "Disappearing message",
    ttlMeans:
      "The message is deleted for both of you when this time has passed: for you since it was sent, for your contact since it was read.",
    ttlNow: (time: string) => `This message disappears after ${time}.`,
    ttlStop: "Send without a time",
    custom: "Another time",
    amount: "Number",
    unit: "Unit",
    units: {
      second: "Seconds",
      minute: "Minutes",
      hour: "Hours",
      day: "Days",
      week: "Weeks",
      month: "Months",
    } satisfies Record<Unit, string>,
    wrongTime: "Enter a whole number, and not too large a one.",
    use: "Use this time",
  },
  opening: {
    heading: "Open this link?",
    means: "Its address has parameters that may tell the page who passed it on.",
    clean: "Open without tracking",
    full: "Open as it is",
  },
  bot: {
    open: "Commands",
    list: "Commands of this bot",
    back: (menu: string) => `Back from ${menu}`,
    send: (command: string) => `Send ${command}`,
  },
}
