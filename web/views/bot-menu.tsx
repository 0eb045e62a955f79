/**
 * The commands of a bot above the box: all of them by the button, those that fit while one types "/". The focus stays in
 * the box; arrows move, Enter and Tab choose, Escape closes.
 */
import { useSignal } from "@preact/signals"
import { useId, useLayoutEffect } from "preact/hooks"
import type { BotCommand } from "../../worker/api.ts"
import { Icon } from "../parts/icon.tsx"
import { plainName } from "../parts/plain.ts"
import { commandText, offered } from "../state/bot.ts"
import { text } from "../text.ts"

type Options = {
  readonly commands: readonly BotCommand[]
  readonly typed: string
  /** The box gets this text, to be completed. */
  readonly write: (text: string) => void
  readonly send: (text: string) => void
}

type Level = { readonly label: string; readonly commands: readonly BotCommand[] }

export const useBotMenu = ({ commands, typed, write, send }: Options) => {
  const id = useId()
  const opened = useSignal(false)
  const path = useSignal<readonly Level[]>([])
  const at = useSignal(0)
  const closedFor = useSignal<string | null>(null)
  // What is typed is what counts, from then on: before the next key.
  useLayoutEffect(() => {
    opened.value = false
    path.value = []
    at.value = 0
    closedFor.value = null
  }, [typed])

  const level = path.value.at(-1)
  const fitting = closedFor.value === typed ? [] : offered(commands, typed)
  const shown = level?.commands ?? (opened.value ? commands : fitting)
  const isOpen = shown.length > 0 || level !== undefined
  // The way back is the first row.
  const first = level === undefined ? 0 : -1
  const active = Math.min(Math.max(first, at.value), shown.length - 1)

  const close = () => {
    opened.value = false
    path.value = []
    at.value = 0
    closedFor.value = typed
  }
  const back = () => {
    path.value = path.value.slice(0, -1)
    at.value = 0
  }
  const choose = (command: BotCommand) => {
    if (command.type === "menu") {
      path.value = [...path.value, { label: command.label, commands: command.commands }]
      at.value = 0
      return
    }
    close()
    const { text: words, whole } = commandText(command)
    if (whole) send(words)
    else write(words)
  }
  const enter = () => {
    const command = shown[active]
    if (active === -1) back()
    else if (command) choose(command)
  }

  /** Whether the key was for the menu. */
  const onKey = (e: KeyboardEvent): boolean => {
    if (!isOpen || e.ctrlKey || e.metaKey || e.altKey) return false
    const count = shown.length - first
    const move = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (move !== undefined) at.value = ((active - first + move + count) % count) + first
    else if (e.key === "Escape") close()
    else if ((e.key === "Enter" && !e.shiftKey) || (e.key === "Tab" && !e.shiftKey)) enter()
    else return false
    e.preventDefault()
    return true
  }

  /** Choosing with a pointer must not take the focus from the box. */
  const stay = (e: Event) => e.preventDefault()
  const row = (key: number, run: () => void) => ({
    id: `${id}-${key}`,
    role: "option" as const,
    class: "bot-row",
    "aria-selected": key === active,
    onPointerDown: stay,
    onClick: run,
  })
  const list = isOpen && (
    <div class="bot-menu" id={id} role="listbox" aria-label={level ? plainName(level.label, "") : text.bot.list}>
      {level && (
        <div {...row(-1, back)}>
          <Icon name="back" />
          <bdi class="bot-label">{text.bot.back(plainName(level.label, ""))}</bdi>
        </div>
      )}
      {shown.map((command, i) => (
        <div key={i} {...row(i, () => choose(command))}>
          <bdi class="bot-label">{plainName(command.label, "")}</bdi>
          {command.type === "menu" ? (
            <Icon name="next" />
          ) : (
            <bdi class="bot-keyword" dir="ltr">
              /{plainName(command.keyword, "")}
            </bdi>
          )}
        </div>
      ))}
    </div>
  )

  return {
    list,
    onKey,
    /** What the box says of the list to those who do not see it. */
    box: isOpen
      ? { "aria-controls": id, "aria-activedescendant": `${id}-${active}`, "aria-autocomplete": "list" as const }
      : commands.length > 0
        ? { "aria-autocomplete": "list" as const }
        : {},
    toggle: () => {
      if (isOpen) return close()
      opened.value = true
      closedFor.value = null
      at.value = 0
    },
    isOpen,
  }
}
