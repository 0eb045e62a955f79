/** An opened link, seen by somebody who has a profile here. */

import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { connectArrival, dismissArrival } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { plainName } from "../parts/plain.ts"
import { prepare } from "../people.ts"
import { type Arrival, isAddress, isFile } from "../state/link.ts"
import { text } from "../text.ts"
import { AppLink, DeadEnd, isDeadEnd } from "./deadend.tsx"
import { FileArrival } from "./file-link.tsx"
import { Picture, Told } from "./told.tsx"

const Panel = ({ children }: { children: ComponentChildren }) => {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <section class="panel" ref={ref} tabIndex={-1}>
      <div class="card">{children}</div>
    </section>
  )
}

/** "Connect" with the profile that is open. */
export const Invitation = ({ arrival }: { arrival: Arrival }) => {
  const incognito = useSignal(false)
  const preparing = useAction()
  const connect = (isIncognito: boolean) => {
    incognito.value = isIncognito
    void connectArrival(undefined, isIncognito)
  }
  if (isDeadEnd(arrival))
    return (
      <Panel>
        <DeadEnd arrival={arrival} />
      </Panel>
    )
  if (isFile(arrival))
    return (
      <Panel>
        <FileArrival arrival={arrival} />
      </Panel>
    )
  const inviter = arrival.plan?.name === undefined ? undefined : plainName(arrival.plan.name, "")
  const words = isAddress(arrival) ? text.asking : text.invited
  return (
    <Panel>
      {arrival.plan && <Picture plan={arrival.plan} />}
      <h1 aria-live="polite">{words.heading(inviter)}</h1>
      <p class="lead">{words.lead}</p>
      {arrival.plan && <Told plan={arrival.plan} />}
      <Problem code={arrival.problem} />
      <div class="buttons">
        <Button kind="primary" busy={arrival.busy && !incognito.value} onClick={() => connect(false)}>
          {text.invited.connect}
        </Button>
        <Button busy={arrival.busy && incognito.value} onClick={() => connect(true)}>
          {text.incognito.connect}
        </Button>
      </div>
      <p class="hint">{text.incognito.means}</p>
      <Problem code={preparing.problem.value} />
      <Button kind="quiet" busy={preparing.busy.value} onClick={() => void preparing.run(() => prepare(arrival.link))}>
        {text.prepared.open}
      </Button>
      <Button kind="quiet" onClick={dismissArrival}>
        {text.invited.notNow}
      </Button>
      <AppLink link={arrival.link} />
    </Panel>
  )
}
