/** What a profile allows its contacts, whether it sends receipts, and how long its messages stay. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Allow, FeatureName, ProfilePreferences, ReceiptSettings } from "../../worker/api.ts"
import {
  countExpired,
  loadPreferences,
  loadReceipts,
  loadRetention,
  setPreferences,
  setReceipts,
  setRetention,
} from "../allowing.ts"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { useChanges, useKept } from "../parts/changes.ts"
import { Switch } from "../parts/choice.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem, Select } from "../parts/form.tsx"
import { lazy } from "../parts/lazy.tsx"
import { Panel } from "../parts/pane.tsx"
import { span } from "../parts/time.tsx"
import { activeProfile } from "../state/profiles.ts"
import { text } from "../text.ts"
import { RetentionChoice } from "./retention.tsx"

const ChosenWallpaper = lazy(async () => (await import("./settings-wallpaper.tsx")).ChosenWallpaper)

const shown: readonly FeatureName[] = ["timedMessages", "fullDelete", "reactions", "voice", "calls"]
const day = 86_400
/** Seconds, as the apps offer them for new chats. */
const lives = [3600, 8 * 3600, day, 7 * day, 30 * day, 365 * day]
const never = "off"

type Props = {
  readonly name: FeatureName
  readonly preference: ProfilePreferences[FeatureName]
  readonly onChange: (next: ProfilePreferences[FeatureName]) => void
}

const Feature = ({ name, preference: { allow, ttl }, onChange }: Props) => {
  const words = own.preferences.allow
  const offered = ttl !== undefined && !lives.includes(ttl) ? [...lives, ttl].sort((a, b) => a - b) : lives
  return (
    <div class="feature">
      <Select
        label={text.features.name[name]}
        value={allow}
        options={[
          ...(name === "timedMessages" ? [] : [["always", words.always] as const]),
          ["yes", words.yes],
          ["no", words.no],
        ]}
        hint={own.preferences.means[name]}
        onChange={value => onChange({ allow: value as Allow, ...(ttl !== undefined && { ttl }) })}
      />
      {name === "timedMessages" && allow !== "no" && (
        <Select
          label={own.preferences.life}
          value={`${ttl ?? never}`}
          options={[[never, own.preferences.off], ...offered.map(s => [`${s}`, span(s)] as const)]}
          hint={own.preferences.lifeMeans}
          onChange={value => onChange(value === never ? { allow } : { allow, ttl: Number(value) })}
        />
      )}
    </div>
  )
}

/** How many chats say something else than what is asked for. */
const others = (settings: ReceiptSettings, on: boolean) => settings.overrides[on ? "off" : "on"]

const Receipts = () => {
  const settings = useSignal<ReceiptSettings | null>(null)
  const asking = useSignal<boolean | null>(null)
  const action = useChanges()
  useEffect(() => void action.run(load), [])
  const load = async () => {
    settings.value = await loadReceipts()
  }
  const set = (on: boolean, forAll: boolean) =>
    action.run(async () => {
      asking.value = null
      const before = settings.value
      if (before) settings.value = { ...before, on }
      await setReceipts(on, forAll).finally(load)
    })
  const close = () => {
    asking.value = null
  }
  const now = settings.value
  const wanted = asking.value
  return (
    <section class="card">
      <h2>{own.receipts.heading}</h2>
      {now && (
        <Switch
          label={own.receipts.label}
          on={now.on}
          hint={own.receipts.means}
          onChange={on => {
            if (others(now, on) === 0) void set(on, false)
            else asking.value = on
          }}
        />
      )}
      <Problem code={action.problem.value} />
      {now && wanted !== null && (
        <Dialog heading={wanted ? own.receipts.headingOn : own.receipts.headingOff} onClose={close}>
          <p>{own.receipts.overrides(others(now, wanted))}</p>
          <div class="buttons">
            <Button kind="primary" onClick={() => void set(wanted, false)}>
              {wanted ? own.receipts.keepOn : own.receipts.keepOff}
            </Button>
            <Button onClick={() => void set(wanted, true)}>{wanted ? own.receipts.allOn : own.receipts.allOff}</Button>
            <Button kind="quiet" onClick={close}>
              {text.remove.cancel}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  )
}

const Retention = () => {
  const value = useSignal<number | null | undefined>(undefined)
  const action = useAction()
  const load = async () => {
    value.value = await loadRetention()
  }
  useEffect(() => void action.run(load), [])
  return (
    <section class="card">
      <h2>{own.retention.heading}</h2>
      {value.value !== undefined && (
        <RetentionChoice
          value={value.value}
          means={own.retention.means}
          count={countExpired}
          set={async next => {
            await setRetention(next ?? null)
            await load()
          }}
        />
      )}
      <Problem code={action.problem.value} />
    </section>
  )
}

const All = () => {
  const { value, problem, change } = useKept<ProfilePreferences>(loadPreferences, (_, patch) => setPreferences(patch))
  const now = value.value
  return (
    <>
      <section class="card">
        <p class="lead">{own.preferences.lead}</p>
        <Problem code={problem.value} />
        {now &&
          shown.map(name => (
            <Feature key={name} name={name} preference={now[name]} onChange={next => change({ [name]: next })} />
          ))}
        <p class="hint">{own.preferences.told}</p>
      </section>
      <Receipts />
      <Retention />
      <ChosenWallpaper chatId={null} chosen={activeProfile.value?.wallpaper} />
    </>
  )
}

export const Preferences = () => (
  <Panel heading={own.preferences.heading} back={text.profile.back} inner>
    <All key={activeProfile.value?.id} />
  </Panel>
)
