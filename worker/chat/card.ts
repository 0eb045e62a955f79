/**
 * Cards: a link that is sent together with what its sender says about whom it is for.
 *
 *   content  = {"type":"chat","text":...,"chatLink":link}
 *   link     = {"type":"contact","connLink":short link,"profile":{...},"business":true|false}
 *            | {"type":"invitation","invLink":short link,"profile":{...}}
 *            | {"type":"group","connLink":short link,"groupProfile":{...}}
 *
 * Peer:  Simplex.Chat.Protocol, MsgChatLink: it has a parser from 6.4 on, which refuses a whole message for a full link or
 *        a bad one; apps send it from 6.5 on, with a signature of the owner that may be absent.
 * Note:  the text has name and link, for apps that show only that.
 * Trust: profile and link are chosen by who sends the card, and need not fit each other. What is shown of a card is said to
 *        be its sender's words; the link is parsed and written anew, so that what is shown is what is opened.
 */
import type { LinkCard } from "../api.ts"
import { DecodeError } from "../encoding/bytes.ts"
import type { Profile } from "../store/chat.ts"
import { type Content, profileJson, readProfile } from "./content.ts"
import { CommandError } from "./error.ts"
import { wireProfile } from "./info.ts"
import { boolean, field, type JsonObject, object, optional, string } from "./json.ts"
import { planOf } from "./plan.ts"

/** The host of the server that a link names first; null when it is no link that a card can have. */
const shortLink = (text: string): { readonly kind: string; readonly text: string; readonly host: string } | null => {
  try {
    const { plan, link, canonical } = planOf(text)
    if (link?.form !== "short") return null
    return { kind: plan.kind, text: canonical, host: link.server.hosts[0] ?? "" }
  } catch (e) {
    if (e instanceof CommandError) return null
    throw e
  }
}

/**
 * A card of somebody whose address is the contactLink of the profile. Throws CommandError NOT_FOUND without one,
 * LINK_UNSUPPORTED when it is not a short link of a person's address.
 */
export const cardContent = (profile: Profile | undefined, withImage: boolean): Content => {
  if (profile?.contactLink === undefined) throw new CommandError("NOT_FOUND")
  const link = shortLink(profile.contactLink)
  if (link?.kind !== "contact") throw new CommandError("LINK_UNSUPPORTED")
  const told = wireProfile({ ...profile, contactLink: link.text })
  return {
    type: "chat",
    text: `${profile.displayName}\n${link.text}`,
    chatLink: {
      type: "contact",
      connLink: link.text,
      profile: profileJson(withImage ? told : { ...told, image: null }),
      business: false,
    },
  }
}

type About = Pick<LinkCard, "of" | "name" | "fullName" | "bio" | "image"> & { readonly link: string }

const about = (o: JsonObject): Omit<About, "of" | "link"> => {
  const { displayName, fullName, shortDescr, image } = readProfile(o)
  return {
    name: displayName,
    fullName,
    ...(shortDescr === null ? {} : { bio: shortDescr }),
    ...(image === null ? {} : { image }),
  }
}

/** Throws DecodeError. */
const readChatLink = (o: JsonObject): About => {
  const type = field(o, "type", string)
  if (type === "contact")
    return {
      of: optional(o, "business", boolean) === true ? "business" : "contact",
      link: field(o, "connLink", string),
      ...about(field(o, "profile", object)),
    }
  if (type === "invitation")
    return { of: "invitation", link: field(o, "invLink", string), ...about(field(o, "profile", object)) }
  if (type === "group")
    return { of: "group", link: field(o, "connLink", string), ...about(field(o, "groupProfile", object)) }
  throw new DecodeError("unknown kind of card")
}

/** Kinds of links that a card of this kind may have. */
const fitting: Readonly<Record<LinkCard["of"], readonly string[]>> = {
  contact: ["contact"],
  business: ["contact"],
  invitation: ["invitation"],
  group: ["group", "channel"],
}

/** As the page shows it; null when there is nothing that could be opened. */
export const readCard = (chatLink: JsonObject): LinkCard | null => {
  try {
    const { link: text, ...card } = readChatLink(chatLink)
    const link = shortLink(text)
    return link !== null && fitting[card.of].includes(link.kind) ? { ...card, link: link.text, host: link.host } : null
  } catch (e) {
    if (e instanceof DecodeError) return null
    throw e
  }
}
