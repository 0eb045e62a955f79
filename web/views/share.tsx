/** A link of ours: choose its form, copy it, let it be scanned. */
import { useSignal } from "@preact/signals"
import { useId } from "preact/hooks"
import type { OwnLink } from "../../worker/api.ts"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { Qr } from "../parts/qr.tsx"
import { formsOf, type LinkForm } from "../state/link.ts"
import { settings } from "../state/settings.ts"
import { text } from "../text.ts"

/** Puts `link` on the clipboard; where the browser refuses, leaves it selected in `field` for the person to copy. */
const copy = async (link: string, field: HTMLInputElement | null): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(link)
    return true
  } catch {
    field?.focus()
    field?.select()
    return false
  }
}

const copiedMs = 2500

type Props = {
  readonly link: OwnLink
  /** Instead of those of a link to talk by. */
  readonly forms?: readonly { readonly form: LinkForm; readonly link: string }[]
  /** The name of the field. */
  readonly label: string
  /** What to know before sending it away. */
  readonly hint: string
}

export const Share = ({ link, label, hint, forms = formsOf(link, location.origin) }: Props) => {
  const id = useId()
  const chosen = useSignal<LinkForm>(settings.peek().linkForm)
  const copied = useSignal(false)
  // A link of an old server has no short form.
  const found = forms.find(f => f.form === chosen.value) ?? forms[0]
  const shown = found?.link ?? ""
  const onCopy = async () => {
    const field = document.getElementById(id)
    copied.value = await copy(shown, field instanceof HTMLInputElement ? field : null)
    setTimeout(() => {
      copied.value = false
    }, copiedMs)
  }
  return (
    <>
      {forms.length > 1 && (
        <>
          <fieldset class="forms">
            <legend>{text.link.forms}</legend>
            {forms.map(({ form }) => (
              <label key={form}>
                <input
                  type="radio"
                  name={`${id}-form`}
                  checked={found?.form === form}
                  onChange={() => {
                    chosen.value = form
                    copied.value = false
                  }}
                />
                <span>{text.link.form[form]}</span>
              </label>
            ))}
          </fieldset>
          <p class="hint">{text.link.formMeans[found?.form ?? "page"]}</p>
        </>
      )}
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          class="link-text"
          type="text"
          dir="ltr"
          readOnly
          // Otherwise browsers keep it for restoring the tab, on the disk.
          autocomplete="off"
          value={shown}
          onFocus={e => e.currentTarget.select()}
        />
      </div>
      <Button kind="primary" onClick={() => void onCopy()}>
        <Icon name={copied.value ? "done" : "copy"} />
        {text.link.copy}
      </Button>
      <p class="hint copied" role="status">
        {copied.value ? text.link.copied : hint}
      </p>
      <Qr link={shown} />
    </>
  )
}
