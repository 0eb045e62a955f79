/** A one-time link that nobody has used yet. */
import type { OwnLink } from "../../worker/api.ts"
import { isKept } from "../state/session.ts"
import { text } from "../text.ts"
import { Share } from "./share.tsx"

export const OneTimeLink = ({ link }: { link: OwnLink }) => (
  <div class="panel-body">
    <section class="card">
      <p class="lead">{text.link.lead}</p>
      <Share link={link} label={text.link.label} hint={isKept.value ? text.link.stayKept : text.link.stay} />
    </section>
  </div>
)
