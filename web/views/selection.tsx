/** Several messages are chosen: stands where it is written otherwise. */
import { useEffect, useRef } from "preact/hooks"
import { ask, select } from "../commands.ts"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import type { Conversation } from "../state/messages.ts"
import { text } from "../text.ts"

type Props = { readonly ids: ReadonlySet<string>; readonly conversation: Conversation }

export const SelectionBar = ({ ids, conversation }: Props) => {
  const bar = useRef<HTMLFieldSetElement>(null)
  useEffect(() => bar.current?.querySelector("button")?.focus(), [])
  const items = conversation.items.filter(item => ids.has(item.id))
  const canForward = items.some(item => item.isMessage)
  return (
    <fieldset
      ref={bar}
      class="selection"
      onKeyDown={e => {
        if (e.key === "Escape") select(null)
      }}
    >
      <legend class="unseen">{text.choosing.label}</legend>
      <p role="status">{text.choosing.count(items.length)}</p>
      <div class="buttons">
        <Button onClick={() => select(null)}>
          <Icon name="close" />
          {text.remove.cancel}
        </Button>
        {items.length > 0 && (
          <Button onClick={() => ask({ about: "delete", items })}>
            <Icon name="trash" />
            {text.action.delete}
          </Button>
        )}
        {canForward && (
          <Button kind="primary" onClick={() => ask({ about: "forward", items })}>
            <Icon name="forward" />
            {text.action.forward}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
