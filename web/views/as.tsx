/** Whose an unused link or a prepared chat is: one of the profiles, or a random name. */
import type { Chat } from "../../worker/api.ts"
import { text as own } from "../own-text.ts"
import { useAction } from "../parts/action.ts"
import { Problem, Select } from "../parts/form.tsx"
import { plainName } from "../parts/plain.ts"
import { changeLinkProfile, setLinkIncognito } from "../people.ts"
import { activeProfile, profiles } from "../state/profiles.ts"
import { text } from "../text.ts"

const random = "incognito"

export const As = ({ chat }: { chat: Chat }) => {
  const action = useAction()
  const isLink = chat.status === "link"
  const active = activeProfile.value
  // A prepared chat is made incognito by the button that connects.
  if (!active || (!isLink && profiles.value.length < 2)) return null
  const now = chat.incognito === undefined ? `${active.id}` : random
  const choose = async (value: string) => {
    if (value === random) return setLinkIncognito(chat.id, true)
    if (Number(value) !== active.id) return changeLinkProfile(chat.id, Number(value))
    return setLinkIncognito(chat.id, false)
  }
  return (
    <div class="as">
      <Select
        key={`${now} ${action.problem.value}`}
        label={isLink ? own.as.links : own.as.label}
        value={now}
        options={[
          ...profiles.value.map(p => [`${p.id}`, plainName(p.displayName, text.list.unnamed)] as const),
          ...(isLink ? [[random, own.as.incognito] as const] : []),
        ]}
        hint={isLink ? own.as.means : own.as.meansPrepared}
        onChange={value => void action.run(() => choose(value))}
      />
      <Problem code={action.problem.value} />
    </div>
  )
}
