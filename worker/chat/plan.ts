/** What a link is, by its text alone: nothing is sent and no profile is needed. */
import { type Classified, classify } from "../agent/classify.ts"
import type { LinkPlan } from "../api.ts"
import { DecodeError } from "../encoding/bytes.ts"
import { CommandError } from "./error.ts"

/** Throws CommandError BAD_LINK when the text has no link, or a damaged one. */
export const planOf = (
  text: string,
): { readonly plan: LinkPlan; readonly canonical: string; readonly link: Classified["link"] } => {
  try {
    const { kind, link, text: canonical } = classify(text)
    return { plan: { kind, supported: kind === "invitation" || kind === "contact", own: false }, canonical, link }
  } catch (e) {
    throw e instanceof DecodeError ? new CommandError("BAD_LINK") : e
  }
}
