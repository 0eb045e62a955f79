/** Icons beside words, which carry the meaning, and the mark of the product. */
import { signal } from "@preact/signals"
import type { paths } from "./icons.ts"

export type IconName = keyof typeof paths

/** The first screens have this one alone. */
const drawn = signal<Partial<Record<IconName, string>>>({ close: "M6 6l12 12M18 6L6 18" })

/** Resolves when all are here; called before the first view that is fetched is shown. */
export const iconsReady = async (): Promise<void> => {
  drawn.value = (await import("./icons.ts")).paths
}

export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={drawn.value[name]} />
  </svg>
)

/** A speech bubble whose opening is the letter U, with one dot that is on no list. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <path
      class="logo-bubble"
      d="M32 5c15.5 0 27 10.8 27 25.5S47.5 56 32 56c-3.4 0-6.7-.5-9.7-1.5-3.3 2.6-7.6 4.2-12.6 4.5-1.1.1-1.7-1.2-1-2.1 2-2.5 3.1-5.3 3.3-8.3C7.6 43.9 5 37.6 5 30.5 5 15.8 16.5 5 32 5z"
    />
    <path class="logo-letter" d="M22 21v11a10 10 0 0 0 20 0v-1" />
    <circle class="logo-dot" cx="42" cy="20.5" r="4" />
  </svg>
)
