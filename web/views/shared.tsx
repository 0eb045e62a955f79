/** Another app has shared something: to whom it goes. A text is put into the message box, files are sent. */
import { useEffect, useId, useRef } from "preact/hooks"
import { compose } from "../commands.ts"
import { attach } from "../files.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { plainName, plainText } from "../parts/plain.ts"
import { composeOf } from "../state/compose.ts"
import { goTo } from "../state/route.ts"
import { applyShared, lost, type Shared } from "../state/shared.ts"
import { text } from "../text.ts"
import { ChooseChat } from "./choose-chat.tsx"

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

/** A second try gets here: the page is open, and takes it. */
const Lost = () => {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section class="panel">
      <div class="card">
        <h1 ref={title} tabIndex={-1}>
          {text.sharing.lost}
        </h1>
        <p class="lead">{text.sharing.lostMeans}</p>
        <Button kind="primary" onClick={() => applyShared(null)}>
          {text.invited.close}
        </Button>
      </div>
    </section>
  )
}

export const SharedPane = ({ shared }: { shared: Shared }) => (shared === lost ? <Lost /> : <Given shared={shared} />)

const Given = ({ shared }: { shared: Shared }) => {
  const id = useId()
  const title = useRef<HTMLHeadingElement>(null)
  const action = useAction()
  useEffect(() => title.current?.focus(), [])
  const { sharing } = text
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
        <ChooseChat
          busy={action.busy.value}
          onChoose={chosen => void action.run(async () => give(await chosen(), shared))}
        >
          <Problem code={action.problem.value} />
        </ChooseChat>
        <Button kind="quiet" onClick={() => applyShared(null)}>
          {text.invited.notNow}
        </Button>
      </div>
    </section>
  )
}
