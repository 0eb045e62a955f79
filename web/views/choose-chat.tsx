/** To which chat something goes: a box to find it, and those that can be written to, with one's notes. */
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import type { Chat } from "../../worker/api.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Field } from "../parts/form.tsx"
import type { IconName } from "../parts/icon.tsx"
import { notesId } from "../people.ts"
import { canWrite } from "../state/actions.ts"
import { chats } from "../state/chats.ts"
import { matching, named } from "../state/search.ts"
import { text } from "../text.ts"
import { chatIcon, chatName } from "./chats.tsx"

type Props = {
  /** Chats that can be written to and may still not be chosen. */
  readonly without?: (chat: Chat) => boolean
  readonly busy: boolean
  /** With what gives the id of the chosen chat: the notes are made when they are first wanted. */
  readonly onChoose: (chosen: () => Promise<string>) => void
  /** What went wrong, between the box and the list. */
  readonly children?: ComponentChildren
}

type Choice = {
  readonly id: string
  readonly name: string
  readonly icon?: IconName | undefined
  readonly image?: string | undefined
  readonly chosen: () => Promise<string>
}

const ofChat = (chat: Chat): Choice => ({
  id: chat.id,
  name: chatName(chat),
  icon: chatIcon(chat),
  image: chat.image,
  chosen: async () => chat.id,
})

/** What stands for the notes that were not opened yet, where they are looked for. */
const newNotes = (query: string): readonly Choice[] => {
  const { name } = text.notes
  const isThere = chats.value.some(chat => chat.status === "notes")
  return isThere || !named(name, query) ? [] : [{ id: "notes", name, icon: "edit", chosen: notesId }]
}

export const ChooseChat = ({ without = () => false, busy, onChoose, children }: Props) => {
  const wanted = useSignal("")
  const query = wanted.value.trim()
  const open = chats.value.filter(chat => canWrite(chat) && !without(chat))
  const found = [...(query === "" ? open : matching(open, query, chatName)).map(ofChat), ...newNotes(query)]
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
        {found.map(choice => (
          <li key={choice.id}>
            <button
              type="button"
              class="choice"
              aria-disabled={busy || undefined}
              onClick={() => {
                if (!busy) onChoose(choice.chosen)
              }}
            >
              <Avatar id={choice.id} name={choice.name} icon={choice.icon} image={choice.image} />
              <bdi>{choice.name}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
