/** Files by a link: one that was opened, sending one, and the link to show. Fetched when one of them is. */
import { useRef } from "preact/hooks"
import { dismissArrival } from "../commands.ts"
import { downloadArrival, sendByLink } from "../files.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { plainName } from "../parts/plain.ts"
import { size } from "../parts/time.tsx"
import { apply } from "../state/apply.ts"
import { type Arrival, fileFormsOf } from "../state/link.ts"
import { text } from "../text.ts"
import { Share } from "./share.tsx"

type ArrivalProps = {
  readonly arrival: Arrival
  /** For those who are nobody here yet. */
  readonly enter?: () => Promise<void>
}

/** What a link to a file says, and the question whether to download it. */
export const FileArrival = ({ arrival, enter }: ArrivalProps) => {
  const words = text.files.link
  const file = arrival.plan?.file
  return (
    <>
      <h1>{words.heading}</h1>
      {file && (
        <p class="attached" role="status">
          <Icon name="file" />
          <span dir="auto">{[file.name && plainName(file.name, ""), size(file.size)].filter(Boolean).join(", ")}</span>
        </p>
      )}
      <p class="lead">{enter ? words.leadNew : words.lead}</p>
      {file && <p class="hint">{words.hosts(file.hosts)}</p>}
      <Problem code={arrival.problem} />
      <div class="buttons">
        <Button kind="primary" busy={arrival.busy} onClick={() => void downloadArrival(enter)}>
          {text.files.download}
        </Button>
        <Button kind="quiet" onClick={dismissArrival}>
          {text.invited.notNow}
        </Button>
      </div>
    </>
  )
}

/** For "New chat". */
export const SendByLink = () => {
  const input = useRef<HTMLInputElement>(null)
  const sending = useAction()
  const words = text.files.link
  const choose = (file: File | undefined) => {
    if (file) void sending.run(() => sendByLink(file))
  }
  return (
    <section class="card">
      <h2>{words.send}</h2>
      <p class="lead">{words.sendMeans}</p>
      <Problem code={sending.problem.value} />
      <input
        ref={input}
        type="file"
        hidden
        onChange={e => {
          choose(e.currentTarget.files?.[0])
          e.currentTarget.value = ""
        }}
      />
      <Button busy={sending.busy.value} onClick={() => input.current?.click()}>
        <Icon name="file" />
        {words.choose}
      </Button>
    </section>
  )
}

const close = () => apply({ type: "fileLink", link: null })

/** The link to a file that was sent by one. */
export const FileLinkDialog = ({ link }: { readonly link: string }) => {
  const words = text.files.link
  return (
    <Dialog heading={words.label} onClose={close}>
      <Share
        link={{ full: link }}
        forms={fileFormsOf(link, location.origin)}
        label={words.label}
        hint={words.shareHint}
      />
    </Dialog>
  )
}
