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

type Picker = (options: object) => Promise<FileSystemFileHandle>

/** Where the browser can write into a file as it comes: the one that the person chooses, or "none" of them. Null: it cannot. */
export const chooseFile = async (): Promise<FileSystemFileHandle | "none" | null> => {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (!pick) return null
  try {
    const types = [{ description: "age", accept: { "application/octet-stream": [".age"] } }]
    return await pick({ suggestedName: backupName(new Date()), types })
  } catch (e) {
    // Anything but the person's own "cancel" is a browser that does not want to.
    return e instanceof DOMException && e.name === "AbortError" ? "none" : null
  }
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
