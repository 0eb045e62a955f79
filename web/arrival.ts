/**
 * Runs before everything else: takes the link out of the address bar, so that it stays neither on the screen nor in
 * the history entry, and keeps it for the page. Import it first.
 */
import { linkIn } from "./state/link.ts"

const take = (): string | null => {
  const link = linkIn(location.pathname, location.hash)
  if (location.pathname !== "/" || location.hash !== "" || location.search !== "" || history.state !== null)
    history.replaceState(null, "", "/")
  return link
}

/** The link this page was opened with. */
export const firstLink = take()

/** Links that come later into the same tab. */
export const onLink = (run: (link: string) => void) =>
  addEventListener("hashchange", () => {
    const link = take()
    if (link) run(link)
  })
