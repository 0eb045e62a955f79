import { Icon, type IconName } from "./icon.tsx"
import { isPicture } from "./picture.ts"
import { initial } from "./plain.ts"

/** How many colours style.css knows. */
const hues = 8

/** A small number from an id, so that a chat keeps its colour whatever its contact is called. */
const hueOf = (id: string) => [...id].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973, 7) % hues

type Props = {
  readonly id: string
  readonly name: string
  readonly icon?: IconName | undefined
  readonly image?: string | undefined
}

/**
 * A picture, or the first letter of a name on the colour of its chat, or an icon for a chat without a person. Decoration: the name
 * stands beside it.
 */
export const Avatar = ({ id, name, icon, image }: Props) =>
  isPicture(image) ? (
    <img class="avatar" src={image} alt="" />
  ) : (
    <span class={icon ? "avatar avatar-icon" : `avatar hue-${hueOf(id)}`} aria-hidden="true">
      {icon ? <Icon name={icon} /> : initial(name)}
    </span>
  )
