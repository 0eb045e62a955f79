/** "Your profiles": change between them, make another, delete one. */
import { useSignal } from "@preact/signals"
import type { ProfileInfo } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Panel } from "../parts/pane.tsx"
import { plainName } from "../parts/plain.ts"
import { addProfile, deleteProfile, switchProfile } from "../people.ts"
import { profiles } from "../state/profiles.ts"
import { goInto } from "../state/route.ts"
import { number } from "../text/plural.ts"
import { text } from "../text.ts"

const Row = ({ profile }: { profile: ProfileInfo }) => {
  const action = useAction()
  const asking = useSignal(false)
  const name = plainName(profile.displayName, text.list.unnamed)
  const choose = () => (profile.active ? goInto({ at: "profile" }) : void action.run(() => switchProfile(profile.id)))
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
        {profile.unread > 0 && !profile.active && <span class="badge">{number(profile.unread)}</span>}
      </button>
      {profiles.value.length > 1 && (
        <button
          type="button"
          class="icon-button"
          aria-label={text.profiles.delete(name)}
          onClick={() => {
            asking.value = true
          }}
        >
          <Icon name="trash" />
        </button>
      )}
      <Problem code={action.problem.value} />
      {asking.value && (
        <Ask
          heading={text.profiles.deleteHeading(name)}
          means={text.profiles.deleteMeans}
          confirm={text.profiles.confirm}
          cancel={text.remove.cancel}
          danger
          run={() => deleteProfile(profile.id)}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
    </li>
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
    <section class="card">
      <ul class="choices">
        {profiles.value.map(profile => (
          <Row key={profile.id} profile={profile} />
        ))}
      </ul>
      <Button onClick={() => goInto({ at: "profile" })}>
        <Icon name="edit" />
        {text.profiles.edit}
      </Button>
    </section>
    <Add />
  </Panel>
)
