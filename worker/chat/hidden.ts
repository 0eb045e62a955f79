/**
 * Profiles that are hidden behind a password, and muted ones. A hidden profile receives as all others do; it is in no
 * list, sum or search until its password is given, and no longer as soon as another profile is shown.
 *
 * Peer: Simplex.Chat.Library.Commands: APIHideUser, APIUnhideUser, APIMuteUser, validateUserPassword; the apps'
 *       UserProfilesView, where the password is typed into the search field.
 */
import type { ProfileCommands } from "../api.ts"
import type { ProfileRow } from "../store/chat.ts"
import { hashPassword, isPassword, newStretching, type PasswordHash, passwordKey } from "../store/password.ts"
import { calibrate, type KdfParameters, WrongPassphrase } from "../store/vault.ts"
import { type ChatContext, change } from "./context.ts"
import { CommandError } from "./error.ts"
import { type ChatState, infoOf, isVisible, profileIdOf, profileOf } from "./state.ts"

type Commands = Pick<ProfileCommands, "hideProfile" | "unhideProfile" | "findProfiles" | "muteProfile">

export interface Hiding {
  readonly commands: Commands
  /** Rejects WrongPassphrase unless this is the password of the profile, or it has none. */
  check(row: ProfileRow, password: string | undefined): Promise<void>
}

/** Profiles that anybody may see, the active one aside. */
export const otherVisible = (state: ChatState, id: number): readonly ProfileRow[] =>
  [...state.profiles.values()].filter(p => p.hidden === undefined && profileIdOf(p) !== id)

/** `kdf`: for tests, instead of what this machine is measured for. */
export const createHiding = (ctx: ChatContext, kdf?: KdfParameters): Hiding => {
  const { state, clock, random } = ctx
  let measured: Promise<KdfParameters> | undefined

  const find = (id: number): ProfileRow => {
    const row = state.profiles.get(id)
    if (row === undefined) throw new CommandError("NOT_FOUND")
    return row
  }

  const hashes = (): readonly PasswordHash[] => [...state.profiles.values()].flatMap(p => p.hidden ?? [])

  /** What passwords of this store are stretched with: as soon as there is one hidden profile, that of it. */
  const stretching = async () => {
    const [first] = hashes()
    if (first !== undefined) return first
    measured ??= kdf === undefined ? calibrate(clock, random) : Promise.resolve(kdf)
    return newStretching(await measured, random)
  }

  const nameOf = (row: ProfileRow): string => `${profileIdOf(row)}`
  const opens = (key: Parameters<typeof isPassword>[0], row: ProfileRow): boolean =>
    row.hidden !== undefined && isPassword(key, row.hidden, nameOf(row))

  const check: Hiding["check"] = async (row, password) => {
    if (row.hidden === undefined) return
    if (password === undefined || password.trim() === "") throw new WrongPassphrase()
    if (!opens(await passwordKey(password, row.hidden), row)) throw new WrongPassphrase()
  }

  const set = (id: number, to: (row: ProfileRow) => ProfileRow): Promise<void> =>
    change(ctx, tx => tx.profile(to(profileOf(state, id))))

  return {
    check,
    commands: {
      hideProfile: (id, password) =>
        ctx.once("hide", async () => {
          if (find(id).hidden !== undefined) throw new CommandError("NOT_FOUND")
          if (password.trim() === "") throw new CommandError("BAD_PASSPHRASE")
          if (otherVisible(state, id).length === 0) throw new CommandError("LAST_PROFILE")
          const like = await stretching()
          const hidden = hashPassword(await passwordKey(password, like), like, nameOf(find(id)))
          // Another one may have been deleted while the password was stretched.
          if (otherVisible(state, id).length === 0) throw new CommandError("LAST_PROFILE")
          await set(id, ({ muted: _, ...row }) => ({ ...row, hidden }))
        }),

      unhideProfile: (id, password) =>
        ctx.once("hide", async () => {
          const row = find(id)
          if (row.hidden === undefined) throw new CommandError("NOT_FOUND")
          await check(row, password)
          await set(id, ({ hidden: _, ...seen }) => seen)
        }),

      findProfiles: async password => {
        if (password.trim() === "") return []
        const key = await passwordKey(password, await stretching())
        return [...state.profiles.values()]
          .filter(row => !isVisible(state, row) && opens(key, row))
          .map(row => infoOf(state, row))
      },

      muteProfile: async (id, muted) => {
        if (find(id).hidden !== undefined) throw new CommandError("NOT_FOUND")
        await set(id, ({ muted: _, ...row }) => (muted ? { ...row, muted } : row))
      },
    },
  }
}
