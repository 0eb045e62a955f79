/**
 * Commands of a bot: its menu, and what of it fits what is being typed.
 *
 * Peer:  CommandsMenuView of the apps: filterShownCommands; TextItemView (commands in messages).
 * Trust: keywords, labels and parameters are chosen by the bot. They are text, and sent only when somebody chooses them.
 */
import type { BotCommand } from "../../worker/api.ts"

const startingWith = (commands: readonly BotCommand[], typed: string): readonly BotCommand[] =>
  commands.flatMap(c => (c.type === "menu" ? startingWith(c.commands, typed) : c.keyword.startsWith(typed) ? [c] : []))

/** What to offer while this is typed: the whole menu after "/", then the commands that begin so; none for other texts. */
export const offered = (commands: readonly BotCommand[], typed: string): readonly BotCommand[] => {
  const text = typed.trim()
  if (text === "/") return commands
  return text.startsWith("/") ? startingWith(commands, text.slice(1)) : []
}

/** A command as it is sent: `whole` unless its parameters are to be filled in first. */
export const commandText = ({
  keyword,
  params,
}: Extract<BotCommand, { type: "command" }>): { readonly text: string; readonly whole: boolean } =>
  params === undefined ? { text: `/${keyword}`, whole: true } : { text: `/${keyword} ${params}`, whole: false }

/** What is sent for a command that stands in a message, as /word or /'several words'. */
export const tapped = (source: string): string => source.trim().replace(/^\/'(.*)'$/, "/$1")
