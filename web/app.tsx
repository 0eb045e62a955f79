/** Which screen: the gates before the chats, or the two panes. */
import { Logo } from "./parts/icon.tsx"
import { lazy } from "./parts/lazy.tsx"
import { arrival } from "./state/link.ts"
import { session } from "./state/session.ts"
import { text } from "./text.ts"
import { DeadEnd, isDeadEnd } from "./views/deadend.tsx"
import { FirstRun, Gate, Invited } from "./views/enter.tsx"
import { Broken, Elsewhere, Exported, Locked } from "./views/unlock.tsx"

const Panes = lazy(async () => (await import("./views/panes.tsx")).Panes)

export const App = () => {
  const link = arrival.value
  switch (session.value.state) {
    case "starting":
      return (
        <div class="splash" role="status">
          <Logo />
          <p class="unseen">{text.starting}</p>
        </div>
      )
    case "broken":
      return <Broken />
    case "elsewhere":
      return <Elsewhere />
    case "locked":
      return <Locked />
    case "new":
      if (!link) return <FirstRun />
      if (!isDeadEnd(link)) return <Invited key={link.link} arrival={link} />
      return (
        <Gate>
          <DeadEnd arrival={link} />
        </Gate>
      )
    case "exported":
      return <Exported at={session.value.at} kept={session.value.kept} />
    case "open":
      return <Panes />
  }
}
