/** "Contacts": everybody, also those whose conversation was deleted; and how duplicates are treated. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { useChanges } from "../parts/changes.ts"
import { Button, Check, Field, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Panel } from "../parts/pane.tsx"
import { plainName } from "../parts/plain.ts"
import { askTeam, setContactMerge } from "../people.ts"
import { chats } from "../state/chats.ts"
import { activeProfile } from "../state/profiles.ts"
import { goTo } from "../state/route.ts"
import { matching } from "../state/search.ts"
import { text as words } from "../text.ts"
import { chatName } from "./chats.tsx"

const isContact = (chat: Chat) =>
  chat.status === "connected" || (chat.archived === true && chat.status === "connecting")

const Row = ({ chat }: { chat: Chat }) => {
  const name = chatName(chat)
  const more = chat.archived ? text.page.archived : plainName(chat.bio ?? "", "")
  return (
    <li>
      <button type="button" class="choice" onClick={() => goTo({ at: "chat", chatId: chat.id })}>
        <Avatar id={chat.id} name={name} image={chat.image} />
        <span class="profile-name">
          <bdi>{name}</bdi>
          {more !== "" && (
            <span class="hint" dir="auto">
              {more}
            </span>
          )}
        </span>
      </button>
    </li>
  )
}

export const Contacts = () => {
  const wanted = useSignal("")
  const merging = useChanges()
  const all = chats.value
    .filter(isContact)
    .toSorted((a, b) => chatName(a).localeCompare(chatName(b)) || (a.id < b.id ? -1 : 1))
  const found = wanted.value.trim() === "" ? all : matching(all, wanted.value.trim(), chatName)
  return (
    <Panel heading={text.page.heading} back={words.newChat.back}>
      <section class="card">
        <p class="lead">{text.page.lead}</p>
        {all.length > 0 && (
          <Field
            label={text.page.find}
            value={wanted.value}
            onInput={v => {
              wanted.value = v
            }}
          />
        )}
        {found.length === 0 && (
          <p class="hint" role="status">
            {all.length === 0 ? text.page.none : text.page.notFound}
          </p>
        )}
        <ul class="choices">
          {found.map(chat => (
            <Row key={chat.id} chat={chat} />
          ))}
        </ul>
      </section>
      <section class="card">
        <h2>{text.page.duplicates}</h2>
        <Check
          label={text.page.merge}
          means={text.page.mergeMeans}
          value={activeProfile.value?.keepsDuplicates !== true}
          onChange={on => void merging.run(() => setContactMerge(on))}
        />
        <Problem code={merging.problem.value} />
      </section>
    </Panel>
  )
}

/** In "New chat": those who are there already, and those who make SimpleX. */
export const People = () => {
  const asking = useAction()
  return (
    <>
      <section class="card">
        <h2>{text.page.heading}</h2>
        <p class="lead">{text.page.lead}</p>
        <Button onClick={() => goTo({ at: "contacts" })}>
          <Icon name="people" />
          {text.page.open}
        </Button>
      </section>
      <section class="card">
        <h2>{text.team.heading}</h2>
        <p class="lead">{text.team.lead}</p>
        <Problem code={asking.problem.value} />
        <Button busy={asking.busy.value} onClick={() => void asking.run(askTeam)}>
          <Icon name="smile" />
          {text.team.open}
        </Button>
      </section>
    </>
  )
}
