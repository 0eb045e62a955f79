/** Where messages are written. Enter sends, Shift and Enter begins a new line. What is half written stays with its chat. */
import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { FailureCode } from "../../worker/api.ts"
import { send } from "../commands.ts"
import { Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"

/** Half-written messages by chat, for this visit only. */
const drafts = new Map<string, string>()

/** Grows the box with its text; style.css sets the limit. */
const grow = (box: HTMLTextAreaElement) => {
  box.style.height = "auto"
  box.style.height = `${box.scrollHeight}px`
}

export const Composer = ({ chatId, onSent }: { chatId: string; onSent: () => void }) => {
  const box = useRef<HTMLTextAreaElement>(null)
  const words = useSignal(drafts.get(chatId) ?? "")
  const problem = useSignal<FailureCode | null>(null)

  const write = (value: string) => {
    words.value = value
    if (value === "") drafts.delete(chatId)
    else drafts.set(chatId, value)
  }

  useLayoutEffect(() => {
    if (box.current) grow(box.current)
  }, [words.value])

  useEffect(() => {
    // On a touch screen this would open the keyboard over the conversation.
    if (matchMedia("(pointer: fine)").matches) box.current?.focus()
  }, [])

  const submit = async () => {
    box.current?.focus()
    const message = words.value
    if (message.trim() === "") return
    write("")
    problem.value = null
    try {
      await send(chatId, message)
      onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      // Nothing written in the meantime is lost either.
      write(words.value === "" ? message : `${message}\n${words.value}`)
    }
  }

  return (
    <form
      class="composer"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      <Problem code={problem.value} />
      <div class="composer-row">
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label={text.chat.message}
          placeholder={text.chat.message}
          enterkeyhint="send"
          autocomplete="off"
          value={words.value}
          onInput={e => write(e.currentTarget.value)}
          onKeyDown={e => {
            // While an input method composes, Enter belongs to it.
            if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return
            e.preventDefault()
            void submit()
          }}
        />
        <button type="submit" class="primary send" aria-label={text.chat.send}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}
