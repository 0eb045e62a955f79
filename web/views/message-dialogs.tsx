/** Questions about messages: whose copy is deleted, where they are forwarded to, what happened to one. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { FailureCode, Item, ItemInfo } from "../../worker/api.ts"
import { aim, ask, forward, itemInfo, remove, select } from "../commands.ts"
import { useAction } from "../parts/action.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { plainName } from "../parts/plain.ts"
import { Moment, span, timeLeft } from "../parts/time.tsx"
import { canDeleteForAll, type Question } from "../state/actions.ts"
import { chatById } from "../state/chats.ts"
import { goTo } from "../state/route.ts"
import { text } from "../text.ts"
import { codeOf, worker } from "../worker.ts"
import { chatName } from "./chats.tsx"
import { ChooseChat } from "./choose-chat.tsx"
import { Words } from "./words.tsx"

type Props = { readonly items: readonly Item[] }

const close = () => ask(null)
const ids = (items: readonly Item[]) => items.map(item => item.id)

const done = () => {
  select(null)
  close()
}

/** The message that had the focus is about to go, and would take it along. */
const deleted = () => {
  done()
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".log")?.focus({ preventScroll: true }))
}

const Delete = ({ items }: Props) => {
  const action = useAction()
  const chat = chatById(items[0]?.chatId ?? "")
  // Where nothing can be said any more, nobody can be told either.
  const reaches = chat?.status === "connected" || chat?.status === "connecting"
  const forAll = reaches && items.every(item => canDeleteForAll(item, Date.now()))
  const run = (whose: "me" | "everyone") => void action.run(() => remove(ids(items), whose).then(deleted))
  return (
    <Dialog heading={text.deleting.heading(items.length)} onClose={close}>
      <p>{forAll ? text.deleting.means : text.deleting.meansMe}</p>
      <Problem code={action.problem.value} />
      <div class="buttons buttons-tall">
        <Button kind="danger" busy={action.busy.value} onClick={() => run("me")}>
          {text.deleting.me}
        </Button>
        {forAll && (
          <Button kind="danger" busy={action.busy.value} onClick={() => run("everyone")}>
            {text.deleting.everyone}
          </Button>
        )}
        <Button onClick={close}>{text.remove.cancel}</Button>
      </div>
    </Dialog>
  )
}

/** What was downloaded, or is ours. */
const isHere = ({ file }: Item): boolean => !file || ["here", "sending", "sent"].includes(file.state)
const canCome = ({ file }: Item): boolean => file?.state === "offered" || file?.state === "failed"

/** A file goes along only from here: whoever forwards it should know that before. */
const NotHere = ({ items }: Props) => {
  const action = useAction()
  const offered = items.filter(canCome)
  const load = async () => {
    await Promise.all(offered.map(item => worker.download(item.id)))
    close()
  }
  return (
    <>
      <p class="warn">
        <Icon name="warning" />
        <span>{text.forwarding.leftOut}</span>
      </p>
      <Problem code={action.problem.value} />
      {offered.length > 0 && (
        <Button busy={action.busy.value} onClick={() => void action.run(load)}>
          <Icon name="down" />
          {text.forwarding.download}
        </Button>
      )}
    </>
  )
}

const Forward = ({ items }: Props) => {
  const action = useAction()
  const messages = items.filter(item => item.isMessage)
  const missing = messages.filter(item => !isHere(item))
  return (
    <Dialog heading={text.forwarding.heading(messages.length)} onClose={close}>
      <ChooseChat
        busy={action.busy.value}
        onChoose={chosen => void action.run(async () => forward(ids(messages), await chosen()).then(done))}
      >
        <Problem code={action.problem.value} />
        {missing.length > 0 && <NotHere items={missing} />}
      </ChooseChat>
    </Dialog>
  )
}

const Fact = ({ name, at }: { name: string; at: number | undefined }) =>
  at === undefined ? null : (
    <div>
      <dt>{name}</dt>
      <dd>
        <Moment at={at} />
      </dd>
    </div>
  )

/** What is left of a disappearing message, while somebody looks. */
const Left = ({ at }: { at: number }) => {
  const now = useSignal(Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now()
    }, 1000)
    return () => clearInterval(timer)
  }, [])
  return <>{text.details.left(timeLeft(at - now.value))}</>
}

const Disappears = ({ item, info }: { item: Item; info: ItemInfo }) => {
  const { disappears } = item
  if (!disappears) return null
  return (
    <>
      <div>
        <dt>{text.details.lasts}</dt>
        <dd>{span(disappears.ttl)}</dd>
      </div>
      <div>
        <dt>{text.info.disappears}</dt>
        <dd>
          {info.disappearsAt === undefined ? (
            text.details.notYet[item.direction === "sent" ? "sent" : "received"]
          ) : (
            <>
              <Moment at={info.disappearsAt} /> (<Left at={info.disappearsAt} />)
            </>
          )}
        </dd>
      </div>
    </>
  )
}

const Source = ({ from }: { from: NonNullable<ItemInfo["forwardedFrom"]> }) => {
  const { chatId, itemId } = from
  const chat = chatId === undefined ? undefined : chatById(chatId)
  const name = <bdi>{chat ? chatName(chat) : plainName(from.name, text.list.unnamed)}</bdi>
  return (
    <div>
      <dt>{text.details.from}</dt>
      <dd>
        {chat && itemId !== undefined ? (
          <button
            type="button"
            class="quiet inline"
            onClick={() => {
              close()
              aim({ chatId: chat.id, itemId })
              goTo({ at: "chat", chatId: chat.id })
            }}
          >
            {name}
          </button>
        ) : (
          name
        )}
      </dd>
    </div>
  )
}

const Facts = ({ item, info }: { item: Item; info: ItemInfo }) => (
  <>
    {item.text !== "" && !item.deleted && info.versions.length === 0 && (
      // Here a part of it can be chosen where a long press on the message opens its menu.
      <div class="said-there">
        <Words words={item.text} />
      </div>
    )}
    <dl class="facts">
      <Fact name={text.info.sent} at={info.sentAt} />
      <Fact name={item.direction === "sent" ? text.info.created : text.info.received} at={info.createdAt} />
      <Fact name={text.details.delivered} at={info.deliveredAt} />
      <Fact name={text.info.deleted} at={info.deletedAt} />
      <Disappears item={item} info={info} />
      {info.forwardedFrom && <Source from={info.forwardedFrom} />}
      {item.direction === "sent" && (
        <div>
          <dt>{text.info.status}</dt>
          <dd>{text.status[info.status]}</dd>
        </div>
      )}
      {info.proxied !== undefined && item.direction === "sent" && (
        <div>
          <dt>{text.info.way}</dt>
          <dd>{info.proxied ? text.info.proxied : text.info.direct}</dd>
        </div>
      )}
    </dl>
    {info.reactions.length > 0 && (
      <section>
        <h3>{text.info.reactions}</h3>
        <ul class="facts">
          {info.reactions.map(r => (
            <li key={`${r.emoji}${r.by}`}>
              {r.emoji} {text.info.by[r.by]}, <Moment at={r.at} />
            </li>
          ))}
        </ul>
      </section>
    )}
    {info.versions.length > 0 && (
      <section>
        <h3>{text.info.history}</h3>
        <ol class="versions">
          {info.versions.map(version => (
            <li key={version.at}>
              <Words words={version.text} />
              <p class="hint">
                <Moment at={version.at} />
              </p>
            </li>
          ))}
        </ol>
      </section>
    )}
  </>
)

const Info = ({ item }: { item: Item }) => {
  const info = useSignal<ItemInfo | null>(null)
  const problem = useSignal<FailureCode | null>(null)
  useEffect(() => {
    itemInfo(item.id).then(
      found => {
        info.value = found
      },
      thrown => {
        problem.value = codeOf(thrown)
      },
    )
  }, [item.id])
  return (
    <Dialog heading={text.info.heading} onClose={close}>
      <Problem code={problem.value} />
      {info.value && <Facts item={item} info={info.value} />}
    </Dialog>
  )
}

export const MessageDialog = ({ question }: { question: Question }) => {
  const [first] = question.items
  if (question.about === "delete") return <Delete items={question.items} />
  if (question.about === "forward") return <Forward items={question.items} />
  return first ? <Info item={first} /> : null
}
