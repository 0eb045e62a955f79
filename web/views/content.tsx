/** What a message holds besides its text, as far as it can be shown: previews, and the kind of what cannot. */
import { useRef } from "preact/hooks"
import type { Item, ItemContent } from "../../worker/api.ts"
import { text as words } from "../media-text.ts"
import { Icon, type IconName } from "../parts/icon.tsx"
import { lazy } from "../parts/lazy.tsx"
import { isPicture } from "../parts/picture.ts"
import { fileName, plainName, plainText } from "../parts/plain.ts"
import { duration, size } from "../parts/time.tsx"
import { isCovered, uncover } from "../state/gallery.ts"
import { text } from "../text.ts"
import { FileActions } from "./file.tsx"
import { Media } from "./media.tsx"
import { PageLink } from "./page-link.tsx"

const Voice = lazy(async () => (await import("./voice.tsx")).Voice)

const Card = lazy(async () => (await import("./card.tsx")).Card)

const isPage = (uri: string) => /^https?:\/\//.test(uri) && URL.canParse(uri)

const kindIcons: Readonly<Record<ItemContent["kind"], IconName>> = {
  link: "link",
  image: "image",
  video: "video",
  voice: "voice",
  file: "file",
  report: "warning",
  chat: "link",
  unknown: "info",
}

/** Files that are sent as such, by what their names say. */
const endings: readonly (readonly [RegExp, IconName])[] = [
  [/\.(?:jpe?g|png|gif|webp|avif|heic|bmp|svg|tiff?)$/i, "image"],
  [/\.(?:mp4|m4v|mov|webm|mkv|avi)$/i, "video"],
  [/\.(?:mp3|m4a|ogg|opus|wav|flac|aac)$/i, "sound"],
  [/\.(?:zip|7z|rar|tar|gz|xz|bz2|zst)$/i, "box"],
]

const iconOf = (item: Item, content: ItemContent): IconName => {
  const known = content.kind === "file" ? endings.find(([ending]) => ending.test(item.file?.name ?? "")) : undefined
  return known?.[1] ?? kindIcons[content.kind]
}

/** In one line, for the list and for quotes. */
export const contentName = (kind: ItemContent["kind"] | "text"): string => (kind === "text" ? "" : text.content[kind])

type LinkProps = { readonly itemId: string; readonly content: ItemContent & { readonly kind: "link" } }

/** While its picture is blurred, that is a button beside the link, which leads to the page either way. */
const LinkCard = ({ itemId, content }: LinkProps) => {
  const card = useRef<HTMLDivElement>(null)
  if (!isPage(content.uri)) return null
  const url = new URL(content.uri)
  const picture = isPicture(content.image) ? content.image : null
  const covered = picture !== null && isCovered(itemId)
  const show = () => {
    // The button goes: who has pressed it by keyboard goes on from the link.
    card.current?.querySelector("a")?.focus()
    uncover(itemId)
  }
  const link = (
    <PageLink class="link-card" href={url.href}>
      {picture !== null && !covered && <img src={picture} alt="" />}
      <strong dir="auto">{plainName(content.title, url.host)}</strong>
      {content.description !== "" && <span dir="auto">{plainName(content.description, "")}</span>}
      <span class="target" dir="ltr">
        {url.host}
      </span>
    </PageLink>
  )
  return (
    <div ref={card}>
      {covered && (
        <button
          type="button"
          class="media"
          data-covered
          aria-label={words.media.uncover(text.content.image)}
          onClick={show}
        >
          <img class="picture" src={picture} alt="" draggable={false} />
          <span class="media-length">
            <Icon name="eye" />
          </span>
        </button>
      )}
      {link}
    </div>
  )
}

const lengthOf = (content: ItemContent): string | null =>
  content.kind === "voice" || content.kind === "video" ? duration(content.seconds) : null

/** A file as such: its name is what one looks for. */
const FileName = ({ item, content }: { item: Item; content: ItemContent }) => (
  <p class="attached attached-file">
    <span class="file-icon">
      <Icon name={iconOf(item, content)} />
    </span>
    <span dir="auto">
      <span class="unseen">{text.content[content.kind]}, </span>
      <strong>{fileName(item.file?.name ?? "", text.content.file)}</strong>
      <span class="unseen">, </span>
      <small>{size(item.file?.size ?? 0)}</small>
    </span>
  </p>
)

/** The kind, and what is known of the file. */
const Attached = ({ item, content }: { item: Item; content: ItemContent }) => {
  if (content.kind === "file" && item.file) return <FileName item={item} content={content} />
  const more = [
    lengthOf(content),
    item.file && fileName(item.file.name, text.content.file),
    item.file && size(item.file.size),
  ]
  return (
    <p class="attached">
      <Icon name={iconOf(item, content)} />
      <span dir="auto">{[text.content[content.kind], ...more].filter(Boolean).join(", ")}</span>
    </p>
  )
}

export const Content = ({ item }: { item: Item }) => {
  const content = item.content ?? (item.file && { kind: "file" as const })
  if (!content) return null
  if (content.kind === "link") return <LinkCard itemId={item.id} content={content} />
  if (content.kind === "chat") return <Card card={content.card} />
  return (
    <>
      {(content.kind === "image" || content.kind === "video") && <Media item={item} content={content} />}
      {content.kind === "voice" ? <Voice item={item} content={content} /> : <Attached item={item} content={content} />}
      {content.kind === "report" && content.reason !== "" && <p class="hint">{plainText(content.reason)}</p>}
      {item.file && <FileActions item={item} file={item.file} />}
    </>
  )
}
