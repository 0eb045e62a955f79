/** "Network": which way messages take, and who sees what of it. */
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { goInto } from "../state/route.ts"
import { network } from "../state/session.ts"

const { network: words } = text

export const Network = () => (
  <>
    <section class="card">
      <p class="fact" role="status">
        <Icon name={network.value?.status === "online" ? "done" : "clock"} />
        {words.state[network.value?.status ?? "null"]}
      </p>
      <p class="lead">{words.lead}</p>
      <p class="lead">{words.tor}</p>
    </section>
    <section class="card">
      <h2>{words.routing}</h2>
      <p class="lead">{words.routingMeans}</p>
      <Button onClick={() => goInto({ at: "settings", section: "servers" })}>{text.sections.servers}</Button>
    </section>
  </>
)
