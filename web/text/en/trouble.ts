/** English words about what does not get through, and about what both sides allow. Part of main.ts. */
import type { FailureCode, ItemChange } from "../../../worker/api.ts"
import type { Remedy } from "../../state/remedy.ts"

export const trouble = {
  undelivered: {
    /** What differs from `failures` when it is about a message. */
    problems: {
      AUTH: "It cannot be delivered. Most likely your contact has deleted the connection with you.",
      NOT_FOUND: "It cannot be delivered now.",
    } as Partial<Record<FailureCode, string>>,
    changes: {
      edit: (problem: string) => `This change has not reached your contact. ${problem}`,
      deletion: (problem: string) =>
        `It is deleted here only: your contact could not be told, and still has it. ${problem}`,
      reaction: (problem: string) => `Your reaction has not reached your contact. ${problem}`,
    } satisfies Record<ItemChange, (problem: string) => string>,
    remedies: {
      retry: "Try again",
      fix: "Fix connection",
      network: "Network settings",
      servers: "Server settings",
    } satisfies Record<Remedy, string>,
    waiting: "Waiting for your contact to receive your earlier messages.",
    waitingFor: (problem: string) => `Still waiting: it is tried again. ${problem}`,
  },
  /** More in the information about a message. */
  details: {
    delivered: "Received by your contact at",
    from: "Forwarded from",
    lasts: "Disappears after",
    left: (time: string) => `in ${time}`,
    notYet: {
      sent: "The time begins when it is sent.",
      received: "The time begins when you read it.",
    },
  },
  /** The contact had this name before. */
  renamed: (before: string) => `${before} has changed their profile.`,
  /** Lines of a conversation about what is allowed in it. */
  allowed: {
    on: (feature: string) => `${feature}: on`,
    onFor: (feature: string, time: string) => `${feature}: on, after ${time}`,
    onlyMe: (feature: string) => `${feature}: on for you only`,
    onlyContact: (feature: string) => `${feature}: on for your contact only`,
    off: (feature: string) => `${feature}: off`,
    theyOffer: (feature: string) => `${feature}: your contact allows this now, and you do not.`,
    theyRefuse: (feature: string) => `${feature}: your contact does not allow this any more.`,
    youOffer: (feature: string) => `${feature}: you allow this now, and your contact does not.`,
    youRefuse: (feature: string) => `${feature}: you do not allow this any more.`,
  },
}
