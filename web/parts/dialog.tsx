import type { ComponentChildren } from "preact"
import { useId, useLayoutEffect, useRef } from "preact/hooks"
import { text } from "../text.ts"
import { Icon } from "./icon.tsx"

type Props = { readonly heading: ComponentChildren; readonly children: ComponentChildren; readonly onClose: () => void }

/** A modal dialog: the browser keeps the focus inside, gives it back, and closes on Escape or the back gesture. */
export const Dialog = ({ heading, children, onClose }: Props) => {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  // Closed while it is still there: of one that has gone already the browser gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog ref={ref} aria-labelledby={id} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={id}>{heading}</h2>
        <button type="button" class="icon-button" aria-label={text.scan.close} onClick={() => ref.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  )
}
