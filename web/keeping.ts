/** Locking and leaving, backups, settings: what a person can do about the session itself, and what happens by itself. */
import { effect } from "@preact/signals"
import { proxy } from "comlink"
import type { BackupIdentity, BackupRecipient } from "../worker/api.ts"
import { emptyClipboard } from "./parts/clipboard.ts"
import { apply } from "./state/apply.ts"
import { applyBackup, chooseFile, forgetBackup, saveBackup } from "./state/backup.ts"
import { applyCarried, applyIncoming, applyOutgoing, carryLink } from "./state/carry.ts"
import { applyKiosk, applySecondsLeft, beginAnew, followHost, kiosk, kioskIn, round } from "./state/kiosk.ts"
import { veilWhenAway, watchHidden, watchIdle } from "./state/lock.ts"
import { isKept, isOpen, session } from "./state/session.ts"
import {
  applySettings,
  defaults,
  forgetLook,
  rememberedLook,
  rememberLook,
  type Settings,
  settings,
  toSettings,
} from "./state/settings.ts"
import { version } from "./version.ts"
import { codeOf, restartWorker, worker } from "./worker.ts"

/** Events of a worker that is being ended are not heard. */
let listening = 0
const deafen = () => {
  listening++
}

/** Listens to the worker that runs now. */
export const attach = async () => {
  const mine = ++listening
  try {
    const subscribed = worker.subscribe(
      proxy((event: Parameters<typeof apply>[0]) => {
        if (mine === listening) apply(event)
      }),
    )
    // Awaited below: who is new here is told so before the worker has all it needs to listen.
    subscribed.catch(() => undefined)
    const now = await worker.session()
    // An event may have overtaken the answer.
    if (mine === listening && session.peek().state === "starting") apply({ type: "session", session: now })
    await subscribed
  } catch {
    if (mine === listening) apply({ type: "broken" })
  }
}

export const changePassphrase = (from: string, to: string) => worker.changePassphrase(from, to)
export const setSelfDestruct = (
  passphrase: string,
  destroying: { readonly passphrase: string; readonly displayName: string } | null,
) => worker.setSelfDestruct(passphrase, destroying)
export const newBackupKey = () => worker.newBackupKey()

/** A private session becomes a kept profile. */
export const keepSession = async (passphrase: string) => {
  await worker.keepSession(passphrase)
  rememberLook(settings.peek())
  void navigator.storage?.persist?.().catch(() => {})
}

export const changeSettings = async (patch: Partial<Settings>) => {
  const next = { ...settings.peek(), ...patch }
  applySettings(next)
  if (isKept.peek()) rememberLook(next)
  await worker.setPageSettings(next)
}

/** How long the worker may take to let go of what it holds, in ms. What it has promised is stored by then. */
const patience = 3000

/**
 * Locks a kept profile; of a private session nothing is left. The worker is ended, and with it all keys: it does not
 * matter how far it came.
 */
const leaveBy = async (command: () => Promise<unknown>) => {
  deafen()
  const ended = command()
  apply({ type: "leaving" })
  if (kiosk.peek()) emptyClipboard()
  forgetBackup()
  await Promise.race([ended.catch(() => {}), new Promise(resolve => setTimeout(resolve, patience))])
  restartWorker()
  await attach()
}

/** What is to be kept before a session ends. */
let last: () => Promise<unknown> = async () => {}
export const beforeLeaving = (run: () => Promise<unknown>) => {
  last = run
}

/** Only one of them at a time. */
let leaving: Promise<void> | null = null
const leave = (command: () => Promise<unknown>): Promise<void> => {
  leaving ??= leaveBy(command).finally(() => {
    leaving = null
  })
  return leaving
}

export const endSession = () => {
  // An invitation waits for whoever unlocks, but not for the next visitor.
  if (!isKept.peek()) apply({ type: "arrival", arrival: null })
  const kept = isKept.peek() ? last() : Promise.resolve()
  return leave(async () => {
    await kept
    await worker.endSession()
  })
}

/** Deletes the kept profile of this browser, open or locked. */
export const destroy = async () => {
  await worker.destroy()
  await leave(async () => {})
}

/**
 * Written into the file that the person chooses, as it is made; where that is not possible it is saved when it is whole, and
 * the page keeps it until somebody goes on, for a second try.
 */
export const exportBackup = async (to: BackupRecipient, alone = false) => {
  const chosen = await chooseFile()
  if (chosen === "none") return
  const file = await worker.exportBackup(to, chosen ?? undefined, alone)
  if (!file) return
  applyBackup(file)
  saveBackup()
}
export const continueHere = async () => {
  await worker.continueHere()
  forgetBackup()
  applyOutgoing(null)
}

/** The profile that was exported alone goes on elsewhere, the others here. */
export const continueWithout = async () => {
  await worker.continueWithout()
  forgetBackup()
}

/** The chats go on elsewhere: `outgoing` says how far it has come. */
export const carry = async () => {
  applyCarried(null)
  applyOutgoing({ state: "running" })
  try {
    applyOutgoing({ state: "done", link: carryLink(location.origin, await worker.carry()) })
  } catch (thrown) {
    const problem = codeOf(thrown)
    applyOutgoing(problem === null || problem === "CANCELLED" ? null : { state: "failed", problem })
  }
}
export const cancelCarry = () => worker.cancelCarry()

/** The chats that the page was opened for go on here. */
export const importCarried = async (fragment: string, passphrase: string) => {
  applyCarried(null)
  await worker.importCarried(fragment, passphrase)
  applyIncoming(null)
  void navigator.storage?.persist?.().catch(() => {})
}
export const importBackup = async (backup: Blob, by: BackupIdentity, passphrase: string) => {
  await worker.importBackup(backup, by, passphrase)
  void navigator.storage?.persist?.().catch(() => {})
}
const minutes = 60_000

/** The look and the locks follow the settings, and these who is here. */
const followSettings = () => {
  effect(() => {
    const { state } = session.value
    if (state === "open") void loadSettings().catch(() => {})
    else if (state === "locked" || state === "elsewhere") applySettings(rememberedLook())
    else if (state === "new") {
      forgetLook()
      applySettings(defaults)
    }
  })
  const lock = () => void endSession()
  effect(() => {
    const after = isKept.value ? settings.value.lockAfter : 0
    return after > 0 ? watchIdle(after * minutes, lock) : undefined
  })
  effect(() => {
    const after = isKept.value ? settings.value.lockHidden : 0
    return after > 0 ? watchHidden(after * minutes, lock) : undefined
  })
  effect(() => (isOpen.value && settings.value.blur ? veilWhenAway() : undefined))
}

const loadSettings = async () => {
  const kept = await worker.pageSettings()
  if (!isOpen.peek()) return
  // Chosen on the screen before, and not yet by this profile.
  const { language } = settings.peek()
  const now = toSettings(kept)
  const chosen = kept.language === undefined && language !== defaults.language
  // Nothing is new to somebody who begins; a private session always begins.
  const begins = isKept.peek() && now.seen === ""
  if (chosen || begins) return changeSettings({ ...now, ...(chosen && { language }), ...(begins && { seen: version }) })
  applySettings(now)
  if (isKept.peek()) rememberLook(now)
}

/** At a kiosk a session ends when nobody is there; what was typed before one began goes as well. */
const followKiosk = () =>
  effect(() => {
    const now = kiosk.value
    const { state } = session.value
    void round.value
    applySecondsLeft(null)
    if (!now || state === "starting" || state === "broken") return
    if (state === "open" || state === "carrying" || state === "exported")
      return watchIdle(
        now.idle * 1000,
        () => void endSession(),
        left => applySecondsLeft(Math.ceil(left / 1000)),
      )
    return watchIdle(now.idle * 1000, () => {
      apply({ type: "arrival", arrival: null })
      applyIncoming(null)
      applySettings(defaults)
      beginAnew()
    })
  })

/** Call once. */
export const followKeeping = () => {
  const here = kioskIn(location.hash)
  if (here) applyKiosk(here)
  else void followHost()
  followSettings()
  followKiosk()
}
