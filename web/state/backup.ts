/** A backup that was made, until somebody goes on or locks: it is encrypted, and the one who saves it may want it twice. */
import { computed, signal } from "@preact/signals"

const state = signal<Blob | null>(null)
export const backup = computed(() => state.value)

export const applyBackup = (file: Blob) => {
  state.value = file
}
export const forgetBackup = () => {
  state.value = null
}

/** unlisted-backup-2026-11-21.age, by the day where the person is. */
export const backupName = (at: Date): string => {
  const two = (n: number) => String(n).padStart(2, "0")
  return `unlisted-backup-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}.age`
}

/** Lets the browser save it. The address of a blob works until it is taken back, which saving may need for a while. */
export const saveBackup = () => {
  const file = state.peek()
  if (!file) return
  const href = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = href
  link.download = backupName(new Date())
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
