/** The profiles in this store. The active one is first: chats and commands are about it. */
import { computed, signal } from "@preact/signals"
import type { ProfileInfo } from "../../worker/api.ts"

const list = signal<readonly ProfileInfo[]>([])

export const profiles = computed(() => list.value)
export const activeProfile = computed(() => list.value.find(profile => profile.active))
/** Unread messages of the others, but muted ones. */
export const unreadElsewhere = computed(() =>
  list.value
    .filter(profile => !profile.active && profile.muted === undefined)
    .reduce((sum, profile) => sum + profile.unread, 0),
)

export const applyProfiles = (next: readonly ProfileInfo[]) => {
  list.value = next
}
