/** The open session: the list, what lies beside it, and what is told about both. */
import { useLayoutEffect } from "preact/hooks"
import { Countdown } from "../parts/countdown.tsx"
import { Logo } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { plainName } from "../parts/plain.ts"
import { heard } from "../state/apply.ts"
import { chatById } from "../state/chats.ts"
import { helpShown } from "../state/help.ts"
import { arrival } from "../state/link.ts"
import { opening } from "../state/opening.ts"
import { playing } from "../state/playing.ts"
import { readChatId, route } from "../state/route.ts"
import { applyElsewhere, elsewhere, network } from "../state/session.ts"
import { shared } from "../state/shared.ts"
import { text } from "../text.ts"
import { followWallpaper } from "../wallpaper.ts"
import { worker } from "../worker.ts"
import { lineOf } from "./bubble.tsx"
import { Chat } from "./chat.tsx"
import { Chats } from "./chats.tsx"
import { UpdateLine } from "./update-line.tsx"

const Address = lazy(async () => (await import("./address.tsx")).Address)
const Contact = lazy(async () => (await import("./contact.tsx")).Contact)
const Contacts = lazy(async () => (await import("./contacts.tsx")).Contacts)
const Lists = lazy(async () => (await import("./lists.tsx")).Lists)
const Invitation = lazy(async () => (await import("./invitation.tsx")).Invitation)
const LinkDialog = lazy(async () => (await import("./link-dialog.tsx")).LinkDialog)
const Keys = lazy(async () => (await import("./keys.tsx")).Keys)
const NewChat = lazy(async () => (await import("./connect.tsx")).NewChat)
const Preferences = lazy(async () => (await import("./preferences.tsx")).Preferences)
const Profile = lazy(async () => (await import("./profile.tsx")).Profile)
const PlayingBar = lazy(async () => (await import("./playing.tsx")).PlayingBar)
const Settings = lazy(async () => (await import("./settings.tsx")).Settings)
const SharedPane = lazy(async () => (await import("./shared.tsx")).SharedPane)
const Profiles = lazy(async () => (await import("./profiles.tsx")).Profiles)

/** Says when there is no connection, and why. Empty while all is well. */
const NetworkLine = () => {
  const now = network.value
  const words =
    !now || now.status === "online"
      ? null
      : now.problem && now.problem !== "NETWORK"
        ? text.failures[now.problem]
        : text.network[now.status]
  return (
    <div role="status" class="network" data-status={now?.status}>
      {words && <p>{words}</p>}
      {now?.status === "stopped" && (
        <button type="button" class="button" onClick={() => void worker.setReceiving(true).catch(() => {})}>
          {text.network.start}
        </button>
      )}
    </div>
  )
}

/** The same profile is in use somewhere else: what comes goes there, until somebody takes it back. */
const ElsewhereLine = () => (
  <div role="status" class="update">
    {elsewhere.value && (
      <>
        <p>{text.elsewhere.taken}</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            applyElsewhere(false)
            void worker.reconnect().catch(() => {})
          }}
        >
          {text.elsewhere.use}
        </button>
      </>
    )}
  </div>
)

/** Offers the next version where nobody is in the middle of something: beside the list, not in a conversation. */
const Update = () => (route.value.at === "home" && !arrival.value && !shared.value ? <UpdateLine /> : null)

const heardWords = (): string => {
  const now = heard.value
  const name = plainName(now.name, text.list.unnamed)
  if (now.what !== "here") return text.heard[now.what](name)
  return text.heard.here(name, lineOf(now.item.text, now.item.content?.kind ?? "text"))
}

/** Tells screen readers about new messages, here and in chats that are not on screen, and about requests. */
const Heard = () => {
  const { count } = heard.value
  return (
    <div role="status" class="unseen">
      {count > 0 && <p key={count}>{heardWords()}</p>}
    </div>
  )
}

/** What plays is at hand wherever its chat is not. */
const Playing = () => {
  const now = playing.value
  return now && now.chatId !== readChatId.value ? <PlayingBar now={now} /> : null
}

const Pane = () => {
  const now = route.value
  if (arrival.value) return <Invitation key={arrival.value.link} arrival={arrival.value} />
  if (shared.value) return <SharedPane shared={shared.value} />
  if (now.at === "new") return <NewChat />
  if (now.at === "address") return <Address />
  if (now.at === "settings") return <Settings section={now.section} />
  if (now.at === "profiles") return <Profiles />
  if (now.at === "profile") return <Profile />
  if (now.at === "preferences") return <Preferences />
  if (now.at === "contacts") return <Contacts />
  if (now.at === "lists") return <Lists />
  const chat = now.at === "chat" ? chatById(now.chatId) : undefined
  const about = now.at === "contact" ? chatById(now.chatId) : undefined
  if (about) return <Contact key={about.id} chat={about} />
  if (chat) return <Chat key={chat.id} chat={chat} />
  return (
    <section class="pane pane-empty">
      <Logo />
      <p>{text.list.choose}</p>
    </section>
  )
}

export const Panes = () => {
  useLayoutEffect(followWallpaper, [])
  return (
    <div class="frame">
      <NetworkLine />
      <Countdown />
      <ElsewhereLine />
      <Update />
      <Playing />
      <main class="panes" data-shows={arrival.value || shared.value || route.value.at !== "home" ? "pane" : "list"}>
        <Chats />
        <Pane />
      </main>
      <Heard />
      {opening.value && <LinkDialog {...opening.value} />}
      {helpShown.value && <Keys />}
    </div>
  )
}
