/** A link whose address tells more than where it leads: whether to follow it with or without that. */
import { Dialog } from "../parts/dialog.tsx"
import { Button } from "../parts/form.tsx"
import { away } from "../parts/plain.ts"
import { applyOpening, type Opening } from "../state/opening.ts"
import { text } from "../text.ts"

/** Of an address, so much that what is at both ends can be seen. */
const most = 160
const shortened = (address: string): string =>
  address.length <= most ? address : `${address.slice(0, most - 40)}…${address.slice(-39)}`

const onClose = () => applyOpening(null)

export const LinkDialog = ({ href, clean }: Opening) => (
  <Dialog heading={text.opening.heading} onClose={onClose}>
    <p>{text.opening.means}</p>
    <p class="address" dir="ltr">
      {shortened(href)}
    </p>
    <div class="buttons buttons-tall">
      <a class="button primary" href={clean} {...away} onClick={onClose}>
        {text.opening.clean}
      </a>
      <a class="button" href={href} {...away} onClick={onClose}>
        {text.opening.full}
      </a>
      <Button onClick={onClose}>{text.remove.cancel}</Button>
    </div>
  </Dialog>
)
