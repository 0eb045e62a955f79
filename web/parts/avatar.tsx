import { Icon, type IconName } from "./icon.tsx"
import { initial } from "./plain.ts"

/** How many colours style.css knows. */
const hues = 8

/** A small number from an id, so that a chat keeps its colour whatever its contact is called. */
const hueOf = (id: string) => [...id].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973, 7) % hues

/**
 * The first letter of a name on the colour of its chat, or an icon for a chat without a person. Decoration: the name
 * stands beside it.
 */
export const Avatar = ({ id, name, icon }: { id: string; name: string; icon?: IconName | undefined }) => (
  <span class={icon ? "avatar avatar-icon" : `avatar hue-${hueOf(id)}`} aria-hidden="true">
    {icon ? <Icon name={icon} /> : initial(name)}
  </span>
)
