/** Other ways to send than at once and for good: while it is typed, and for a time only. */
import { useSignal } from "@preact/signals"
import type { Chat } from "../../worker/api.ts"
import { compose } from "../commands.ts"
import { startLive } from "../live.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Field, Form, Problem, Select } from "../parts/form.tsx"
import { type Entry, Menu, type Place } from "../parts/menu.tsx"
import { span } from "../parts/time.tsx"
import { composeOf, withTtl } from "../state/compose.ts"
import { customTtl, ttls, type Unit, units } from "../state/ttl.ts"
import { text } from "../text.ts"

const TimeDialog = ({ onChoose, onClose }: { onChoose: (ttl: number) => void; onClose: () => void }) => {
  const amount = useSignal("")
  const unit = useSignal<Unit>("minute")
  const wrong = useSignal(false)
  const own = () => {
    const ttl = customTtl(amount.value, unit.value)
    wrong.value = ttl === null
    if (ttl !== null) onChoose(ttl)
  }
  const { sending } = text
  return (
    <Dialog heading={sending.ttl} onClose={onClose}>
      <p>{sending.ttlMeans}</p>
      <ul class="choices">
        {ttls.map(ttl => (
          <li key={ttl}>
            <button type="button" class="choice" onClick={() => onChoose(ttl)}>
              {span(ttl)}
            </button>
          </li>
        ))}
      </ul>
      <Form onSubmit={own}>
        <fieldset class="own-time">
          <legend>{sending.custom}</legend>
          <Field
            label={sending.amount}
            value={amount.value}
            maxLength={3}
            numeric
            invalid={wrong.value}
            onInput={v => {
              amount.value = v
              wrong.value = false
            }}
          />
          <Select
            label={sending.unit}
            value={unit.value}
            options={units.map(u => [u, sending.units[u]] as const)}
            onChange={v => {
              unit.value = units.find(u => u === v) ?? "minute"
            }}
          />
          <Button submit>{sending.use}</Button>
        </fieldset>
        <Problem words={wrong.value ? sending.wrongTime : null} />
      </Form>
    </Dialog>
  )
}

type Props = {
  readonly chat: Chat
  readonly place: Place
  /** `focusBack`: what opened the menu gets the focus, else the box does. */
  readonly onClose: (focusBack: boolean) => void
  readonly onProblem: (thrown: unknown) => void
}

/** The menu, then the dialog in its place. */
export const SendMenu = ({ chat, place, onClose, onProblem }: Props) => {
  const timing = useSignal(false)
  const now = composeOf(chat.id)
  const { timedMessages } = chat.features ?? {}
  const mayDisappear = timedMessages?.forMe === true && timedMessages.forContact
  const entries: readonly Entry[] = [
    {
      key: "live",
      label: text.sending.live,
      icon: "live",
      off: chat.status !== "connected" || now.live !== undefined,
      run: () => {
        startLive(chat.id, onProblem)
        onClose(false)
      },
    },
    {
      key: "ttl",
      label: text.sending.ttl,
      icon: "timer",
      off: !mayDisappear || now.live !== undefined,
      run: () => {
        timing.value = true
      },
    },
  ]
  if (!timing.value)
    return <Menu label={text.sending.options} entries={entries} place={place} onClose={() => onClose(true)} />
  return (
    <TimeDialog
      onChoose={ttl => {
        compose(chat.id, withTtl(composeOf(chat.id), ttl))
        onClose(false)
      }}
      onClose={() => onClose(true)}
    />
  )
}
