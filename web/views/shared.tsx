/** Another app has shared something: to whom it goes. A text is put into the message box, files are sent. */
import { useSignal } from "@preact/signals"
import { useEffect, useId, useRef } from "preact/hooks"
import { compose } from "../commands.ts"
import { attach } from "../files.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Field, Problem } from "../parts/form.tsx"
import { plainName, plainText } from "../parts/plain.ts"
import { canWrite } from "../state/actions.ts"
import { chats } from "../state/chats.ts"
import { composeOf } from "../state/compose.ts"
import { goTo } from "../state/route.ts"
import { applyShared, type Shared } from "../state/shared.ts"
import { text } from "../text.ts"
import { chatName } from "./chats.tsx"

const longest = 300

const give = async (chatId: string, shared: Shared) => {
  if (shared.files.length > 0)
    await attach(
      chatId,
      shared.files.map(file => ({ file })),
      shared.text,
    )
  else {
    const now = composeOf(chatId)
    compose(chatId, { ...now, text: now.text === "" ? shared.text : `${now.text}\n${shared.text}` })
  }
  applyShared(null)
  goTo({ at: "chat", chatId })
}

export const SharedPane = ({ shared }: { shared: Shared }) => {
  const id = useId()
  const title = useRef<HTMLHeadingElement>(null)
  const filter = useSignal("")
  const action = useAction()
  useEffect(() => title.current?.focus(), [])
  const { sharing } = text
  const wanted = filter.value.trim().toLocaleLowerCase()
  const found = chats.value.filter(chat => canWrite(chat) && chatName(chat).toLocaleLowerCase().includes(wanted))
  const words = plainText(shared.text)
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="card">
        <h1 ref={title} id={id} tabIndex={-1}>
          {sharing.heading}
        </h1>
        {words !== "" && (
          <blockquote class="quote" dir="auto">
            <bdi>{words.length > longest ? `${words.slice(0, longest)}…` : words}</bdi>
          </blockquote>
        )}
        {shared.files.length > 0 && (
          <ul class="hint">
            {shared.files.map((file, i) => (
              <li key={i}>
                <bdi>{plainName(file.name, text.content.file)}</bdi>
              </li>
            ))}
          </ul>
        )}
        <p class="hint">{shared.files.length > 0 ? sharing.filesMeans : sharing.textMeans}</p>
        <Field
          label={text.forwarding.find}
          value={filter.value}
          onInput={v => {
            filter.value = v
          }}
        />
        <Problem code={action.problem.value} />
        {found.length === 0 && <p class="hint">{text.forwarding.none}</p>}
        <ul class="choices">
          {found.map(chat => (
            <li key={chat.id}>
              <button
                type="button"
                class="choice"
                aria-disabled={action.busy.value || undefined}
                onClick={() => void action.run(() => give(chat.id, shared))}
              >
                <Avatar id={chat.id} name={chatName(chat)} />
                <bdi>{chatName(chat)}</bdi>
              </button>
            </li>
          ))}
        </ul>
        <Button kind="quiet" onClick={() => applyShared(null)}>
          {text.invited.notNow}
        </Button>
      </div>
    </section>
  )
}
