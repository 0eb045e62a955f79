/** Several messages are chosen: stands where it is written otherwise. */
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Item } from "../../worker/api.ts"
import { ask, select } from "../commands.ts"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { plainText } from "../parts/plain.ts"
import { canShare, share } from "../parts/share.ts"
import type { Conversation } from "../state/messages.ts"
import { text } from "../text.ts"

type Props = { readonly ids: ReadonlySet<string>; readonly conversation: Conversation }

export const SelectionBar = ({ ids, conversation }: Props) => {
  const bar = useRef<HTMLFieldSetElement>(null)
  // At once: a key that is pressed next is for the bar, not for the chat.
  useLayoutEffect(() => bar.current?.querySelector("button")?.focus(), [])
  // What was chosen may have scrolled out of what is loaded.
  const known = useRef(new Map<string, Item>())
  for (const item of conversation.items) if (ids.has(item.id)) known.current.set(item.id, item)
  const items = [...ids].flatMap(id => known.current.get(id) ?? []).sort((a, b) => a.order - b.order)
  const canForward = items.some(item => item.isMessage)
  const words = items.flatMap(item => (item.text === "" || item.deleted ? [] : [plainText(item.text)])).join("\n")
  return (
    <fieldset
      ref={bar}
      class="selection"
      onKeyDown={e => {
        if (e.key !== "Escape") return
        // It ends the choosing, and not the look at the chat.
        e.preventDefault()
        select(null)
      }}
    >
      <legend class="unseen">{text.choosing.label}</legend>
      <p role="status">{text.choosing.count(items.length)}</p>
      <div class="buttons">
        <Button onClick={() => select(null)}>
          <Icon name="close" />
          {text.remove.cancel}
        </Button>
        {words !== "" && (
          <Button onClick={() => void navigator.clipboard.writeText(words).then(() => select(null))}>
            <Icon name="copy" />
            {text.action.copy}
          </Button>
        )}
        {words !== "" && canShare() && (
          <Button onClick={() => void share({ text: words })}>
            <Icon name="share" />
            {text.share}
          </Button>
        )}
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
