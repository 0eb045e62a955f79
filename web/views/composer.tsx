/**
 * Where messages are written, answered and changed. Enter sends, Shift and Enter begins a new line, Escape gives up an
 * answer or a change, arrow up in an empty box changes the last message. What is half written stays with its chat.
 */
import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Chat, FailureCode } from "../../worker/api.ts"
import { compose } from "../commands.ts"
import { attach, sendVoice } from "../files.ts"
import { canCancelLive, cancelLive, endLive } from "../live.ts"
import { Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import type { Place } from "../parts/menu.tsx"
import { edit, outgoing, send } from "../sending.ts"
import { canSpeak, lastEditable } from "../state/actions.ts"
import { type Attached, applyAttached, attachedOf, attachMore } from "../state/attached.ts"
import { chatById } from "../state/chats.ts"
import { type Compose, cancelled, changing, composeOf, emptyCompose, endOf } from "../state/compose.ts"
import { conversation } from "../state/messages.ts"
import { applyRecording, recordingOf, type Voice } from "../state/recording.ts"
import { isOpen } from "../state/session.ts"
import { text } from "../text.ts"
import { codeOf } from "../worker.ts"
import { AttachButton } from "./attach.tsx"
import { useBotMenu } from "./bot-menu.tsx"
import { lineOf } from "./bubble.tsx"
import { MicrophoneButton } from "./microphone.tsx"
import { Riding } from "./riding.tsx"

const SendMenu = lazy(async () => (await import("./send-menu.tsx")).SendMenu)
const Strip = lazy(async () => (await import("./strip.tsx")).Strip)
const Recorder = lazy(async () => (await import("./recorder.tsx")).Recorder)

/** Characters that fit beside the buttons of the narrowest screen. */
const aFewWords = 20

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
  const now = composeOf(chatId)
  const problem = useSignal<FailureCode | null>(null)
  const editingId = now.editing?.id
  const chat = chatById(chatId)
  const options = useSignal<Place | null>(null)
  const optionsButton = useRef<HTMLButtonElement>(null)
  const recording = recordingOf(chatId)
  const attached = attachedOf(chatId)
  const sending = useSignal(false)
  const isSpeaking = recording !== undefined && !now.editing && !now.live

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

  /** Puts back what could not be sent. Nothing written in the meantime is lost either; nothing stays when the chats are locked. */
  const giveBack = (what: Compose) => {
    if (!isOpen.peek()) return
    const later = composeOf(chatId)
    compose(chatId, later.text === "" || what.editing ? what : { ...what, text: `${what.text}\n${later.text}` })
  }

  const fail = (thrown: unknown) => {
    problem.value = codeOf(thrown)
  }

  /** A command of a bot goes as it is. The box held its beginning, or nothing. */
  const sendCommand = async (words: string) => {
    problem.value = null
    compose(chatId, emptyCompose)
    await send(chatId, words).then(onSent, fail)
  }
  const bot = useBotMenu({
    commands: now.editing || now.live ? [] : (chat?.commands ?? []),
    typed: now.text,
    write: words => compose(chatId, { ...now, text: words }),
    send: words => void sendCommand(words),
  })

  const submit = async () => {
    box.current?.focus()
    if (attached.length > 0 && !now.editing && !now.live) return void sendAttached()
    if (now.text.trim() === "" && !now.live?.itemId) return
    problem.value = null
    if (now.live) return endLive(chatId).then(onSent, fail)
    compose(chatId, endOf(now))
    try {
      if (!now.editing) await send(chatId, now.text, now.replyTo?.id, now.ttl)
      else if (now.text !== now.editing.text) await edit(now.editing.id, now.text)
      if (!now.editing) onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      giveBack(now)
    }
  }

  const about = () => ({
    ...(now.replyTo && { replyTo: now.replyTo.id }),
    ...(now.ttl !== undefined && { ttl: now.ttl }),
  })

  /** What is written goes along. What could not be sent stays where it was. */
  const sendFiles = async (chosen: readonly Pick<Attached, "file" | "asFile">[], onStored: (i: number) => void) => {
    if (chosen.length === 0 || sending.value) return
    compose(chatId, endOf(now))
    problem.value = null
    sending.value = true
    try {
      await attach(chatId, chosen, outgoing(now.text), about(), onStored)
      onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
      giveBack(now)
    } finally {
      sending.value = false
    }
  }
  const sendAttached = () =>
    sendFiles(attached, i =>
      applyAttached(
        chatId,
        attachedOf(chatId).filter(one => one.id !== attached[i]?.id),
      ),
    )

  /** It stays where it is until it is stored; what is half written stays too. */
  const sendSpoken = async (voice: Voice) => {
    problem.value = null
    try {
      await sendVoice(chatId, voice, about())
      applyRecording(chatId, null)
      compose(chatId, { text: composeOf(chatId).text })
      onSent()
    } catch (thrown) {
      problem.value = codeOf(thrown)
    }
  }

  const onKeyDown = (e: KeyboardEvent) => {
    // While an input method composes, keys belong to it.
    if (e.isComposing || e.keyCode === 229) return
    if (bot.onKey(e)) return
    if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault()
      void submit()
    }
    if (e.key === "Escape" && (now.editing || now.replyTo)) {
      e.preventDefault()
      cancel()
    } else if (e.key === "Escape" && canCancelLive(now)) {
      e.preventDefault()
      cancelLive(chatId)
    }
    const last = e.key === "ArrowUp" && now.text === "" && !now.editing && !now.live ? lastOf(chatId) : undefined
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
      <Riding chatId={chatId} now={now} onStop={() => box.current?.focus()} />
      {bot.list}
      {attached.length > 0 && !isSpeaking && <Strip chatId={chatId} busy={sending.value} />}
      {isSpeaking && <Recorder chatId={chatId} recording={recording} onSend={voice => void sendSpoken(voice)} />}
      <div class="composer-row" hidden={isSpeaking}>
        {showsCommands(chat, now) && (
          <button
            type="button"
            class="icon-button attach"
            aria-label={text.bot.open}
            title={text.bot.open}
            aria-expanded={bot.isOpen}
            onClick={() => {
              bot.toggle()
              box.current?.focus()
            }}
          >
            <Icon name="slash" />
          </button>
        )}
        <textarea
          ref={box}
          {...bot.box}
          rows={1}
          dir="auto"
          data-long={now.text.length > aFewWords || undefined}
          aria-label={text.chat.message}
          placeholder={text.chat.message}
          enterkeyhint="send"
          autocomplete="off"
          value={now.text}
          onInput={e => compose(chatId, { ...now, text: e.currentTarget.value })}
          onKeyDown={onKeyDown}
          onPaste={e => {
            const pasted = [...(e.clipboardData?.files ?? [])]
            if (pasted.length === 0 || now.editing || now.live) return
            e.preventDefault()
            attachMore(chatId, pasted)
          }}
        />
        {!now.editing && !now.live && (
          <>
            <AttachButton
              chatId={chatId}
              onFiles={files =>
                void sendFiles(
                  files.map(file => ({ file, asFile: false })),
                  () => {},
                )
              }
            />
            {now.text === "" && attached.length === 0 && canSpeak(chat) && <MicrophoneButton chatId={chatId} />}
          </>
        )}
        {!now.editing && !now.live && chat?.status === "connected" && (
          <button
            ref={optionsButton}
            type="button"
            class="icon-button options"
            aria-label={text.sending.options}
            title={text.sending.options}
            aria-haspopup="menu"
            aria-expanded={options.value !== null}
            onClick={e => {
              const { left, top } = e.currentTarget.getBoundingClientRect()
              options.value = { x: left, y: top }
            }}
          >
            <Icon name="more" />
          </button>
        )}
        <button type="submit" class="primary send" aria-label={now.editing ? text.composing.save : text.chat.send}>
          <Icon name={now.editing || now.live ? "done" : "send"} />
        </button>
      </div>
      {chat && options.value && (
        <SendMenu
          chat={chat}
          place={options.value}
          onProblem={fail}
          onClose={focusBack => {
            // A dialog says so once more when it is gone, and gives the focus back to where it came from.
            if (options.value === null) return
            options.value = null
            requestAnimationFrame(() => (focusBack ? optionsButton : box).current?.focus())
          }}
        />
      )}
    </form>
  )
}

/** Its commands can be seen while nothing else is being written. */
const showsCommands = (chat: Chat | undefined, now: Compose): boolean =>
  (chat?.commands?.length ?? 0) > 0 && !now.editing && !now.live && /^\s*(?:\/.*)?$/s.test(now.text)

const lastOf = (chatId: string) => {
  const open = conversation.peek()
  return open?.chatId === chatId ? lastEditable(open.items, Date.now()) : undefined
}
