/** A file of a message: what it is, how far it has come, and what can be done with it. */
import type { Item, ItemFile } from "../../worker/api.ts"
import { cancelFile, download, saveFile } from "../files.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { fileName } from "../parts/plain.ts"
import { dayAndTime } from "../parts/time.tsx"
import { apply } from "../state/apply.ts"
import { progressOf } from "../state/files.ts"
import { maySave } from "../state/kiosk.ts"
import { text } from "../text.ts"

type Props = { readonly item: Item; readonly file: ItemFile }

const isMoving = (state: ItemFile["state"]) => state === "sending" || state === "wanted"

/** In words, for eyes and ears. */
const stateOf = ({ state, problem, hosts }: ItemFile, received: boolean): string | null => {
  if (state === "cancelled" && !received) return text.files.cancelledByMe
  if (state === "failed") return text.files.problems[problem ?? "SERVER"]
  if (state === "unapproved") return text.files.unapproved(hosts ?? [])
  return text.files.states[state] ?? null
}

/** How long it can still be downloaded. */
const untilOf = (until: number, received: boolean): string | null => {
  if (until < Date.now()) return received ? text.files.over : null
  const when = dayAndTime(until)
  return received ? text.files.until(when) : text.files.sentUntil(when)
}

const Bar = ({ item, file }: Props) => {
  const now = progressOf(item.id)
  if (!isMoving(file.state)) return null
  const name = fileName(file.name, text.content.file)
  return now ? (
    <progress class="transfer" aria-label={name} max={now.total} value={now.done} />
  ) : (
    <progress class="transfer" aria-label={name} />
  )
}

export const FileActions = ({ item, file }: Props) => {
  const action = useAction()
  const received = item.direction === "received"
  const words = stateOf(file, received)
  const canDownload = received && (file.state === "offered" || file.state === "failed" || file.state === "unapproved")
  const isWhole = file.state === "here" || (!received && file.state !== "cancelled" && file.state !== "deleted")
  const canSave = isWhole && maySave.value
  const run = (what: () => Promise<unknown>) => void action.run(what)
  return (
    <div class="file" data-whole={isWhole || undefined}>
      <Bar item={item} file={file} />
      {words && <p class="hint">{words}</p>}
      {file.until !== undefined && <p class="hint">{untilOf(file.until, received)}</p>}
      {isWhole && !canSave && <p class="hint">{text.kiosk.noSave}</p>}
      <Problem code={action.problem.value} />
      <div class="buttons">
        {canDownload && (
          <Button busy={action.busy.value} onClick={() => run(() => download(item.id, file.state === "unapproved"))}>
            {file.state === "unapproved" ? text.files.downloadAnyway : text.files.download}
          </Button>
        )}
        {canSave && (
          <Button busy={action.busy.value} onClick={() => run(() => saveFile(item))}>
            {text.files.save}
          </Button>
        )}
        {file.link && (
          <Button onClick={() => apply({ type: "fileLink", link: file.link ?? null })}>
            <Icon name="link" />
            {text.files.link.show}
          </Button>
        )}
        {isMoving(file.state) && (
          <Button kind="quiet" onClick={() => run(() => cancelFile(item.id))}>
            {text.files.cancel}
          </Button>
        )}
      </div>
    </div>
  )
}
