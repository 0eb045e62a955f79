/** Whether files go to their servers without the bridge, who sees what then, and which way they went. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { FileWays, NetworkConfig } from "../../worker/api.ts"
import { Switch } from "../parts/choice.tsx"
import { text } from "../settings-text.ts"
import { worker } from "../worker.ts"

type Props = { readonly config: NetworkConfig; readonly change: (patch: Partial<NetworkConfig>) => void }

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : origin)

export const DirectFiles = ({ config, change }: Props) => {
  const { directFiles: words } = text
  const found = useSignal<FileWays | null>(null)
  const isOn = config.directFiles === true
  useEffect(() => {
    const read = () =>
      worker.fileWays().then(
        now => {
          found.value = now
        },
        () => {},
      )
    void read()
    const timer = setInterval(read, 3000)
    return () => clearInterval(timer)
  }, [])
  if (!found.value) return null
  const { allowed, ways } = found.value
  const mayGo = allowed.length > 0
  return (
    <section class="card">
      <h2>{words.heading}</h2>
      <p class="lead">{words.lead}</p>
      {(mayGo || isOn) && (
        <Switch label={words.use} hint={words.means} on={isOn} onChange={directFiles => change({ directFiles })} />
      )}
      <p class="hint">
        {!mayGo ? words.none : allowed.includes("https:") ? words.any : words.these(allowed.map(hostOf))}
      </p>
      {mayGo && (
        <div role="status">
          {!isOn ? (
            <p>{words.off}</p>
          ) : ways.length === 0 ? (
            <p>{words.unused}</p>
          ) : (
            ways.map(({ host, way }) => <p key={host}>{words.ways[way](host)}</p>)
          )}
        </div>
      )}
    </section>
  )
}
