/** How long messages stay on this device: a choice of times, and the question before it deletes anything. */
import { useSignal } from "@preact/signals"
import { text as own } from "../own-text.ts"
import { Ask } from "../parts/ask.tsx"
import { useChanges } from "../parts/changes.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Field, Form, Problem, Select } from "../parts/form.tsx"
import { span } from "../parts/time.tsx"
import { customTtl } from "../state/ttl.ts"
import { text } from "../text.ts"

const day = 86_400
/** Seconds, as the apps offer them. */
const times = { day, week: 7 * day, month: 30 * day, year: 365 * day } as const
const names = Object.keys(times) as readonly (keyof typeof times)[]
const units = ["day", "week", "month"] as const

/** In words; null: for ever. */
export const retentionWords = (seconds: number | null): string => {
  const name = names.find(n => times[n] === seconds)
  if (name) return own.retention[name]
  return seconds === null || seconds === 0 ? own.retention.never : span(seconds)
}

const OwnTime = ({ onChoose, onClose }: { onChoose: (seconds: number) => void; onClose: () => void }) => {
  const amount = useSignal("")
  const unit = useSignal<(typeof units)[number]>("day")
  const wrong = useSignal(false)
  const choose = () => {
    const seconds = customTtl(amount.value, unit.value)
    wrong.value = seconds === null
    if (seconds !== null) onChoose(seconds)
  }
  return (
    <Dialog heading={own.retention.heading} onClose={onClose}>
      <Form onSubmit={choose}>
        <Field
          label={own.retention.amount}
          value={amount.value}
          maxLength={3}
          numeric
          focus
          invalid={wrong.value}
          onInput={v => {
            amount.value = v
            wrong.value = false
          }}
        />
        <Select
          label={own.retention.unit}
          value={unit.value}
          options={units.map(u => [u, own.retention.units[u]] as const)}
          onChange={v => {
            unit.value = units.find(u => u === v) ?? "day"
          }}
        />
        <Problem words={wrong.value ? own.retention.wrong : null} />
        <Button kind="primary" submit>
          {own.retention.use}
        </Button>
      </Form>
    </Dialog>
  )
}

/** "never" and "default" are no numbers; the rest are seconds. */
const keyOf = (value: number | null | undefined): string =>
  value === undefined ? "default" : value === null ? "never" : `${value}`

type Props = {
  /** Seconds; null: for ever; undefined: as the profile says. */
  readonly value: number | null | undefined
  /** Of a chat: what the profile says. */
  readonly byDefault?: number | null
  readonly means: string
  /** How many messages such a time would delete at once. */
  readonly count: (seconds: number) => Promise<number>
  readonly set: (value: number | null | undefined) => Promise<unknown>
}

type Question = { readonly value: number | undefined; readonly seconds: number; readonly count: number }

export const RetentionChoice = ({ value, byDefault, means, count, set }: Props) => {
  const action = useChanges()
  const custom = useSignal(false)
  const question = useSignal<Question | null>(null)
  const stays = (v: number | null | undefined) => (v === undefined ? (byDefault ?? null) : v)

  /** Whatever deletes earlier than before is asked for. */
  const choose = (next: number | null | undefined) =>
    action.run(async () => {
      const [before, after] = [stays(value), stays(next)]
      if (next !== null && after !== null && (before === null || after < before))
        question.value = { value: next, seconds: after, count: await count(after) }
      else await set(next)
    })
  const onChange = (key: string) => {
    if (key === "custom") {
      custom.value = true
      return
    }
    void choose(key === "default" ? undefined : key === "never" ? null : Number(key))
  }
  const offered: readonly number[] = names.map(n => times[n])
  const all =
    typeof value === "number" && !offered.includes(value) ? [...offered, value].sort((a, b) => a - b) : offered
  const now = question.value
  return (
    <>
      <Select
        // Drawn anew, so that it shows what is so when the answer was no.
        key={`${keyOf(value)} ${now === null} ${custom.value}`}
        label={own.retention.label}
        value={keyOf(value)}
        options={[
          ...(byDefault === undefined ? [] : [["default", own.retention.default(retentionWords(byDefault))] as const]),
          ["never", own.retention.never],
          ...all.map(s => [`${s}`, retentionWords(s)] as const),
          ["custom", own.retention.custom],
        ]}
        hint={means}
        onChange={onChange}
      />
      <Problem code={action.problem.value} />
      {custom.value && (
        <OwnTime
          onChoose={seconds => {
            custom.value = false
            void choose(seconds)
          }}
          onClose={() => {
            custom.value = false
          }}
        />
      )}
      {now && (
        <Ask
          heading={own.retention.asking(retentionWords(now.seconds))}
          means={now.count === 0 ? own.retention.none : own.retention.now(now.count)}
          confirm={now.count === 0 ? own.retention.enable : own.retention.confirm}
          cancel={text.remove.cancel}
          danger={now.count > 0}
          run={() => set(now.value)}
          onClose={() => {
            question.value = null
          }}
        />
      )}
    </>
  )
}
