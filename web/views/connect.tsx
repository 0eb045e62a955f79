/** "New chat": make a link, or answer one. */
import { useSignal } from "@preact/signals"
import type { ComponentType } from "preact"
import { useEffect } from "preact/hooks"
import { arrive, connectPasted, createLink } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Button, Check, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { Panel } from "../parts/pane.tsx"
import { openNotes } from "../people.ts"
import { findLink } from "../state/link.ts"
import { route } from "../state/route.ts"
import { text } from "../text.ts"
import { AddressButton } from "./address.tsx"
import { SendByLink } from "./file-link.tsx"

const People = lazy(async () => (await import("./contacts.tsx")).People)

type ScanProps = { onFound: (text: string) => void; onClose: () => void }

/** The camera view is fetched when it is first asked for. */
const useScanner = () => {
  const Scanner = useSignal<ComponentType<ScanProps> | null>(null)
  const open = useSignal(false)
  const show = async () => {
    const { Scan } = await import("../parts/scan.tsx")
    Scanner.value = Scan
    open.value = true
  }
  return { Scanner, open, show }
}

const Invite = ({ incognito }: { incognito: boolean }) => {
  const making = useAction()
  return (
    <section class="card">
      <h2>{text.newChat.invite}</h2>
      <p class="lead">{text.newChat.inviteMeans}</p>
      <Problem code={making.problem.value} />
      <Button kind="primary" busy={making.busy.value} onClick={() => void making.run(() => createLink(incognito))}>
        <Icon name="link" />
        {text.newChat.create}
      </Button>
    </section>
  )
}

const Answer = ({ incognito }: { incognito: boolean }) => {
  const link = useSignal("")
  const words = useSignal<string | null>(null)
  const connecting = useAction()
  const scanning = useAction()
  const { Scanner, open, show } = useScanner()
  useEffect(() => {
    const now = route.peek()
    if (now.at === "new" && now.scan === true) void scanning.run(show)
  }, [])
  const connect = async () => {
    words.value = link.value.trim() === "" ? text.newChat.nothing : null
    if (words.value) return
    const outcome = await connectPasted(link.value, incognito)
    if (outcome === "own") words.value = text.newChat.own
    else if (outcome !== "opened") words.value = `${text.unsupported[outcome.unsupported]} ${text.unsupportedAdvice}`
  }
  const onFound = (found: string) => {
    open.value = false
    const scanned = findLink(found, location.origin)
    if (/^(simplex:\/|https:\/\/)/i.test(scanned)) arrive(scanned)
    else words.value = text.scan.notLink
  }
  const onPaste = async () => {
    const pasted = await navigator.clipboard.readText().catch(() => "")
    if (/\w+:\/\S/.test(pasted)) onFound(pasted)
    else words.value = text.newChat.nothing
  }
  return (
    <section class="card">
      <h2>{text.newChat.answer}</h2>
      <Form onSubmit={() => void connecting.run(connect)}>
        <Field
          label={text.newChat.paste}
          value={link.value}
          onInput={v => {
            link.value = v
            words.value = null
            connecting.problem.value = null
          }}
          placeholder={text.newChat.placeholder}
          invalid={words.value !== null || connecting.problem.value === "BAD_LINK"}
        />
        <Problem words={words.value} code={connecting.problem.value ?? scanning.problem.value} />
        <div class="buttons">
          <Button kind="primary" submit busy={connecting.busy.value}>
            {text.newChat.connect}
          </Button>
          {"clipboard" in navigator && link.value === "" && (
            <Button onClick={() => void onPaste()}>
              <Icon name="copy" />
              {text.newChat.fromClipboard}
            </Button>
          )}
          <Button busy={scanning.busy.value} onClick={() => void scanning.run(show)}>
            <Icon name="scan" />
            {text.newChat.scan}
          </Button>
        </div>
      </Form>
      {open.value && Scanner.value && (
        <Scanner.value
          onFound={onFound}
          onClose={() => {
            open.value = false
          }}
        />
      )}
    </section>
  )
}

export const NewChat = () => {
  const incognito = useSignal(false)
  const opening = useAction()
  return (
    <Panel heading={text.newChat.heading} back={text.newChat.back}>
      <Invite incognito={incognito.value} />
      <Answer incognito={incognito.value} />
      <section class="card">
        <Check
          label={text.incognito.toggle}
          means={text.incognito.means}
          value={incognito.value}
          onChange={on => {
            incognito.value = on
          }}
        />
      </section>
      <section class="card">
        <h2>{text.address.heading}</h2>
        <p class="lead">{text.address.lead}</p>
        <AddressButton />
      </section>
      <SendByLink />
      <People />
      <section class="card">
        <h2>{text.notes.name}</h2>
        <p class="lead">{text.notes.means}</p>
        <Problem code={opening.problem.value} />
        <Button busy={opening.busy.value} onClick={() => void opening.run(openNotes)}>
          <Icon name="edit" />
          {text.notes.open}
        </Button>
      </section>
    </Panel>
  )
}
