/** A contact: who it is, how the connection stands, and what can be done about both. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { abortAddressChange, changeAddress, fixConnection } from "../commands.ts"
import { text as contactsText } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { Panel } from "../parts/pane.tsx"
import { plainName } from "../parts/plain.ts"
import { text } from "../text.ts"
import { Alias } from "./alias.tsx"
import { chatName } from "./chats.tsx"
import { ChatChoices, Preferences } from "./contact-settings.tsx"
import { RemoveContact } from "./remove-contact.tsx"
import { ShareContact } from "./share-contact.tsx"
import { Verify } from "./verify.tsx"

const ChosenWallpaper = lazy(async () => (await import("./settings-wallpaper.tsx")).ChosenWallpaper)

const Who = ({ chat, name }: { chat: Chat; name: string }) => {
  const fullName = plainName(chat.fullName, "")
  const bio = plainName(chat.bio ?? "", "")
  return (
    <section class="card contact-who">
      <Avatar id={chat.id} name={name} image={chat.image} />
      <h2>
        {chat.verified && <Icon name="shield" />}
        <bdi>{name}</bdi>
      </h2>
      {chat.alias !== undefined && chat.name !== "" && (
        <p class="hint">
          <bdi>{contactsText.alias.told(plainName(chat.name, text.list.unnamed))}</bdi>
        </p>
      )}
      {fullName !== "" && fullName !== name && (
        <p class="lead">
          <bdi>{fullName}</bdi>
        </p>
      )}
      {bio !== "" && (
        <p dir="auto">
          <bdi>{bio}</bdi>
        </p>
      )}
      {chat.incognito !== undefined && (
        <p class="hint">{text.incognito.known(plainName(chat.incognito, text.list.unnamed))}</p>
      )}
    </section>
  )
}

const Code = ({ chat, name }: { chat: Chat; name: string }) => {
  const open = useSignal(false)
  return (
    <>
      {!open.value && (
        <Button
          onClick={() => {
            open.value = true
          }}
        >
          <Icon name="shield" />
          {chat.verified ? text.verify.show : text.verify.action}
        </Button>
      )}
      {open.value && <Verify chat={chat} name={name} />}
    </>
  )
}

/** The offer to make the encryption anew: the main thing here when it is needed, the last one when it is not. */
const Fix = ({ chat }: { chat: Chat }) => {
  const fixing = useAction()
  const asking = useSignal(false)
  if (chat.sync === "allowed" || chat.sync === "required")
    return (
      <>
        <p class="warn">
          <Icon name="warning" />
          <span>{text.fix[chat.sync]}</span>
        </p>
        <Problem code={fixing.problem.value} />
        <Button kind="primary" busy={fixing.busy.value} onClick={() => void fixing.run(() => fixConnection(chat.id))}>
          {text.fix.action}
        </Button>
      </>
    )
  if (chat.sync) return <p class="hint">{text.fix[chat.sync]}</p>
  return (
    <>
      <Button
        kind="quiet"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="retry" />
        {text.fix.force}
      </Button>
      {asking.value && (
        <Ask
          heading={text.fix.forceHeading}
          means={text.fix.forceMeans}
          confirm={text.fix.confirm}
          cancel={text.remove.cancel}
          run={() => fixConnection(chat.id, true)}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
    </>
  )
}

const Encryption = ({ chat, name }: { chat: Chat; name: string }) => (
  <section class="card">
    <h2>{text.contact.encryption}</h2>
    <p class="fact">
      <Icon name="lock" />
      {chat.postQuantum ? text.chat.quantum : text.chat.secure}
    </p>
    {chat.sync && <Fix chat={chat} />}
    <Code chat={chat} name={name} />
    {!chat.sync && <Fix chat={chat} />}
  </section>
)

const Receiving = ({ chat }: { chat: Chat }) => {
  const asking = useSignal<"change" | "abort" | null>(null)
  const close = () => {
    asking.value = null
  }
  const change = chat.addressChange
  return (
    <section class="card">
      <h2>{text.receiving.heading}</h2>
      <p class="lead" role="status">
        {change ? text.receiving[change] : text.receiving.lead}
      </p>
      {change === undefined && (
        <Button
          onClick={() => {
            asking.value = "change"
          }}
        >
          {text.receiving.change}
        </Button>
      )}
      {change === "started" && (
        <Button
          onClick={() => {
            asking.value = "abort"
          }}
        >
          {text.receiving.abort}
        </Button>
      )}
      {asking.value === "change" && (
        <Ask
          heading={text.receiving.changeHeading}
          means={text.receiving.changeMeans}
          confirm={text.receiving.confirm}
          cancel={text.remove.cancel}
          run={() => changeAddress(chat.id)}
          onClose={close}
        />
      )}
      {asking.value === "abort" && (
        <Ask
          heading={text.receiving.abortHeading}
          means={text.receiving.abortMeans}
          confirm={text.receiving.abortConfirm}
          cancel={text.remove.cancel}
          danger
          run={() => abortAddressChange(chat.id)}
          onClose={close}
        />
      )}
    </section>
  )
}

const Delete = ({ chat, name }: { chat: Chat; name: string }) => {
  const asking = useSignal(false)
  return (
    <section class="card">
      <Button
        kind="quiet"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" />
        {text.contact.delete}
      </Button>
      {asking.value && (
        <RemoveContact
          chat={chat}
          name={name}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
    </section>
  )
}

/** Notes are nobody's: only their look can be chosen. */
const Notes = ({ chat }: { chat: Chat }) => (
  <Panel heading={text.notes.name} back={text.contact.back} inner>
    <section class="card">
      <p class="lead">{text.notes.means}</p>
    </section>
    <ChosenWallpaper chatId={chat.id} chosen={chat.settings?.wallpaper} />
  </Panel>
)

export const Contact = ({ chat }: { chat: Chat }) => {
  const name = chatName(chat)
  if (chat.status === "notes") return <Notes chat={chat} />
  return (
    <Panel heading={text.contact.heading} back={text.contact.back} inner>
      <Who chat={chat} name={name} />
      <section class="card">
        <Alias key={chat.alias ?? ""} chat={chat} />
      </section>
      <ShareContact chat={chat} name={name} />
      <Encryption chat={chat} name={name} />
      <Receiving chat={chat} />
      <Preferences chat={chat} />
      <ChatChoices chat={chat} />
      <ChosenWallpaper chatId={chat.id} chosen={chat.settings?.wallpaper} />
      <Delete chat={chat} name={name} />
    </Panel>
  )
}
