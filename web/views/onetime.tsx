/** A one-time link that nobody has used yet. */
import type { Chat, OwnLink } from "../../worker/api.ts"
import { lazy } from "../parts/lazy.tsx"
import { isKept } from "../state/session.ts"
import { text } from "../text.ts"
import { Share } from "./share.tsx"

const As = lazy(async () => (await import("./as.tsx")).As)
const Alias = lazy(async () => (await import("./alias.tsx")).Alias)

export const OneTimeLink = ({ chat, link }: { chat: Chat; link: OwnLink }) => (
  <div class="panel-body">
    <section class="card">
      <p class="lead">{text.link.lead}</p>
      <Share link={link} label={text.link.label} hint={isKept.value ? text.link.stayKept : text.link.stay} />
      <As chat={chat} />
    </section>
    <section class="card">
      <Alias chat={chat} />
    </section>
  </div>
)
