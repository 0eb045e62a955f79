/** "Your SimpleX address": make it, give it away, delete it. */
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { OwnLink } from "../../worker/api.ts"
import { createAddress, deleteAddress } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { address } from "../state/address.ts"
import { goHome, goTo } from "../state/route.ts"
import { isKept } from "../state/session.ts"
import { text } from "../text.ts"
import { Share } from "./share.tsx"

/** The button that leads to the address, or makes it first. */
export const AddressButton = ({ kind = "second" }: { kind?: "primary" | "second" }) => {
  const making = useAction()
  if (address.value)
    return (
      <Button onClick={() => goTo({ at: "address" })}>
        <Icon name="code" />
        {text.address.show}
      </Button>
    )
  return (
    <>
      <Problem code={making.problem.value} />
      <Button kind={kind} busy={making.busy.value} onClick={() => void making.run(createAddress)}>
        <Icon name="code" />
        {text.address.create}
      </Button>
    </>
  )
}

const Delete = ({ onClose }: { onClose: () => void }) => {
  const action = useAction()
  return (
    <Dialog heading={text.address.deleteHeading} onClose={onClose}>
      <p>{text.address.deleteMeans}</p>
      <Problem code={action.problem.value} />
      <div class="buttons">
        <Button kind="danger" busy={action.busy.value} onClick={() => void action.run(deleteAddress)}>
          {text.address.confirm}
        </Button>
        <Button onClick={onClose}>{text.remove.cancel}</Button>
      </div>
    </Dialog>
  )
}

/** The question goes with the address: what it leaves behind can take the focus. */
const Existing = ({ link }: { link: OwnLink }) => {
  const deleting = useSignal(false)
  return (
    <>
      <Share link={link} label={text.address.label} hint={isKept.value ? text.address.stayKept : text.address.stay} />
      <Button
        kind="quiet"
        onClick={() => {
          deleting.value = true
        }}
      >
        <Icon name="trash" />
        {text.address.delete}
      </Button>
      {deleting.value && (
        <Delete
          onClose={() => {
            deleting.value = false
          }}
        />
      )}
    </>
  )
}

export const Address = () => {
  const heading = useRef<HTMLHeadingElement>(null)
  const link = address.value
  // Made or deleted: the button that did it is gone, and with it the focus.
  useEffect(() => heading.current?.focus(), [link])
  return (
    <section class="panel" aria-labelledby="address-heading">
      <header class="pane-head">
        <button type="button" class="icon-button back" aria-label={text.newChat.back} onClick={goHome}>
          <Icon name="back" />
        </button>
        <h1 ref={heading} id="address-heading" tabIndex={-1}>
          {text.address.heading}
        </h1>
      </header>
      <div class="panel-body">
        <section class="card">
          <p class="lead">{text.address.lead}</p>
          {link ? <Existing link={link} /> : <AddressButton kind="primary" />}
        </section>
      </div>
    </section>
  )
}
