/** Which screen: the gates before the chats, or the two panes. */
import { useEffect } from "preact/hooks"
import { Logo } from "./parts/icon.tsx"
import { lazy } from "./parts/lazy.tsx"
import { kiosk, kioskKnown, round } from "./state/kiosk.ts"
import { arrival } from "./state/link.ts"
import { session } from "./state/session.ts"
import { text } from "./text.ts"
import { DeadEnd, isDeadEnd } from "./views/deadend.tsx"
import { FirstRun, Gate, Invited } from "./views/enter.tsx"
import { Broken, Elsewhere, Exported, Locked } from "./views/unlock.tsx"

const loadPanes = async () => (await import("./views/panes.tsx")).Panes
const Panes = lazy(loadPanes)

const Splash = () => (
  <div class="splash" role="status">
    <Logo />
    <p class="unseen">{text.starting}</p>
  </div>
)

/** Nobody is here yet. */
const New = () => {
  const link = arrival.value
  if (!kioskKnown.value) return <Splash />
  if (!link) return <FirstRun key={round.value} />
  if (!isDeadEnd(link)) return <Invited key={link.link} arrival={link} />
  return (
    <Gate>
      <DeadEnd arrival={link} />
    </Gate>
  )
}

export const App = () => {
  const now = session.value
  // Whoever enters does not wait for it, nor miss it when the network goes away meanwhile.
  useEffect(() => void loadPanes().catch(() => {}), [])
  switch (now.state) {
    case "starting":
      return <Splash />
    case "broken":
      return <Broken />
    case "elsewhere":
      // What somebody keeps in this browser is not offered at a kiosk.
      return kiosk.value ? <New /> : <Elsewhere />
    case "locked":
      return kiosk.value ? <New /> : <Locked />
    case "new":
      return <New />
    case "exported":
      return <Exported at={now.at} kept={now.kept} />
    case "open":
      return <Panes />
  }
}
