/** Whether contacts are told our address, and sending it in a chat. */
import { useSignal } from "@preact/signals"
import type { OwnLink } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { Ask } from "../parts/ask.tsx"
import { Button, Check } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { shareAddress } from "../people.ts"
import { activeProfile } from "../state/profiles.ts"
import { text as words } from "../text.ts"
import { SendCard } from "./card.tsx"

export const ShareAddress = ({ link }: { link: OwnLink }) => {
  const asking = useSignal(false)
  const sending = useSignal(false)
  const on = activeProfile.value?.sharesAddress === true
  return (
    <section class="card">
      <Check
        // Drawn anew after the question, whatever was answered.
        key={`${on} ${asking.value}`}
        label={text.sharing.toggle}
        means={text.sharing.means}
        value={on}
        onChange={() => {
          asking.value = true
        }}
      />
      {link.short !== undefined && (
        <Button
          onClick={() => {
            sending.value = true
          }}
        >
          <Icon name="forward" />
          {text.card.sendOwn}
        </Button>
      )}
      {asking.value && (
        <Ask
          heading={on ? text.sharing.offHeading : text.sharing.onHeading}
          means={text.sharing.told}
          confirm={on ? text.sharing.off : text.sharing.on}
          cancel={words.remove.cancel}
          run={() => shareAddress(!on)}
          onClose={() => {
            asking.value = false
          }}
        />
      )}
      {sending.value && (
        <SendCard
          of={null}
          name=""
          onClose={() => {
            sending.value = false
          }}
        />
      )}
    </section>
  )
}
