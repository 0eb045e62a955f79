/** To which chat something goes: a box to find it, and those that can be written to. */
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import type { Chat } from "../../worker/api.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Field } from "../parts/form.tsx"
import { canWrite } from "../state/actions.ts"
import { chats } from "../state/chats.ts"
import { matching } from "../state/search.ts"
import { text } from "../text.ts"
import { chatName } from "./chats.tsx"

type Props = {
  /** Chats that can be written to and may still not be chosen. */
  readonly without?: (chat: Chat) => boolean
  readonly busy: boolean
  readonly onChoose: (chatId: string) => void
  /** What went wrong, between the box and the list. */
  readonly children?: ComponentChildren
}

export const ChooseChat = ({ without = () => false, busy, onChoose, children }: Props) => {
  const wanted = useSignal("")
  const open = chats.value.filter(chat => canWrite(chat) && !without(chat))
  const found = wanted.value.trim() === "" ? open : matching(open, wanted.value.trim(), chatName)
  return (
    <>
      <Field
        label={text.forwarding.find}
        value={wanted.value}
        onInput={v => {
          wanted.value = v
        }}
      />
      {children}
      {found.length === 0 && <p class="hint">{text.forwarding.none}</p>}
      <ul class="choices">
        {found.map(chat => (
          <li key={chat.id}>
            <button
              type="button"
              class="choice"
              aria-disabled={busy || undefined}
              onClick={() => {
                if (!busy) onChoose(chat.id)
              }}
            >
              <Avatar id={chat.id} name={chatName(chat)} image={chat.image} />
              <bdi>{chatName(chat)}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
