/** Somebody's link as a card, in a message; and choosing the chat that a card is sent to. */
import type { LinkCard } from "../../worker/api.ts"
import { arrive } from "../commands.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Avatar } from "../parts/avatar.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { plainName } from "../parts/plain.ts"
import { sendCard } from "../people.ts"
import { address } from "../state/address.ts"
import { text as words } from "../text.ts"
import { ChooseChat } from "./choose-chat.tsx"

/** Name and picture are the sender's words; what is opened, and what stands under them, is the link itself. */
export const Card = ({ card }: { card: LinkCard | undefined }) => {
  if (!card) return <p class="hint">{text.card.unreadable}</p>
  const name = plainName(card.name, words.list.unnamed)
  const fullName = plainName(card.fullName, "")
  const bio = plainName(card.bio ?? "", "")
  return (
    <div class="link-person">
      <Avatar id={card.link} name={name} image={card.image} />
      <div class="link-person-who">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {fullName !== "" && fullName !== name && <bdi>{fullName}</bdi>}
        {bio !== "" && <span dir="auto">{bio}</span>}
        <span class="target">{text.card.at(text.card.of[card.of], card.host)}</span>
      </div>
      {card.link !== address.value?.short && (
        <Button kind="primary" onClick={() => arrive(card.link)}>
          {text.card.connect}
        </Button>
      )}
    </div>
  )
}

type Props = {
  /** Whose card: a chat's, or null for our own. */
  readonly of: string | null
  readonly name: string
  readonly onClose: () => void
}

/** Who knows us by a random name is not offered our real one. */
export const SendCard = ({ of, name, onClose }: Props) => {
  const action = useAction()
  const code = action.problem.value
  return (
    <Dialog
      heading={of === null ? text.card.sendOwnHeading : <bdi>{text.card.sendHeading(name)}</bdi>}
      onClose={onClose}
    >
      <ChooseChat
        without={chat => chat.id === of || (of === null && chat.incognito !== undefined)}
        busy={action.busy.value}
        onChoose={chosen => void action.run(async () => sendCard(await chosen(), of).then(onClose))}
      >
        {code === "LINK_UNSUPPORTED" ? <Problem words={text.card.long} /> : <Problem code={code} />}
      </ChooseChat>
    </Dialog>
  )
}
