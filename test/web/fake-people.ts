/** The fake worker's answers about people and the list of chats. */
import type { PeopleCommands, ProfileInfo, Tag } from "../../worker/api.ts"
import { act, change, chats, failure, fake, itemOf, newChat, take } from "./fake-state.ts"

const setProfile = (patch: { [K in keyof ProfileInfo]?: ProfileInfo[K] | undefined }) => {
  const profiles = fake.profiles.map(p => {
    const fields = Object.entries({ ...p, ...(p.active ? patch : {}) }).filter(([, value]) => value !== undefined)
    return Object.fromEntries(fields) as ProfileInfo
  })
  fake.profiles = profiles
  take({ type: "profiles", profiles })
}

const tagsNow = (): readonly Tag[] => fake.profiles.find(p => p.active)?.tags ?? []

const check = (tag: Omit<Tag, "id">, others: readonly Tag[]) => {
  if (tag.name.trim() === "") throw failure("BAD_NAME")
  if (others.some(t => t.name === tag.name.trim())) throw failure("NOT_ALLOWED")
}

export const peopleApi: PeopleCommands & {
  markUnread: (chatId: string, unread: boolean) => Promise<void>
} = {
  markUnread: async (chatId, unread) => {
    await act("markUnread")
    change(chatId, { markedUnread: unread ? true : undefined })
  },
  setAlias: async (chatId, alias) => {
    await act("setAlias")
    return change(chatId, { alias: alias.trim() === "" ? undefined : alias.trim() })
  },
  createTag: async tag => {
    await act("createTag")
    check(tag, tagsNow())
    const made = { ...tag, name: tag.name.trim(), id: fake.next++ }
    setProfile({ tags: [...tagsNow(), made] })
    return made
  },
  changeTag: async tag => {
    await act("changeTag")
    check(
      tag,
      tagsNow().filter(t => t.id !== tag.id),
    )
    setProfile({ tags: tagsNow().map(t => (t.id === tag.id ? tag : t)) })
  },
  deleteTag: async id => {
    await act("deleteTag")
    setProfile({ tags: tagsNow().filter(t => t.id !== id) })
  },
  orderTags: async ids => {
    await act("orderTags")
    setProfile({ tags: tagsNow().toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) })
  },
  setChatTags: async (chatId, tags) => {
    await act("setChatTags")
    return change(chatId, { tags })
  },
  shareAddress: async on => {
    await act("shareAddress")
    setProfile({ sharesAddress: on ? true : undefined })
  },
  sendCard: async (chatId, of) => {
    await act("sendCard")
    const chat = of === null ? undefined : chats.get(of)
    const name = chat?.name ?? "Robin"
    const link = chat?.address ?? fake.address?.short ?? ""
    const item = {
      id: `card-${fake.next}`,
      chatId,
      order: fake.next++ * 1000,
      at: Date.now(),
      direction: "sent",
      text: `${name}\n${link}`,
      status: "sent",
      isMessage: true,
      content: { kind: "chat", card: { of: "contact", link, host: "smp8.example.org", name, fullName: "" } },
    } as const
    take({ type: "item", item })
    return itemOf(item.id)
  },
  setContactMerge: async on => {
    await act("setContactMerge")
    setProfile({ keepsDuplicates: on ? undefined : true })
  },
  askTeam: async () => {
    await act("askTeam")
    return newChat({ name: "Ask SimpleX Team", status: "prepared" })
  },
}
