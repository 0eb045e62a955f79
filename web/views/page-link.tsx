/** A link to a page. Opens at once, but for an address that tells more than where it leads: then it is asked about. */
import type { ComponentChildren } from "preact"
import { away } from "../parts/plain.ts"
import { applyOpening } from "../state/opening.ts"
import { sanitizeUri } from "../text/clean-link.ts"

type Props = { readonly href: string; readonly class?: string; readonly children: ComponentChildren }

export const PageLink = ({ href, class: name, children }: Props) => (
  <a
    class={name}
    href={href}
    {...away}
    onClick={e => {
      const clean = sanitizeUri(href, false)
      if (clean === null) return
      e.preventDefault()
      applyOpening({ href, clean })
    }}
  >
    {children}
  </a>
)
