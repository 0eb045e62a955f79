/** "Files & storage": what comes by itself, which servers may be asked, and how much room files take. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { FileSettings, FilesStorage } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { useKept } from "../parts/changes.ts"
import { Switch } from "../parts/choice.tsx"
import { Button, Check, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { size } from "../parts/time.tsx"
import { text } from "../settings-text.ts"
import { chatById } from "../state/chats.ts"
import { isKept } from "../state/session.ts"
import { text as common } from "../text.ts"
import { worker } from "../worker.ts"
import { chatName } from "./chats.tsx"

const rules = [
  ["images", "imagesMeans"],
  ["voice", "voiceMeans"],
  ["videos", "videosMeans"],
] as const

const Rules = () => {
  const settings = useKept<FileSettings>(
    () => worker.fileSettings(),
    next => worker.setFileSettings(next),
  )
  const now = settings.value.value
  const words = text.files
  return (
    <>
      <section class="card">
        <h2>{words.itself}</h2>
        <p class="lead">{words.itselfMeans}</p>
        {now &&
          rules.map(([rule, means]) => (
            <Switch
              key={rule}
              label={words[rule]}
              hint={words[means]}
              on={now[rule]}
              onChange={on => settings.change({ [rule]: on })}
            />
          ))}
        <Problem code={settings.problem.value} />
      </section>
      <section class="card">
        <h2>{words.servers}</h2>
        {now && (
          <Switch
            label={words.ask}
            hint={words.askMeans}
            on={now.askServers}
            onChange={on => settings.change({ askServers: on })}
          />
        )}
      </section>
    </>
  )
}

const nameOf = (chatId: string): string => {
  const chat = chatById(chatId)
  return chat ? chatName(chat) : common.list.unnamed
}

type Asked = { readonly chatId: string | null }

const DeleteFiles = ({ chatId, onDone, onClose }: Asked & { onDone: () => Promise<void>; onClose: () => void }) => {
  const fromServers = useSignal(false)
  const words = text.files
  return (
    <Ask
      heading={chatId === null ? words.deleteAllHeading : words.deleteHeading(nameOf(chatId))}
      means={words.deleteMeans}
      confirm={words.confirm}
      cancel={words.cancel}
      danger
      run={async () => {
        await worker.deleteFiles(chatId, fromServers.value)
        await onDone()
      }}
      onClose={onClose}
    >
      <Check
        label={words.fromServers}
        means={words.fromServersMeans}
        value={fromServers.value}
        onChange={on => {
          fromServers.value = on
        }}
      />
    </Ask>
  )
}

const Room = ({ now }: { now: FilesStorage }) => {
  const words = text.files
  const { all, chats, free } = now
  const shown = chats.reduce((n, c) => n + c.count, 0)
  return (
    <>
      <p>{all.count === 0 ? words.none : words.use(size(all.size), all.count)}</p>
      {shown < all.count && <p class="hint">{words.otherProfiles}</p>}
      <p class="hint">{isKept.value ? words.free(size(free)) : words.inMemory(size(free))}</p>
    </>
  )
}

const Use = () => {
  const storage = useSignal<FilesStorage | null>(null)
  const asked = useSignal<Asked | null>(null)
  const deleted = useSignal(false)
  const action = useAction()
  const read = async () => {
    storage.value = await worker.storage()
  }
  useEffect(() => void action.run(read), [])
  const now = storage.value
  const words = text.files
  const ask = (chatId: string | null) => {
    deleted.value = false
    asked.value = { chatId }
  }
  return (
    <section class="card">
      <h2>{words.storage}</h2>
      {now && <Room now={now} />}
      <Problem code={action.problem.value} />
      {now && now.chats.length > 0 && (
        <ul class="servers">
          {now.chats.map(({ chatId, size: bytes, count }) => (
            <li key={chatId} class="file-use">
              <span class="file-use-name">
                <strong>
                  <bdi>{nameOf(chatId)}</bdi>
                </strong>
                <span class="hint">{words.ofChat(size(bytes), count)}</span>
              </span>
              <button
                type="button"
                class="icon-button"
                aria-label={words.deleteOf(nameOf(chatId))}
                title={words.delete}
                onClick={() => ask(chatId)}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p role="status">{deleted.value && words.deleted}</p>
      {now && now.chats.length > 0 && <Button onClick={() => ask(null)}>{words.deleteAll}</Button>}
      {asked.value && (
        <DeleteFiles
          chatId={asked.value.chatId}
          onDone={async () => {
            await read()
            deleted.value = true
          }}
          onClose={() => {
            asked.value = null
          }}
        />
      )}
    </section>
  )
}

export const Files = () => (
  <>
    <Rules />
    <Use />
  </>
)
