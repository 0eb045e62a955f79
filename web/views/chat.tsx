/** One chat, whatever its state: an unused link, a connection in the making, a failure, or a conversation. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { Chat as ChatData } from "../../worker/api.ts"
import { openSearch } from "../chat-search.ts"
import { fixConnection } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { canWrite, question, selection } from "../state/actions.ts"
import { chatSearch } from "../state/chat-search.ts"
import { shownLink } from "../state/files.ts"
import { gallery } from "../state/gallery.ts"
import { conversation } from "../state/messages.ts"
import { goHome, goInto } from "../state/route.ts"
import { isKept } from "../state/session.ts"
import { text } from "../text.ts"
import { chatIcon, chatName } from "./chats.tsx"
import { Composer } from "./composer.tsx"
import { DropZone } from "./drop.tsx"
import { Messages } from "./messages.tsx"
import { OneTimeLink } from "./onetime.tsx"
import { Request } from "./request.tsx"

const FileLinkDialog = lazy(async () => (await import("./file-link.tsx")).FileLinkDialog)
const MessageDialog = lazy(async () => (await import("./message-dialogs.tsx")).MessageDialog)
const Gallery = lazy(async () => (await import("./gallery.tsx")).Gallery)
const Prepared = lazy(async () => (await import("./prepared.tsx")).Prepared)
const Search = lazy(async () => (await import("./chat-search.tsx")).Search)
const Reconnect = lazy(async () => (await import("./reconnect.tsx")).Reconnect)
const RemoveChat = lazy(async () => (await import("./remove-chat.tsx")).RemoveChat)
const SelectionBar = lazy(async () => (await import("./selection.tsx")).SelectionBar)

const about = (chat: ChatData): string => {
  switch (chat.status) {
    case "link":
      return text.list.linkState
    case "request":
      return text.request.state
    case "connecting":
      return chat.requested ? text.list.requested : text.list.waiting
    case "prepared":
      return text.list.prepared
    case "failed":
      return text.list.failed
    case "ended":
      return text.list.ended
    case "notes":
      return text.list.notes
    case "connected":
      if (chat.addressChange) return text.receiving.short
      return chat.postQuantum ? text.chat.quantum : text.chat.secure
  }
}

const Head = ({ chat, name }: { chat: ChatData; name: string }) => {
  const removing = useSignal(false)
  return (
    <header class="pane-head">
      <button type="button" class="icon-button back" aria-label={text.chat.back} onClick={goHome}>
        <Icon name="back" />
      </button>
      <Avatar id={chat.id} name={name} icon={chatIcon(chat)} image={chat.image} />
      <div class="pane-title">
        <h1 id="chat-heading" tabIndex={-1}>
          {chat.status === "connected" || chat.status === "notes" ? (
            <button
              type="button"
              class="heading-button"
              title={chat.status === "notes" ? text.notes.name : text.contact.heading}
              onClick={() => goInto({ at: "contact", chatId: chat.id })}
            >
              <bdi>{name}</bdi>
            </button>
          ) : (
            <bdi>{name}</bdi>
          )}
        </h1>
        <p class="pane-about">
          {chat.status === "connected" && <Icon name={chat.verified ? "shield" : "lock"} />}
          <span>{about(chat)}</span>
        </p>
      </div>
      {hasMessages(chat) && (
        <button
          type="button"
          class="icon-button"
          aria-label={text.seeking.open}
          title={text.seeking.open}
          onClick={() => openSearch(chat.id)}
        >
          <Icon name="search" />
        </button>
      )}
      {isPassing(chat) && (
        <button
          type="button"
          class="icon-button"
          aria-label={text.remove.action}
          onClick={() => {
            removing.value = true
          }}
        >
          <Icon name="trash" />
        </button>
      )}
      {removing.value && (
        <RemoveChat
          chat={chat}
          name={name}
          onClose={() => {
            removing.value = false
          }}
        />
      )}
    </header>
  )
}

/** For somebody, or first for a server. */
const waitsFor = (chat: ChatData): string => {
  if (chat.problem) return text.undelivered.waitingFor(text.failures[chat.problem])
  return chat.requested ? text.connecting.requested : text.connecting.lead
}

const Waiting = ({ chat }: { chat: ChatData }) => (
  <div class="panel-body">
    <section class="card waiting" role="status">
      {chat.status === "failed" ? (
        <>
          <Icon name="warning" />
          <h2>{text.failed.heading}</h2>
          <p class="lead">{text.failures[chat.problem ?? "INTERNAL"]}</p>
          <Reconnect chat={chat} />
        </>
      ) : (
        <>
          <span class="pulse" aria-hidden="true" />
          <p class="lead">{waitsFor(chat)}</p>
          {chat.requested && !isKept.value && <p class="hint">{text.connecting.stay}</p>}
        </>
      )}
    </section>
  </div>
)

/** The remedy where the trouble is seen. */
const FixBar = ({ chat }: { chat: ChatData }) => {
  const fixing = useAction()
  if (chat.sync !== "allowed" && chat.sync !== "required") return null
  return (
    <div class="bar">
      <p class="warn">
        <Icon name="warning" />
        <span>{text.fix[chat.sync]}</span>
      </p>
      <Problem code={fixing.problem.value} />
      <Button kind="primary" busy={fixing.busy.value} onClick={() => void fixing.run(() => fixConnection(chat.id))}>
        {text.fix.action}
      </Button>
    </div>
  )
}

const Talk = ({ chat, name }: { chat: ChatData; name: string }) => {
  const end = useRef(() => {})
  const now = conversation.value?.chatId === chat.id ? conversation.value : null
  const search = chatSearch.value?.chatId === chat.id ? chatSearch.value : null
  if (search) return <Search search={search} chat={chat} name={name} />
  return (
    <>
      {now ? <Messages conversation={now} chat={chat} name={name} end={end} /> : <div class="log-frame" />}
      <FixBar chat={chat} />
      {now && selection.value ? (
        <SelectionBar ids={selection.value} conversation={now} />
      ) : canWrite(chat) ? (
        <Composer chatId={chat.id} name={name} onSent={() => end.current()} />
      ) : chat.status === "prepared" ? (
        <Prepared chat={chat} />
      ) : (
        <div class="bar ended">
          <p>{text.list.ended}</p>
          <Reconnect chat={chat} />
        </div>
      )}
      {now && gallery.value !== null && <Gallery itemId={gallery.value} conversation={now} />}
      {canWrite(chat) && <DropZone chatId={chat.id} />}
      {shownLink.value && <FileLinkDialog link={shownLink.value} />}
      {question.value && <MessageDialog question={question.value} />}
    </>
  )
}

/** Not a contact, or not any more: one is deleted where it is looked at, and any chat from its menu in the list. */
const isPassing = ({ status }: ChatData) => status !== "request" && status !== "connected" && status !== "notes"

/** Something was said here, or can be. */
const hasMessages = (chat: ChatData) => canWrite(chat) || chat.status === "ended" || chat.status === "prepared"

export const Chat = ({ chat }: { chat: ChatData }) => {
  const name = chatName(chat)
  useEffect(() => {
    // When the pane changes under the focus (a link became a conversation), it must not fall back to the top.
    if (document.activeElement === document.body) document.getElementById("chat-heading")?.focus()
  }, [chat.status])
  return (
    <section class="pane" aria-labelledby="chat-heading">
      <Head chat={chat} name={name} />
      {chat.status === "link" && chat.link ? (
        <OneTimeLink key={chat.id} chat={chat} link={chat.link} />
      ) : chat.status === "request" ? (
        <Request chat={chat} name={name} />
      ) : hasMessages(chat) ? (
        <Talk chat={chat} name={name} />
      ) : (
        <Waiting chat={chat} />
      )}
    </section>
  )
}
