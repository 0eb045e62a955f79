/** "Your profiles": find one, change between them, mute, hide, delete, make another. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { ProfileInfo } from "../../worker/api.ts"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { type Entry, Menu, type Place } from "../parts/menu.tsx"
import { Panel } from "../parts/pane.tsx"
import { plainName } from "../parts/plain.ts"
import { addProfile, findProfiles, markAllRead, muteProfile, switchProfile } from "../people.ts"
import { chats } from "../state/chats.ts"
import { isUnread } from "../state/filters.ts"
import { profiles } from "../state/profiles.ts"
import { goInto } from "../state/route.ts"
import { named } from "../state/search.ts"
import { number } from "../text/plural.ts"
import { text } from "../text.ts"
import { type Doing, ProfileDialog } from "./profile-dialogs.tsx"

const Marks = ({ profile }: { profile: ProfileInfo }) => (
  <>
    {profile.hidden ? (
      <span class="chat-mark">
        <Icon name="lock" />
        <span class="unseen">{own.row.hidden}</span>
      </span>
    ) : (
      profile.muted && (
        <span class="chat-mark">
          <Icon name="mute" />
          <span class="unseen">{own.row.muted}</span>
        </span>
      )
    )}
    {profile.unread > 0 && !profile.active && <span class="badge">{number(profile.unread)}</span>}
  </>
)

type RowProps = {
  readonly profile: ProfileInfo
  /** Of a hidden one that is not shown: what was typed to find it. */
  readonly password?: string
  /** It is not what it was. */
  readonly onChanged: () => void
}

const Row = ({ profile, password, onChanged }: RowProps) => {
  const action = useAction()
  const opener = useRef<HTMLButtonElement>(null)
  const menu = useSignal<Place | null>(null)
  const doing = useSignal<Doing | null>(null)
  const name = plainName(profile.displayName, text.list.unnamed)
  const choose = () =>
    profile.active ? goInto({ at: "profile" }) : void action.run(() => switchProfile(profile.id, password))
  const close = () => {
    menu.value = null
    opener.current?.focus({ preventScroll: true })
  }
  const ask = (what: Doing) => () => {
    close()
    doing.value = what
  }
  const mute = (muted: boolean) => () => {
    close()
    void action.run(async () => {
      await muteProfile(profile.id, muted)
      if (muted) doing.value = "muted"
    })
  }
  const waits = profile.active ? chats.value.some(isUnread) : profile.unread > 0
  const read = () => {
    close()
    void action.run(() => markAllRead(profile.id))
  }
  const entries: readonly Entry[] = [
    // Nothing is done to a profile that is not shown to whoever has only just found it.
    ...(waits && password === undefined
      ? [{ key: "read", label: own.row.read, icon: "done" as const, run: read }]
      : []),
    ...(profile.hidden
      ? [{ key: "unhide", label: own.row.unhide, icon: "unlock" as const, run: ask("unhide") }]
      : [
          {
            key: "mute",
            label: profile.muted ? own.row.unmute : own.row.mute,
            icon: "mute" as const,
            run: mute(!profile.muted),
          },
          { key: "hide", label: own.row.hide, icon: "lock" as const, run: ask("hide") },
        ]),
    { key: "delete", label: own.row.delete, icon: "trash", run: ask("delete") },
  ]
  return (
    <li class="profile-row">
      <button
        type="button"
        class="choice"
        aria-current={profile.active || undefined}
        aria-disabled={action.busy.value || undefined}
        onClick={choose}
      >
        <Avatar id={`profile-${profile.id}`} name={name} image={profile.image} />
        <span class="profile-name">
          <bdi>{name}</bdi>
          <span class="hint">{profile.active ? text.profiles.active : text.profiles.use}</span>
        </span>
        <Marks profile={profile} />
      </button>
      <button
        ref={opener}
        type="button"
        class="icon-button"
        aria-label={own.row.actions(name)}
        aria-haspopup="menu"
        aria-expanded={menu.value !== null}
        onClick={e => {
          const { left, bottom } = e.currentTarget.getBoundingClientRect()
          menu.value = { x: left, y: bottom }
        }}
      >
        <Icon name="more" />
      </button>
      <Problem code={action.problem.value} />
      {menu.value && <Menu label={own.row.actions(name)} entries={entries} place={menu.value} onClose={close} />}
      {doing.value && (
        <ProfileDialog
          doing={doing.value}
          profile={profile}
          {...(password !== undefined && !profile.active && { password })}
          onClose={() => {
            doing.value = null
          }}
          onDone={onChanged}
        />
      )}
    </li>
  )
}

/** Milliseconds without a key before what was typed is tried as a password. */
const pause = 500

/** What is typed is a name to look for, and after a pause a password to try. */
const useSearch = () => {
  const query = useSignal("")
  const found = useSignal<readonly ProfileInfo[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const look = async (typed: string) => {
    const all = await findProfiles(typed).catch(() => [])
    // What was typed meanwhile is tried by itself.
    if (query.peek() === typed) found.value = all
  }
  const type = (typed: string, wait = pause) => {
    query.value = typed
    found.value = []
    clearTimeout(timer.current)
    if (typed.trim() !== "") timer.current = setTimeout(() => void look(typed), wait)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return { query, found, type }
}

const List = () => {
  const { query, found, type } = useSearch()
  const typed = query.value.trim()
  const seen =
    typed === "" ? profiles.value : profiles.value.filter(p => named(`${p.displayName} ${p.fullName}`, typed))
  // One that is unhidden stays in its place, as it is now, until its question has closed and what was typed is gone.
  const opened = found.value.map(p => profiles.value.find(shown => shown.id === p.id) ?? p)
  const all = [...seen, ...opened.filter(p => !seen.includes(p))]
  return (
    <section class="card">
      <div class="search inside">
        <Icon name="search" />
        <input
          type="search"
          dir="auto"
          aria-label={own.search.label}
          placeholder={own.search.label}
          aria-describedby="profiles-search-hint"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={query.value}
          onInput={e => type(e.currentTarget.value)}
          onKeyDown={e => {
            if (e.key === "Enter") type(query.peek(), 0)
            if (e.key !== "Escape" || query.peek() === "") return
            e.preventDefault()
            type("")
          }}
        />
      </div>
      <p class="hint" id="profiles-search-hint">
        {own.search.means}
      </p>
      <ul class="choices">
        {all.map(profile => (
          <Row
            key={profile.id}
            profile={profile}
            {...(found.value.includes(profile) && { password: typed })}
            onChanged={() => type("")}
          />
        ))}
      </ul>
      <p class={all.length === 0 ? "hint" : "unseen"} role="status">
        {typed === "" ? "" : all.length === 0 ? own.search.none : own.search.found(all.length)}
      </p>
      <div class="buttons">
        <Button onClick={() => goInto({ at: "profile" })}>
          <Icon name="edit" />
          {text.profiles.edit}
        </Button>
        <Button onClick={() => goInto({ at: "preferences" })}>
          <Icon name="gear" />
          {own.preferences.open}
        </Button>
      </div>
    </section>
  )
}

const Add = () => {
  const name = useSignal("")
  const action = useAction()
  return (
    <section class="card">
      <h2>{text.profiles.add}</h2>
      <p class="lead">{text.profiles.addMeans}</p>
      <Form onSubmit={() => void action.run(() => addProfile(name.value))}>
        <Field
          label={text.welcome.name}
          value={name.value}
          onInput={v => {
            name.value = v
          }}
          maxLength={200}
          invalid={action.problem.value === "BAD_NAME"}
        />
        <Problem code={action.problem.value} />
        <Button submit busy={action.busy.value}>
          <Icon name="plus" />
          {text.profiles.create}
        </Button>
      </Form>
    </section>
  )
}

export const Profiles = () => (
  <Panel heading={text.profiles.heading} back={text.newChat.back}>
    <List />
    <Add />
  </Panel>
)
