/** The frame of what lies beside the list: a heading that takes the focus, and a way back. */
import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { goBack } from "../state/route.ts"
import { Icon } from "./icon.tsx"

type Props = {
  readonly heading: ComponentChildren
  /** Where the button leads, in words. */
  readonly back: string
  /** It lies above another page, so that the way back is shown on wide screens as well. */
  readonly inner?: boolean
  /** Whoever changes this gives the focus back to the heading: what was pressed is gone. */
  readonly focusOn?: unknown
  readonly children: ComponentChildren
}

export const Panel = ({ heading, back, inner, focusOn, children }: Props) => {
  const id = useId()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [focusOn])
  return (
    <section class="panel" aria-labelledby={id}>
      <header class="pane-head">
        <button type="button" class={inner ? "icon-button" : "icon-button back"} aria-label={back} onClick={goBack}>
          <Icon name="back" />
        </button>
        <h1 ref={title} id={id} tabIndex={-1}>
          {heading}
        </h1>
      </header>
      <div class="panel-body">{children}</div>
    </section>
  )
}
