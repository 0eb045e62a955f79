/** The question before a contact is deleted: what of it, and whether they are told. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { Ask } from "../parts/ask.tsx"
import { Check, Select } from "../parts/form.tsx"
import { removeFromList } from "../people.ts"
import { text as words } from "../text.ts"

const whats = ["all", "contact", "conversation"] as const
type What = (typeof whats)[number]

export const RemoveContact = ({ chat, name, onClose }: { chat: Chat; name: string; onClose: () => void }) => {
  const what = useSignal<What>("all")
  const tell = useSignal(true)
  const run = () =>
    removeFromList(
      chat.id,
      what.value === "conversation"
        ? { keepContact: true }
        : { tell: tell.value, keepConversation: what.value === "contact" },
    )
  const means = {
    all: text.remove.allMeans,
    contact: text.remove.contactMeans,
    conversation: text.remove.conversationMeans,
  }
  return (
    <Ask
      heading={<bdi>{words.contact.deleteHeading(name)}</bdi>}
      means={what.value === "conversation" ? text.remove.conversationMeans : words.contact.deleteMeans}
      confirm={words.contact.deleteConfirm}
      cancel={words.remove.cancel}
      danger
      run={run}
      onClose={onClose}
    >
      <Select
        label={text.remove.what}
        value={what.value}
        options={whats.map(w => [w, text.remove[w]] as const)}
        {...(what.value !== "conversation" && { hint: means[what.value] })}
        onChange={w => {
          what.value = w as What
        }}
      />
      {what.value !== "conversation" && (
        <Check
          label={words.contact.deleteTell}
          value={tell.value}
          onChange={on => {
            tell.value = on
          }}
        />
      )}
    </Ask>
  )
}
