/** Whether the sheet of keyboard shortcuts is shown. */
import { computed, signal } from "@preact/signals"

const shown = signal(false)
export const helpShown = computed(() => shown.value)
export const showHelp = (is: boolean) => {
  shown.value = is
}
