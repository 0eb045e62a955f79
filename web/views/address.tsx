/** "Your SimpleX address": make it, give it away, delete it. */
import { useSignal } from "@preact/signals"
import type { OwnLink } from "../../worker/api.ts"
import { createAddress, deleteAddress } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { Panel } from "../parts/pane.tsx"
import { address } from "../state/address.ts"
import { goTo } from "../state/route.ts"
import { isKept } from "../state/session.ts"
import { text } from "../text.ts"
import { Share } from "./share.tsx"

const AddressSettings = lazy(async () => (await import("./address-settings.tsx")).AddressSettings)

const ShareAddress = lazy(async () => (await import("./share-address.tsx")).ShareAddress)

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
        <Ask
          heading={text.address.deleteHeading}
          means={text.address.deleteMeans}
          confirm={text.address.confirm}
          cancel={text.remove.cancel}
          danger
          run={deleteAddress}
          onClose={() => {
            deleting.value = false
          }}
        />
      )}
    </>
  )
}

export const Address = () => {
  const link = address.value
  return (
    <Panel heading={text.address.heading} back={text.newChat.back} focusOn={link}>
      <section class="card">
        <p class="lead">{text.address.lead}</p>
        {link ? <Existing link={link} /> : <AddressButton kind="primary" />}
      </section>
      {link && <ShareAddress link={link} />}
      {link && <AddressSettings link={link} />}
    </Panel>
  )
}
