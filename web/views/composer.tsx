/**
 * Where messages are written, answered and changed. Enter sends, Shift and Enter begins a new line, Escape gives up an
 * answer or a change, arrow up in an empty box changes the last message. What is half written stays with its chat.
 */
import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { FailureCode } from "../../worker/api.ts"
import { compose, edit, send } from "../commands.ts"
import { attach } from "../files.ts"
import { Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lastEditable } from "../state/actions.ts"
import { type Compose, cancelled, changing, composeOf, endOf } from "../state/compose.ts"
import { conversation } from "../state/messages.ts"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"
import { lineOf } from "./bubble.tsx"

/** Grows the box with its text; style.css sets the limit. */
const grow = (box: HTMLTextAreaElement) => {
  box.style.height = "auto"
  box.style.height = `${box.scrollHeight}px`
}

type AboutProps = { readonly now: Compose; readonly name: string; readonly onCancel: () => void }

/** What the text belongs to. */
const About = ({ now, name, onCancel }: AboutProps) => {
  const item = now.editing ?? now.replyTo
  if (!item) return null
  const answer = item.direction === "sent" ? text.composing.replyingSelf : text.composing.replying(name)
  return (
    <div class="composer-about">
      <Icon name={now.editing ? "edit" : "reply"} />
      <p>
        <span class="quote-author">{now.editing ? text.composing.editing : answer}</span>
        <span class="quote-words" dir="auto">
          {lineOf(item.text, item.content?.kind ?? "text")}
        </span>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={now.editing ? text.composing.cancelEdit : text.composing.cancelReply}
        onClick={onCancel}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}

type Props = { readonly chatId: string; readonly name: string; readonly onSent: () => void }

export const Composer = ({ chatId, name, onSent }: Props) => {
  const box = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const now = composeOf(chatId)
  const problem = useSignal<FailureCode | null>(null)
  const editingId = now.editing?.id

  useLayoutEffect(() => {
    if (box.current) grow(box.current)
  }, [now.text])

  useEffect(() => {
    // On a touch screen this would open the keyboard over the conversation.
    if (matchMedia("(pointer: fine)").matches) box.current?.focus()
  }, [])

  useEffect(() => {
    const end = box.current?.value.length ?? 0
    if (editingId !== undefined) box.current?.setSelectionRange(end, end)
  }, [editingId])

  const cancel = () => {
    problem.value = null
    compose(chatId, cancelled(now))
    box.current?.focus()
  }

  /** Puts back what could not be sent. Nothing written in the meantime is lost either. */
  const giveBack = (what: Compose) => {
    const later = composeOf(chatId)
    compose(chatId, later.text === "" || what.editing ? what : { ...what, text: `${what.text}\n${later.text}` })
  }

  const submit = async () => {
    box.current?.focus()
    if (now.text.trim() === "") return
    compose(chatId, endOf(now))
    problem.value = null
    try {
      if (!now.editing) await send(chatId, now.text, now.replyTo?.id)
      else if (now.text !== now.editing.text) await edit(now.editing.id, now.text)
      if (!now.editing) onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      giveBack(now)
    }
  }

  /** What is written goes with the first. */
  const sendFiles = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return
    compose(chatId, endOf(now))
    problem.value = null
    try {
      await attach(chatId, chosen, now.text, now.replyTo?.id)
      onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      giveBack(now)
    }
  }

  const onKeyDown = (e: KeyboardEvent) => {
    // While an input method composes, keys belong to it.
    if (e.isComposing || e.keyCode === 229) return
    if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault()
      void submit()
    }
    if (e.key === "Escape" && (now.editing || now.replyTo)) {
      e.preventDefault()
      cancel()
    }
    const last = e.key === "ArrowUp" && now.text === "" && !now.editing ? lastOf(chatId) : undefined
    if (last) {
      e.preventDefault()
      compose(chatId, changing(now, last))
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
      <About now={now} name={name} onCancel={cancel} />
      <div class="composer-row">
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label={text.chat.message}
          placeholder={text.chat.message}
          enterkeyhint="send"
          autocomplete="off"
          value={now.text}
          onInput={e => compose(chatId, { ...now, text: e.currentTarget.value })}
          onKeyDown={onKeyDown}
          onPaste={e => {
            const pasted = [...(e.clipboardData?.files ?? [])]
            if (pasted.length === 0 || now.editing) return
            e.preventDefault()
            void sendFiles(pasted)
          }}
        />
        {!now.editing && (
          <>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              tabIndex={-1}
              onChange={e => {
                const chosen = [...(e.currentTarget.files ?? [])]
                e.currentTarget.value = ""
                void sendFiles(chosen)
              }}
            />
            <button
              type="button"
              class="icon-button attach"
              aria-label={text.files.attach}
              title={text.files.attach}
              onClick={() => picker.current?.click()}
            >
              <Icon name="attach" />
            </button>
          </>
        )}
        <button type="submit" class="primary send" aria-label={now.editing ? text.composing.save : text.chat.send}>
          <Icon name={now.editing ? "done" : "send"} />
        </button>
      </div>
    </form>
  )
}

const lastOf = (chatId: string) => {
  const open = conversation.peek()
  return open?.chatId === chatId ? lastEditable(open.items, Date.now()) : undefined
}
