/** The text of a message, with the markup of the apps. Everything is text or a link whose target is in sight. */
import { useSignal } from "@preact/signals"
import { useMemo } from "preact/hooks"
import { arrive } from "../commands.ts"
import { plainText } from "../parts/plain.ts"
import { tapped } from "../state/bot.ts"
import { formsOf } from "../state/link.ts"
import { parseMarkdown, type Span } from "../text/markdown.ts"
import { text } from "../text.ts"
import { PageLink } from "./page-link.tsx"

/** As many blocks as letters, up to a line: the length of a long secret is nobody's business either. */
const mostBlocks = 24

/** Not in the page before it is asked for, so that neither a search nor a screen reader tells it. */
const Secret = ({ words }: { words: string }) => {
  const open = useSignal(false)
  return (
    <button
      type="button"
      class="secret"
      aria-pressed={open.value}
      aria-label={open.value ? text.words.secretShown(words) : text.words.secret}
      onClick={() => {
        open.value = !open.value
      }}
    >
      {open.value ? words : "\u2588".repeat(Math.min(mostBlocks, words.length))}
    </button>
  )
}

const Target = ({ host }: { host: string }) => (
  <>
    {" "}
    <bdi class="target" dir="ltr">
      ({host})
    </bdi>
  </>
)

/** Opens in this page, which shows what the link is before anything is sent. */
const Simplex = ({ span }: { span: Span & { readonly kind: "simplex" } }) => {
  const { link, kind, host } = span.to
  const page = formsOf({ full: link }, location.origin)[0]?.link ?? link
  return (
    <>
      <a
        href={page}
        onClick={e => {
          e.preventDefault()
          arrive(link)
        }}
      >
        <bdi>{span.named ? span.text : text.words.simplex[kind]}</bdi>
      </a>{" "}
      <bdi class="target" dir="ltr">
        ({span.named && `${text.words.simplex[kind]}, `}
        {text.words.via(host)})
      </bdi>
    </>
  )
}

type OnCommand = ((words: string) => void) | undefined

const Marked = ({ span, onCommand }: { span: Span; onCommand: OnCommand }) => {
  switch (span.kind) {
    case "command":
      return onCommand ? <Command words={tapped(span.source)} onCommand={onCommand} /> : span.text
    case "plain":
    case "mention":
      return span.text
    case "bold":
      return <strong>{span.text}</strong>
    case "italic":
      return <em>{span.text}</em>
    case "strike":
      return <s>{span.text}</s>
    case "code":
      return <code>{span.text}</code>
    case "color":
      return <span class={`ink-${span.color}`}>{span.text}</span>
    case "secret":
      return <Secret words={span.text} />
    case "email":
    case "phone":
      return <a href={span.href}>{span.text}</a>
    case "link":
      return (
        <>
          <PageLink href={span.href}>
            <bdi>{span.text}</bdi>
          </PageLink>
          {span.host !== null && <Target host={span.host} />}
        </>
      )
    case "simplex":
      return <Simplex span={span} />
  }
}

/** Something to say to a bot. */
const Command = ({ words, onCommand }: { words: string; onCommand: (words: string) => void }) => (
  <button
    type="button"
    class="command"
    dir="auto"
    title={text.bot.send(words)}
    onClick={e => {
      e.stopPropagation()
      onCommand(words)
    }}
  >
    {words}
  </button>
)

/** Of what a contact wrote, as it came. `onCommand`: the contact is a bot, and this sends it a command. */
export const Words = ({ words, onCommand }: { words: string; onCommand?: OnCommand }) => {
  const spans = useMemo(() => parseMarkdown(plainText(words)), [words])
  return (
    <p class="words" dir="auto">
      {spans.map((span, i) => (
        <Marked key={i} span={span} onCommand={onCommand} />
      ))}
    </p>
  )
}
