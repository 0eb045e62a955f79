/** "Your data": what is on this device, and the end of it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { destroy } from "../keeping.ts"
import { Ask } from "../parts/ask.tsx"
import { Button } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { isKept } from "../state/session.ts"
import { PrivateNote } from "./private.tsx"

const { data } = text

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const

/** 1234567 is "1.2 MB", in the reader's own habits. */
export const sizeOf = (bytes: number): string => {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const unit = units[step] ?? "byte"
  return new Intl.NumberFormat(undefined, { style: "unit", unit, maximumFractionDigits: 1 }).format(
    bytes / 1000 ** step,
  )
}

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
            <p>{now.used === null ? data.unknown : data.used(sizeOf(now.used))}</p>
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
