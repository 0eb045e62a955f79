/** A contact without a connection, whose profile names an address. */
import type { Chat } from "../../worker/api.ts"
import { arrive } from "../commands.ts"
import { text } from "../contacts-text.ts"
import { Button } from "../parts/form.tsx"

export const Reconnect = ({ chat }: { chat: Chat }) => {
  const { address } = chat
  if (address === undefined) return null
  return (
    <div class="reconnect">
      <p>{text.reconnect.lead}</p>
      <Button kind="primary" onClick={() => arrive(address)}>
        {text.reconnect.action}
      </Button>
    </div>
  )
}
