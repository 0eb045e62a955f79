/** One's own profile, as others see it. */
import { useSignal } from "@preact/signals"
import type { ProfileInfo } from "../../worker/api.ts"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Panel } from "../parts/pane.tsx"
import { openPicture } from "../parts/picture.ts"
import { plainName } from "../parts/plain.ts"
import { updateProfile } from "../people.ts"
import { activeProfile } from "../state/profiles.ts"
import { goBack } from "../state/route.ts"
import { text } from "../text.ts"
import { CropDialog } from "./crop.tsx"

/** Bytes of JSON: what the apps allow. Letters of other alphabets take more than one. */
const longestBio = 160
const bioLength = (bio: string) => new TextEncoder().encode(JSON.stringify(bio.trim())).length - 2
/** From here on it is said how much is left. */
const nearlyFull = 120

const Edit = ({ profile }: { profile: ProfileInfo }) => {
  const name = useSignal(profile.displayName)
  const fullName = useSignal(profile.fullName)
  const bio = useSignal(profile.bio ?? "")
  const image = useSignal(profile.image)
  const unreadable = useSignal(false)
  const cropping = useSignal<ImageBitmap | null>(null)
  const stopCropping = () => {
    cropping.value?.close()
    cropping.value = null
  }
  const action = useAction()
  const used = bioLength(bio.value)
  const isLong = used > longestBio
  const save = async () => {
    if (isLong) return
    await updateProfile({
      displayName: name.value,
      fullName: fullName.value.trim(),
      ...(bio.value.trim() !== "" && { bio: bio.value.trim() }),
      ...(image.value !== undefined && { image: image.value }),
    })
    goBack()
  }
  const choose = async (file: File | undefined) => {
    if (!file) return
    unreadable.value = false
    try {
      cropping.value = await openPicture(file)
    } catch {
      unreadable.value = true
    }
  }
  return (
    <Form onSubmit={() => void action.run(save)}>
      <section class="card contact-who">
        <Avatar id={`profile-${profile.id}`} name={plainName(name.value, text.list.unnamed)} image={image.value} />
        <div class="buttons">
          <label class="button second file">
            <Icon name="image" />
            {text.profile.picture}
            <input
              type="file"
              accept="image/*"
              onChange={e => {
                const input = e.currentTarget
                void choose(input.files?.[0]).finally(() => {
                  input.value = "" // the same file may be chosen again
                })
              }}
            />
          </label>
          {image.value !== undefined && (
            <Button
              onClick={() => {
                image.value = undefined
              }}
            >
              {text.profile.noPicture}
            </Button>
          )}
        </div>
        <Problem words={unreadable.value ? text.profile.unreadable : null} />
        {cropping.value && (
          <CropDialog
            image={cropping.value}
            onChoose={picture => {
              image.value = picture
              stopCropping()
            }}
            onClose={stopCropping}
          />
        )}
      </section>
      <section class="card">
        <Field
          label={text.welcome.name}
          value={name.value}
          onInput={v => {
            name.value = v
          }}
          maxLength={200}
          invalid={action.problem.value === "BAD_NAME"}
        />
        <Field
          label={text.profile.fullName}
          value={fullName.value}
          onInput={v => {
            fullName.value = v
          }}
          maxLength={200}
        />
        <Field
          label={text.profile.bio}
          value={bio.value}
          onInput={v => {
            bio.value = v
          }}
          hint={text.profile.bioHint}
          invalid={isLong}
        />
        <p class={isLong ? "problem" : "hint"} role="status" hidden={used < nearlyFull}>
          {used < nearlyFull ? "" : isLong ? own.bio.long : own.bio.left(longestBio - used)}
        </p>
        <p class="hint">{text.profile.told}</p>
        <Problem code={action.problem.value} />
        <Button kind="primary" submit busy={action.busy.value}>
          {text.profile.save}
        </Button>
      </section>
    </Form>
  )
}

export const Profile = () => {
  const profile = activeProfile.value
  return (
    <Panel heading={text.profile.heading} back={text.profile.back} inner>
      {profile && <Edit key={profile.id} profile={profile} />}
    </Panel>
  )
}
