/**
 * Sends a message while it is typed: what is in the box every three seconds, until it is ended. One chat at a time, and
 * only while it is open: whoever leaves it, ends the message with what was typed.
 */
import { effect } from "@preact/signals"
import { compose } from "./commands.ts"
import { edit, outgoing } from "./sending.ts"
import { apply } from "./state/apply.ts"
import { type Compose, composeOf, emptyCompose } from "./state/compose.ts"
import { dueOf, liveMs, mayUpdate, newLive } from "./state/live.ts"
import { openChatId } from "./state/route.ts"
import { isOpen, network } from "./state/session.ts"
import { worker } from "./worker.ts"

const optionsOf = ({ replyTo, ttl }: Compose) => ({
  ...(replyTo === undefined ? {} : { replyTo: replyTo.id }),
  ...(ttl === undefined ? {} : { ttl }),
})

/** Parts of one message go out one after the other. */
let turn: Promise<unknown> = Promise.resolve()
const inTurn = (job: () => Promise<void>): Promise<void> => {
  const mine = turn.then(job)
  turn = mine.catch(() => undefined)
  return mine
}

const look = (chatId: string): Promise<void> =>
  inTurn(async () => {
    const { live, text } = composeOf(chatId)
    if (!live || !mayUpdate(network.peek()?.status)) return
    const due = dueOf(live, text)
    const after = (itemId: string | null, sent: string) => {
      const now = composeOf(chatId)
      if (now.live) compose(chatId, { ...now, live: { itemId, seen: text, sent } })
    }
    if (due === null) return after(live.itemId, live.sent)
    if (live.itemId === null) {
      const item = await worker.send(chatId, outgoing(due), { ...optionsOf(composeOf(chatId)), live: true })
      apply({ type: "sent", item })
      after(item.id, due)
    } else {
      apply({ type: "item", item: await worker.edit(live.itemId, outgoing(due), { live: true }) })
      after(live.itemId, due)
    }
  })

/** It is us who end it: otherwise what is being written is forgotten, as when another profile is shown. */
let ending = false
const ends = (chatId: string, now: Compose) => {
  ending = true
  compose(chatId, now)
  ending = false
}

/** What is typed stays in the box; the message, if there is one, ends with what was sent of it. */
const giveUp = (chatId: string) => {
  const { live, ...now } = composeOf(chatId)
  ends(chatId, now)
  if (live?.itemId) void worker.edit(live.itemId, outgoing(live.sent)).catch(() => {})
}

/** Begins. What goes wrong on the way ends it, and is told to `onProblem`. */
export const startLive = (chatId: string, onProblem: (thrown: unknown) => void) => {
  const now = composeOf(chatId)
  if (now.live || now.editing) return
  compose(chatId, { ...now, live: newLive(now.text) })
  const step = () =>
    look(chatId).catch(thrown => {
      stop()
      giveUp(chatId)
      onProblem(thrown)
    })
  const timer = setInterval(() => void step(), liveMs)
  let last: Compose | null = null
  const watch = effect(() => {
    if (!isOpen.value) return stop()
    const now = composeOf(chatId)
    if (!now.live) {
      stop()
      const itemId = last?.live?.itemId
      if (!ending && itemId) void worker.edit(itemId, outgoing(last?.text ?? "")).catch(() => {})
      return
    }
    last = now
    // The box is not seen any more: nobody goes on typing.
    if (openChatId.value !== chatId) {
      stop()
      void endLive(chatId).catch(() => giveUp(chatId))
    }
  })
  function stop() {
    clearInterval(timer)
    // The effect may call this while it is being made.
    queueMicrotask(() => watch())
  }
  void step()
}

/** The last part, or the whole message when none went out yet. Nothing is sent of an empty box but what it had before. */
export const endLive = (chatId: string): Promise<void> =>
  inTurn(async () => {
    const now = composeOf(chatId)
    if (!now.live) return
    const { itemId, sent } = now.live
    if (itemId === null && now.text.trim() === "") return giveUp(chatId)
    ends(chatId, emptyCompose)
    try {
      if (itemId !== null) await edit(itemId, now.text.trim() === "" ? sent : now.text)
      else apply({ type: "sent", item: await worker.send(chatId, outgoing(now.text), optionsOf(now)) })
    } catch (thrown) {
      if (isOpen.peek()) compose(chatId, now)
      throw thrown
    }
  })

/** Only while nothing of it was sent: afterwards the contact has it. */
export const canCancelLive = (now: Compose): boolean => now.live !== undefined && now.live.itemId === null
export const cancelLive = giveUp
