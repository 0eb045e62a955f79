/** What is agreed with a contact, and what we chose for the chat with them. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Allow, Chat, Feature, FeatureName } from "../../worker/api.ts"
import { countExpired, loadRetention, setChatRetention } from "../allowing.ts"
import { clearChat, setChatSettings, setFeature } from "../commands.ts"
import { text as own } from "../own-text.ts"
import { Ask } from "../parts/ask.tsx"
import { useChanges } from "../parts/changes.ts"
import { Button, Check, Problem, Select } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { span } from "../parts/time.tsx"
import { text } from "../text.ts"
import { RetentionChoice } from "./retention.tsx"

/** Seconds, as the apps offer them. */
const lives = [30, 300, 3600, 8 * 3600, 86_400, 7 * 86_400, 30 * 86_400]

const never = "off"

const Life = ({ chat, feature }: { chat: Chat; feature: Feature }) => {
  const action = useChanges()
  // A time of another app stands in the list as well.
  const offered = feature.ttl && !lives.includes(feature.ttl) ? [...lives, feature.ttl].sort((a, b) => a - b) : lives
  const choose = (value: string) =>
    setFeature(chat.id, "timedMessages", allowOf(feature), value === never ? null : Number(value))
  return (
    <>
      <Select
        label={text.features.after}
        value={`${feature.ttl ?? never}`}
        options={[[never, text.features.off], ...offered.map(s => [`${s}`, span(s)] as const)]}
        onChange={value => void action.run(() => choose(value))}
      />
      <Problem code={action.problem.value} />
    </>
  )
}

/** What is set for this contact; null: as the profile says. */
const allowOf = (feature: Feature): Allow | null => (feature.isDefault ? null : feature.mine)

const byDefault = "default"

const One = ({ chat, name, feature }: { chat: Chat; name: FeatureName; feature: Feature }) => {
  const action = useChanges()
  const choose = (value: string) => setFeature(chat.id, name, value === byDefault ? null : (value as Allow))
  const allow = text.features.allow
  const ours = feature.isDefault ? text.features.default(allow[feature.mine]) : text.features.default(null)
  const outcome = feature.forMe ? (feature.forContact ? "both" : "me") : feature.forContact ? "contact" : "none"
  return (
    <div class="feature">
      <Select
        label={text.features.name[name]}
        value={allowOf(feature) ?? byDefault}
        options={[
          [byDefault, ours],
          // Messages are not taken away from somebody who does not agree.
          ...(name === "timedMessages" ? [] : [["always", allow.always] as const]),
          ["yes", allow.yes],
          ["no", allow.no],
        ]}
        hint={`${text.features.theirs(allow[feature.theirs])} ${text.features.outcome[outcome]}`}
        onChange={value => void action.run(() => choose(value))}
      />
      <Problem code={action.problem.value} />
      {name === "timedMessages" && feature.forMe && <Life chat={chat} feature={feature} />}
    </div>
  )
}

const shown: readonly FeatureName[] = ["timedMessages", "fullDelete", "reactions", "voice", "calls"]

export const Preferences = ({ chat }: { chat: Chat }) => {
  const { features } = chat
  if (!features) return null
  return (
    <section class="card">
      <h2>{text.features.heading}</h2>
      {shown.map(name => (
        <One key={name} chat={chat} name={name} feature={features[name]} />
      ))}
    </section>
  )
}

const receiptsOf = { default: null, yes: true, no: false } as const

const Receipts = ({ chat }: { chat: Chat }) => {
  const action = useChanges()
  const now = chat.settings?.receipts
  return (
    <>
      <Select
        label={text.chatSettings.receipts}
        value={now === undefined ? "default" : now ? "yes" : "no"}
        options={[
          ["default", text.features.default(null)],
          ["yes", text.chatSettings.on],
          ["no", text.chatSettings.off],
        ]}
        hint={text.chatSettings.receiptsMeans}
        onChange={value =>
          void action.run(() => setChatSettings(chat.id, { receipts: receiptsOf[value as keyof typeof receiptsOf] }))
        }
      />
      <Problem code={action.problem.value} />
    </>
  )
}

const Retention = ({ chat }: { chat: Chat }) => {
  const byDefault = useSignal<number | null | undefined>(undefined)
  const action = useChanges()
  useEffect(() => {
    void action.run(async () => {
      byDefault.value = await loadRetention()
    })
  }, [])
  const now = chat.settings?.retention
  return (
    <>
      {byDefault.value !== undefined && (
        <RetentionChoice
          value={now === 0 ? null : now}
          byDefault={byDefault.value}
          means={own.retention.chatMeans}
          count={seconds => countExpired(seconds, chat.id)}
          set={next => setChatRetention(chat.id, next === undefined ? null : (next ?? 0))}
        />
      )}
      <Problem code={action.problem.value} />
    </>
  )
}

export const ChatChoices = ({ chat }: { chat: Chat }) => {
  const action = useChanges()
  const asking = useSignal(false)
  const { muted = false, favorite = false } = chat.settings ?? {}
  return (
    <section class="card">
      <h2>{text.chatSettings.heading}</h2>
      <Check
        label={text.chatSettings.favorite}
        means={text.chatSettings.favoriteMeans}
        value={favorite}
        onChange={on => void action.run(() => setChatSettings(chat.id, { favorite: on }))}
      />
      <Check
        label={text.chatSettings.mute}
        means={text.chatSettings.muteMeans}
        value={muted}
        onChange={on => void action.run(() => setChatSettings(chat.id, { muted: on }))}
      />
      <Problem code={action.problem.value} />
      <Receipts chat={chat} />
      <Retention chat={chat} />
      <Button
        kind="quiet"
        onClick={() => {
          asking.value = true
        }}
      >
        <Icon name="trash" />
        {text.chatSettings.clear}
      </Button>
      {asking.value && (
        <Ask
          heading={text.chatSettings.clearHeading}
          means={text.chatSettings.clearMeans}
          confirm={text.chatSettings.clearConfirm}
          cancel={text.remove.cancel}
          danger
          run={() => clearChat(chat.id)}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
    </section>
  )
}
