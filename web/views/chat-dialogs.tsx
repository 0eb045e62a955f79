/** Questions about a chat of the list. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { clearChat } from "../commands.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Check, Problem } from "../parts/form.tsx"
import { setChatTags } from "../people.ts"
import { chatById } from "../state/chats.ts"
import { applyChatQuestion, type ChatQuestion, tags } from "../state/filters.ts"
import { text as words } from "../text.ts"
import { Alias } from "./alias.tsx"
import { chatName } from "./chats.tsx"
import { tagName } from "./filters.tsx"
import { NewList } from "./lists.tsx"
import { RemoveChat } from "./remove-chat.tsx"

const close = () => applyChatQuestion(null)

const Rename = ({ chat }: { chat: Chat }) => (
  <Dialog heading={text.alias.heading} onClose={close}>
    <Alias chat={chat} onSaved={close} />
  </Dialog>
)

const Lists = ({ chat }: { chat: Chat }) => {
  const action = useAction()
  const adding = useSignal(tags.value.length === 0)
  const of = chat.tags ?? []
  const change = (id: number, on: boolean) =>
    void action.run(() => setChatTags(chat.id, on ? [...of, id] : of.filter(t => t !== id)))
  return (
    <Dialog heading={text.lists.headingOf} onClose={close}>
      <p>{text.lists.lead}</p>
      {tags.value.map(tag => (
        <Check key={tag.id} label={tagName(tag)} value={of.includes(tag.id)} onChange={on => change(tag.id, on)} />
      ))}
      <Problem code={action.problem.value} />
      {adding.value ? (
        <NewList
          onMade={async tag => {
            await setChatTags(chat.id, [...of, tag.id])
            adding.value = false
          }}
        />
      ) : (
        <div class="buttons">
          <Button kind="primary" onClick={close}>
            {text.lists.done}
          </Button>
          <Button
            onClick={() => {
              adding.value = true
            }}
          >
            {text.lists.add}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

const Clear = ({ chat }: { chat: Chat }) => (
  <Ask
    heading={words.chatSettings.clearHeading}
    means={words.chatSettings.clearMeans}
    confirm={words.chatSettings.clearConfirm}
    cancel={words.remove.cancel}
    danger
    run={() => clearChat(chat.id)}
    onClose={close}
  />
)

const Delete = ({ chat }: { chat: Chat }) => <RemoveChat chat={chat} name={chatName(chat)} onClose={close} />

const dialogs = { rename: Rename, lists: Lists, clear: Clear, delete: Delete }

export const ChatDialog = ({ question }: { question: ChatQuestion }) => {
  const chat = chatById(question.chatId)
  const About = dialogs[question.about]
  return chat ? <About key={`${question.about} ${chat.id}`} chat={chat} /> : null
}
