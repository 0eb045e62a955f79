/** "Lists": the user's own tags, made, changed, put in order and deleted. */
import { useSignal } from "@preact/signals"
import type { Tag } from "../../worker/api.ts"
import { text } from "../contacts-text.ts"
import { useAction } from "../parts/action.ts"
import { Ask } from "../parts/ask.tsx"
import { useChanges } from "../parts/changes.ts"
import { Button, Field, Form, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Panel } from "../parts/pane.tsx"
import { changeTag, createTag, deleteTag, orderTags } from "../people.ts"
import { tags } from "../state/filters.ts"
import { text as words } from "../text.ts"
import { tagName } from "./filters.tsx"

const mostLetters = 30

type FormProps = {
  readonly tag: Omit<Tag, "id">
  readonly action: string
  readonly save: (tag: Omit<Tag, "id">) => Promise<unknown>
  readonly onCancel?: () => void
}

const TagForm = ({ tag, action, save, onCancel }: FormProps) => {
  const name = useSignal(tag.name)
  const emoji = useSignal(tag.emoji)
  const saving = useAction()
  const code = saving.problem.value
  const problem = code === "BAD_NAME" ? text.lists.bad : code === "NOT_ALLOWED" ? text.lists.twice : null
  return (
    <Form onSubmit={() => void saving.run(() => save({ name: name.value, emoji: emoji.value }))}>
      <Field
        label={text.lists.name}
        value={name.value}
        maxLength={mostLetters}
        focus
        invalid={code === "BAD_NAME" || code === "NOT_ALLOWED"}
        onInput={v => {
          name.value = v
          saving.problem.value = null
        }}
      />
      <Field
        label={text.lists.emoji}
        value={emoji.value}
        maxLength={24}
        onInput={v => {
          emoji.value = v
          saving.problem.value = null
        }}
      />
      {problem === null ? <Problem code={code} /> : <Problem words={problem} />}
      <div class="buttons">
        <Button submit kind="primary" busy={saving.busy.value}>
          {action}
        </Button>
        {onCancel && <Button onClick={onCancel}>{words.remove.cancel}</Button>}
      </div>
    </Form>
  )
}

/** The form for another list. */
export const NewList = ({ onMade, onCancel }: { onMade: (tag: Tag) => Promise<void>; onCancel?: () => void }) => (
  <TagForm
    tag={{ name: "", emoji: "" }}
    action={text.lists.create}
    save={async tag => onMade(await createTag(tag))}
    {...(onCancel && { onCancel })}
  />
)

type RowProps = {
  readonly tag: Tag
  readonly at: number
  readonly count: number
  readonly onMoved: (at: number) => void
}

const Row = ({ tag, at, count, onMoved }: RowProps) => {
  const doing = useSignal<"edit" | "delete" | null>(null)
  const close = () => {
    doing.value = null
  }
  if (doing.value === "edit")
    return (
      <li>
        <TagForm
          tag={tag}
          action={text.lists.save}
          save={async changed => {
            await changeTag({ ...changed, id: tag.id })
            close()
          }}
          onCancel={close}
        />
      </li>
    )
  return (
    <li class="list-row">
      <bdi>{tagName(tag)}</bdi>
      <button
        type="button"
        class="icon-button"
        aria-label={text.lists.up(tag.name)}
        aria-disabled={at === 0 || undefined}
        onClick={() => at > 0 && onMoved(at - 1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={text.lists.down(tag.name)}
        aria-disabled={at === count - 1 || undefined}
        onClick={() => at < count - 1 && onMoved(at + 1)}
      >
        <Icon name="down" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={text.lists.edit(tag.name)}
        onClick={() => {
          doing.value = "edit"
        }}
      >
        <Icon name="edit" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={text.lists.deleteOf(tag.name)}
        onClick={() => {
          doing.value = "delete"
        }}
      >
        <Icon name="trash" />
      </button>
      {doing.value === "delete" && (
        <Ask
          heading={<bdi>{text.lists.deleteHeading(tag.name)}</bdi>}
          means={text.lists.deleteMeans}
          confirm={text.lists.delete}
          cancel={words.remove.cancel}
          danger
          run={() => deleteTag(tag.id)}
          onClose={close}
        />
      )}
    </li>
  )
}

export const Lists = () => {
  const adding = useSignal(false)
  const moving = useChanges()
  const told = useSignal("")
  /** The order that was asked for last, while it is not that of the lists yet. */
  const wanted = useSignal<readonly number[] | null>(null)
  const place = (tag: Tag) => wanted.value?.indexOf(tag.id) ?? 0
  const all = tags.value.toSorted((a, b) => place(a) - place(b))
  const move = (from: number, to: number) => {
    const ids = all.map(tag => tag.id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    wanted.value = ids
    void moving.run(async () => {
      try {
        await orderTags(ids)
        told.value = text.lists.moved(all[from]?.name ?? "", `${to + 1}/${all.length}`)
      } finally {
        if (wanted.peek() === ids) wanted.value = null
      }
    })
  }
  return (
    <Panel heading={text.lists.heading} back={words.newChat.back}>
      <section class="card">
        <p class="lead">{text.lists.lead}</p>
        {all.length === 0 && !adding.value && <p class="hint">{text.lists.none}</p>}
        <ul class="list-rows">
          {all.map((tag, at) => (
            <Row key={tag.id} tag={tag} at={at} count={all.length} onMoved={to => move(at, to)} />
          ))}
        </ul>
        <Problem code={moving.problem.value} />
        <p class="unseen" role="status">
          {told.value}
        </p>
        {adding.value ? (
          <NewList
            onMade={async () => {
              adding.value = false
            }}
            onCancel={() => {
              adding.value = false
            }}
          />
        ) : (
          <Button
            kind="primary"
            onClick={() => {
              adding.value = true
            }}
          >
            <Icon name="plus" />
            {text.lists.add}
          </Button>
        )}
      </section>
    </Panel>
  )
}
