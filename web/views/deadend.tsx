/** Links that lead nowhere, and the way out for those who have the app. */
import type { FailureCode } from "../../worker/api.ts"
import { dismissArrival } from "../commands.ts"
import { Button } from "../parts/form.tsx"
import { kiosk } from "../state/kiosk.ts"
import { type Arrival, isAddress } from "../state/link.ts"
import { goTo } from "../state/route.ts"
import { text } from "../text.ts"

/**
 * The way out for those who have the app. Only links in app form, which no page can misuse as its own address; none that
 * are empty, and none at a kiosk, where the app would not be the visitor's.
 */
export const AppLink = ({ link }: { link: string }) =>
  /^simplex:\/[^#]*#./.test(link) && !kiosk.value ? (
    <a class="app-link" href={link} rel="noreferrer">
      {text.invited.inApp}
    </a>
  ) : null

/** Failures of the look at a link after which pressing "Connect" makes no sense. */
const hopeless = new Set<FailureCode | null>(["BAD_LINK", "LINK_USED", "LINK_UNSUPPORTED", "OWN_LINK", "AUTH"])

/** What to say when there is nothing to connect to; null when there is. */
const deadEnd = (arrival: Arrival): { heading: string; lead: string } | null => {
  if (arrival.problem && hopeless.has(arrival.problem))
    return { heading: text.invited.unusable, lead: text.failures[arrival.problem] }
  if (arrival.plan?.own) return isAddress(arrival) ? text.invited.ownAddress : text.invited.own
  // A contact that was lost is asked once more at its address.
  if (arrival.plan?.known && !arrival.plan.viaAddress) return text.invited.known
  if (arrival.plan && !arrival.plan.supported)
    return {
      heading: text.unsupportedHeading,
      lead: `${text.unsupported[arrival.plan.kind]} ${text.unsupportedAdvice}`,
    }
  return null
}

export const isDeadEnd = (arrival: Arrival) => deadEnd(arrival) !== null

/** The content for a link that cannot be answered, with one way on. */
export const DeadEnd = ({ arrival }: { arrival: Arrival }) => {
  const end = deadEnd(arrival)
  if (!end) return null
  const known = arrival.plan?.known
  return (
    <>
      <h1>{end.heading}</h1>
      <p class="lead">{end.lead}</p>
      <Button
        kind="primary"
        onClick={() => {
          dismissArrival()
          if (known) goTo({ at: "chat", chatId: known })
        }}
      >
        {known ? text.invited.open : text.invited.close}
      </Button>
      {!known && !arrival.plan?.own && <AppLink link={arrival.link} />}
    </>
  )
}
