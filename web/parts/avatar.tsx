import { initial } from "./plain.ts"

/** How many colours style.css knows. */
const hues = 8

/** A small number from an id, so that a chat keeps its colour whatever its contact is called. */
const hueOf = (id: string) => [...id].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973, 7) % hues

/** The first letter of a name on the colour of its chat. Decoration: the name stands beside it. */
export const Avatar = ({ id, name, large }: { id: string; name: string; large?: boolean }) => (
  <span class={`avatar hue-${hueOf(id)}${large ? " avatar-large" : ""}`} aria-hidden="true">
    {initial(name)}
  </span>
)
