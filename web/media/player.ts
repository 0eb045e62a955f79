/**
 * Plays voice messages, one at a time, on while other chats are read. Loaded when first used.
 *
 * Trust: what is played is a stranger's file, from a blob: address under a type that a browser only decodes.
 */
import { effect } from "@preact/signals"
import { applyPlaying, applyRate, applyUnplayable, type Playing, playing, type Rate, rate } from "../state/playing.ts"

export type Source = {
  readonly key: string
  readonly chatId: string
  /** As its sender says; the sound itself knows better. */
  readonly seconds: number
  /** The sound, of a safe type; null when it is none. */
  readonly load: () => Promise<Blob | null>
}

const audio = new Audio()
let address: string | null = null

const release = () => {
  if (address === null) return
  audio.pause()
  audio.removeAttribute("src")
  audio.load()
  URL.revokeObjectURL(address)
  address = null
}

const patch = (change: Partial<Playing>) => {
  const now = playing.peek()
  if (now && address !== null) applyPlaying({ ...now, ...change })
}

const fail = () => {
  const now = playing.peek()
  if (!now) return
  applyUnplayable(now.key)
  applyPlaying(null)
}

const isKnown = (seconds: number) => Number.isFinite(seconds) && seconds > 0

audio.addEventListener("timeupdate", () => patch({ at: audio.currentTime }))
audio.addEventListener("durationchange", () => isKnown(audio.duration) && patch({ seconds: audio.duration }))
audio.addEventListener("playing", () => patch({ state: "playing" }))
audio.addEventListener("pause", () => patch({ state: "paused" }))
audio.addEventListener("ended", () => applyPlaying(null))
audio.addEventListener("error", () => address !== null && fail())

/** Whoever forgets what plays (a lock, another profile, the end of it) ends the sound. */
effect(() => {
  if (playing.value === null) release()
})

/** Makes this the sound, at a place in it; another one ends. */
const open = async (source: Source, at: number): Promise<boolean> => {
  release()
  const { key, chatId, seconds } = source
  applyPlaying({ key, chatId, state: "loading", at, seconds })
  const isWanted = () => playing.peek()?.key === key && address === null
  try {
    const sound = await source.load()
    if (!isWanted()) return false
    if (!sound) {
      fail()
      return false
    }
    address = URL.createObjectURL(sound)
    audio.src = address
    audio.playbackRate = audio.defaultPlaybackRate = rate.peek()
    if (at > 0) audio.currentTime = at
    return true
  } catch {
    if (isWanted()) fail()
    return false
  }
}

/** A browser may refuse to begin: then it is halted. */
const play = () => audio.play().catch(() => patch({ state: "paused" }))

/** Plays, halts, goes on. */
export const toggle = async (source: Source) => {
  const now = playing.peek()
  if (now?.key === source.key && now.state === "loading") return
  if (now?.key !== source.key) {
    if (await open(source, 0)) await play()
  } else if (audio.paused) await play()
  else audio.pause()
}

/** Goes to a place, in seconds, without beginning or halting. */
export const seek = async (source: Source, at: number) => {
  if (playing.peek()?.key === source.key) {
    if (address !== null) audio.currentTime = at
    patch({ at })
  } else if (await open(source, at)) patch({ state: "paused", at })
}

export const setRate = (next: Rate) => {
  applyRate(next)
  audio.playbackRate = audio.defaultPlaybackRate = next
}

export const stop = () => applyPlaying(null)

/** Goes on or halts, whatever it is: for the bar that is there in other chats. */
export const toggleNow = async () => {
  if (address === null) return
  if (audio.paused) await play()
  else audio.pause()
}
