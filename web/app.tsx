/** Which screen: the gates before the chats, or the two panes. */
import { Logo } from "./parts/icon.tsx"
import { lazy } from "./parts/lazy.tsx"
import { plainName } from "./parts/plain.ts"
import { heard } from "./state/apply.ts"
import { chatById } from "./state/chats.ts"
import { arrival } from "./state/link.ts"
import { route } from "./state/route.ts"
import { network, session } from "./state/session.ts"
import { update } from "./state/update.ts"
import { text } from "./text.ts"
import { Address } from "./views/address.tsx"
import { Chat } from "./views/chat.tsx"
import { Chats } from "./views/chats.tsx"
import { NewChat } from "./views/connect.tsx"
import { FirstRun, Gate, Invited } from "./views/enter.tsx"
import { DeadEnd, Invitation, isDeadEnd } from "./views/invitation.tsx"
import { Broken, Elsewhere, Exported, Locked } from "./views/unlock.tsx"

const Contact = lazy(async () => (await import("./views/contact.tsx")).Contact)

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
    </div>
  )
}

/** Offers the next version where nobody is in the middle of something: beside the list, not in a conversation. */
const UpdateLine = () => {
  const take = update.value
  const calm = route.value.at === "home" && !arrival.value
  return (
    <div role="status" class="update">
      {take && calm && (
        <>
          <p>{text.update.ready}</p>
          <button type="button" class="button" onClick={take}>
            {text.update.take}
          </button>
        </>
      )}
    </div>
  )
}

/** Tells screen readers about messages in chats that are not on screen, and about requests. */
const Heard = () => {
  const { what, name, count } = heard.value
  return (
    <div role="status" class="unseen">
      {count > 0 && <p key={count}>{text.heard[what](plainName(name, text.list.unnamed))}</p>}
    </div>
  )
}

const Pane = () => {
  const now = route.value
  if (arrival.value) return <Invitation key={arrival.value.link} arrival={arrival.value} />
  if (now.at === "new") return <NewChat />
  if (now.at === "address") return <Address />
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

const Panes = () => (
  <div class="frame">
    <NetworkLine />
    <UpdateLine />
    <main class="panes" data-shows={arrival.value || route.value.at !== "home" ? "pane" : "list"}>
      <Chats />
      <Pane />
    </main>
    <Heard />
  </div>
)

export const App = () => {
  const link = arrival.value
  switch (session.value.state) {
    case "starting":
      return (
        <div class="splash" role="status">
          <Logo />
          <p class="unseen">{text.starting}</p>
        </div>
      )
    case "broken":
      return <Broken />
    case "elsewhere":
      return <Elsewhere />
    case "locked":
      return <Locked />
    case "new":
      if (!link) return <FirstRun />
      if (!isDeadEnd(link)) return <Invited key={link.link} arrival={link} />
      return (
        <Gate>
          <DeadEnd arrival={link} />
        </Gate>
      )
    case "exported":
      return <Exported at={session.value.at} kept={session.value.kept} />
    case "open":
      return <Panes />
  }
}
