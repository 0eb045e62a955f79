/** What happens to those who ask at our address. */
import { useSignal } from "@preact/signals"
import { useEffect, useId } from "preact/hooks"
import type { OwnLink, AddressSettings as Settings } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Button, Check, Form, Problem } from "../parts/form.tsx"
import { addressSettings, addShortLink, setAddressSettings } from "../people.ts"
import { text } from "../text.ts"

const Edit = ({ now, link }: { now: Settings; link: OwnLink }) => {
  const id = useId()
  const accepts = useSignal(now.autoAccept !== undefined)
  const incognito = useSignal(now.autoAccept?.incognito ?? false)
  const welcome = useSignal(now.welcome ?? "")
  const saved = useSignal(false)
  const action = useAction()
  const change = (run: () => void) => {
    saved.value = false
    run()
  }
  const save = async () => {
    await setAddressSettings({
      ...(accepts.value && { autoAccept: { incognito: incognito.value } }),
      ...(welcome.value.trim() !== "" && { welcome: welcome.value.trim() }),
    })
    saved.value = true
  }
  return (
    <Form onSubmit={() => void action.run(save)}>
      <h2>{text.addressSettings.heading}</h2>
      <Check
        label={text.addressSettings.accept}
        means={text.addressSettings.acceptMeans}
        value={accepts.value}
        onChange={on =>
          change(() => {
            accepts.value = on
          })
        }
      />
      {accepts.value && link.short === undefined && (
        <Check
          label={text.addressSettings.acceptIncognito}
          means={text.incognito.means}
          value={incognito.value}
          onChange={on =>
            change(() => {
              incognito.value = on
            })
          }
        />
      )}
      <div class="field">
        <label for={id}>{text.addressSettings.welcome}</label>
        <textarea
          id={id}
          rows={3}
          dir="auto"
          autocomplete="off"
          value={welcome.value}
          aria-describedby={`${id}-hint`}
          onInput={e => {
            const words = e.currentTarget.value
            change(() => {
              welcome.value = words
            })
          }}
        />
        <p class="hint" id={`${id}-hint`}>
          {text.addressSettings.welcomeMeans}
        </p>
      </div>
      <Problem code={action.problem.value} />
      <Button submit busy={action.busy.value}>
        {text.addressSettings.save}
      </Button>
      <p class="hint copied" role="status">
        {saved.value ? text.addressSettings.saved : ""}
      </p>
    </Form>
  )
}

const Shorten = () => {
  const action = useAction()
  return (
    <section class="card">
      <p class="hint">{text.addressSettings.shortMeans}</p>
      <Problem code={action.problem.value} />
      <Button busy={action.busy.value} onClick={() => void action.run(addShortLink)}>
        {text.addressSettings.short}
      </Button>
    </section>
  )
}

export const AddressSettings = ({ link }: { link: OwnLink }) => {
  const now = useSignal<Settings | null>(null)
  const loading = useAction()
  useEffect(() => {
    void loading.run(async () => {
      now.value = await addressSettings()
    })
  }, [])
  return (
    <>
      {link.short === undefined && <Shorten />}
      <section class="card">
        <Problem code={loading.problem.value} />
        {now.value && <Edit now={now.value} link={link} />}
      </section>
    </>
  )
}
