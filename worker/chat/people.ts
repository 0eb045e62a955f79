/**
 * Commands about what we call people, how chats are sorted, and who is passed on to whom.
 *
 * Peer: Simplex.Chat.Library.Commands: APISetContactAlias, APISetConnectionAlias, APICreateChatTag, APISetChatTags,
 *       APIDeleteChatTag, APIUpdateChatTag, APIReorderChatTags, SetContactMergeEnabled; of 6.5, APIShareChatMsgContent.
 */
import type { Chat, PeopleCommands, Tag } from "../api.ts"
import type { ContactRow, ProfileRow } from "../store/chat.ts"
import { cardContent } from "./card.ts"
import { type ChatContext, change, findContact } from "./context.ts"
import { CommandError } from "./error.ts"
import { toRowContent } from "./kind.ts"
import { shareAddress } from "./ownprofile.ts"
import { canBeWrittenTo, sendLine } from "./saying.ts"
import { chatOf, profileIdOf, profileOf } from "./state.ts"
import { checkedAlias, checkedTag, chosen, ordered } from "./tags.ts"
import { askTeam } from "./team.ts"
import type { Transaction } from "./transaction.ts"

const withAlias = ({ alias: _, ...c }: ContactRow, alias: string): ContactRow => (alias === "" ? c : { ...c, alias })

const withTags = ({ tags: _, ...c }: ContactRow, tags: readonly number[]): ContactRow =>
  tags.length === 0 ? c : { ...c, tags }

/** See PeopleCommands. */
export const peopleCommands = (ctx: ChatContext): PeopleCommands => {
  const { state } = ctx

  const update = async (chatId: string, to: (c: ContactRow) => ContactRow): Promise<Chat> => {
    findContact(ctx, chatId)
    await change(ctx, tx => tx.contact(to(findContact(ctx, chatId))))
    return chatOf(state, findContact(ctx, chatId))
  }

  const tagsOf = (userId: number): readonly Tag[] => profileOf(state, userId).tags ?? []

  const withoutTags = ({ tags: _, ...row }: ProfileRow): ProfileRow => row

  /** `more` changes chats in the same commit. Tags are changed one after the other. */
  const setTags = <T>(
    to: (tags: readonly Tag[]) => { readonly tags: readonly Tag[]; readonly answer: T },
    more: (tx: Transaction, userId: number) => void = () => undefined,
  ): Promise<T> =>
    ctx.once("tags", async () => {
      const userId = state.active
      const { tags, answer } = to(tagsOf(userId))
      await change(ctx, tx => {
        const row = withoutTags(profileOf(state, userId))
        tx.profile(tags.length === 0 ? row : { ...row, tags })
        more(tx, userId)
      })
      return answer
    })

  const known = (tags: readonly Tag[], id: number): void => {
    if (!tags.some(t => t.id === id)) throw new CommandError("NOT_FOUND")
  }

  return {
    setAlias: async (chatId, alias) => {
      const name = checkedAlias(alias)
      return update(chatId, c => withAlias(c, name))
    },

    createTag: wanted =>
      setTags(tags => {
        const id = Math.max(0, ...tags.map(t => t.id)) + 1
        const tag = checkedTag({ ...wanted, id }, tags)
        return { tags: [...tags, tag], answer: tag }
      }),

    changeTag: wanted =>
      setTags(tags => {
        known(tags, wanted.id)
        const others = tags.filter(t => t.id !== wanted.id)
        const tag = checkedTag(wanted, others)
        return { tags: tags.map(t => (t.id === tag.id ? tag : t)), answer: undefined }
      }),

    deleteTag: id =>
      setTags(
        tags => {
          known(tags, id)
          return { tags: tags.filter(t => t.id !== id), answer: undefined }
        },
        (tx, userId) => {
          for (const c of [...state.contacts.values()])
            if (profileIdOf(c) === userId && c.tags?.includes(id) === true)
              tx.contact(
                withTags(
                  c,
                  c.tags.filter(t => t !== id),
                ),
              )
        },
      ),

    orderTags: ids => setTags(tags => ({ tags: ordered(tags, ids), answer: undefined })),

    setChatTags: (chatId, ids) => update(chatId, c => withTags(c, chosen(tagsOf(profileIdOf(c)), ids))),

    shareAddress: on => shareAddress(ctx, state.active, on),

    sendCard: async (chatId, of) => {
      const contact = findContact(ctx, chatId)
      if (!canBeWrittenTo(contact)) throw new CommandError("NOT_FOUND")
      // Who knows us by a random name would learn the real one.
      if (of === null && contact.incognito !== undefined) throw new CommandError("NOT_ALLOWED")
      const content = (withImage: boolean) => {
        if (of !== null) return cardContent(findContact(ctx, of).profile, withImage)
        const { profile, address } = profileOf(state, profileIdOf(contact))
        return cardContent(address && { ...profile, contactLink: address.link.short ?? address.link.full }, withImage)
      }
      const send = async (withImage: boolean) => sendLine(ctx, contact, toRowContent(content(withImage)))
      try {
        return await send(true)
      } catch (e) {
        // Better without the picture than not at all: whoever looks at the link sees it.
        if (e instanceof CommandError && e.code === "TOO_LARGE") return send(false)
        throw e
      }
    },

    setContactMerge: async on => {
      await change(ctx, tx => {
        const { keepsDuplicates: _, ...row } = profileOf(state, state.active)
        tx.profile(on ? row : { ...row, keepsDuplicates: true })
      })
    },

    askTeam: () => askTeam(ctx),
  }
}
