/** On the page of a contact: passing on the address that they have shared. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { SendCard } from "./card.tsx"

export const ShareContact = ({ chat, name }: { chat: Chat; name: string }) => {
  const sending = useSignal(false)
  if (chat.address === undefined) return null
  return (
    <section class="card">
      <p class="lead">{text.card.sendMeans}</p>
      <Button
        onClick={() => {
          sending.value = true
        }}
      >
        <Icon name="forward" />
        {text.card.send}
      </Button>
      {sending.value && (
        <SendCard
          of={chat.id}
          name={name}
          onClose={() => {
            sending.value = false
          }}
        />
      )}
    </section>
  )
}
