/** "Your data": what is on this device, and the end of it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { destroy } from "../keeping.ts"
import { Ask } from "../parts/ask.tsx"
import { Button } from "../parts/form.tsx"
import { size } from "../parts/time.tsx"
import { text } from "../settings-text.ts"
import { isKept } from "../state/session.ts"
import { PrivateNote } from "./private.tsx"

const { data } = text

type Storage = { readonly used: number | null; readonly persisted: boolean }

const look = async (): Promise<Storage> => {
  const [estimate, persisted] = await Promise.all([
    navigator.storage?.estimate?.().catch(() => null),
    navigator.storage?.persisted?.().catch(() => false),
  ])
  return { used: estimate?.usage ?? null, persisted: persisted === true }
}

const Kept = () => {
  const storage = useSignal<Storage | null>(null)
  const refused = useSignal(false)
  const asking = useSignal(false)
  const read = async () => {
    storage.value = await look()
  }
  useEffect(() => void read(), [])
  const now = storage.value
  const persist = async () => {
    refused.value = (await navigator.storage?.persist?.().catch(() => false)) !== true
    await read()
  }
  return (
    <>
      <section class="card">
        <p class="lead">{data.lead}</p>
        {now && (
          <>
            <p>{now.used === null ? data.unknown : data.used(size(now.used))}</p>
            <p role="status">{now.persisted ? data.persisted : refused.value ? data.refused : data.notPersisted}</p>
            {!now.persisted && <Button onClick={() => void persist()}>{data.persist}</Button>}
          </>
        )}
      </section>
      <section class="card">
        <p class="lead">{data.destroyMeans}</p>
        <Button
          kind="danger"
          onClick={() => {
            asking.value = true
          }}
        >
          {data.destroy}
        </Button>
        {asking.value && (
          <Ask
            heading={data.destroyHeading}
            means={data.destroyMeans}
            confirm={data.destroyConfirm}
            cancel={data.cancel}
            danger
            run={destroy}
            onClose={() => {
              asking.value = false
            }}
          />
        )}
      </section>
    </>
  )
}

export const Data = () =>
  isKept.value ? (
    <Kept />
  ) : (
    <section class="card">
      <p class="lead">{data.privateLead}</p>
      <PrivateNote />
    </section>
  )
