/** The question before a chat is removed: of a contact more is asked. */
import type { Chat } from "../../worker/api.ts"
import { removeChat } from "../commands.ts"
import { Ask } from "../parts/ask.tsx"
import { text } from "../text.ts"
import { RemoveContact } from "./remove-contact.tsx"

export const RemoveChat = ({ chat, name, onClose }: { chat: Chat; name: string; onClose: () => void }) => {
  if (chat.status === "connected") return <RemoveContact chat={chat} name={name} onClose={onClose} />
  const isLink = chat.status === "link"
  return (
    <Ask
      heading={isLink ? text.remove.headingLink : text.remove.heading(name)}
      means={isLink ? text.remove.meansLink : text.remove.means}
      confirm={text.remove.confirm}
      cancel={text.remove.cancel}
      danger
      run={() => removeChat(chat.id)}
      onClose={onClose}
    />
  )
}
