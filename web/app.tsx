/** Which screen: the gates before the chats, or the two panes. */
import { useEffect } from "preact/hooks"
import { Logo } from "./parts/icon.tsx"
import { lazy } from "./parts/lazy.tsx"
import { incoming, outgoing } from "./state/carry.ts"
import { kiosk, kioskKnown, round } from "./state/kiosk.ts"
import { wordsReady } from "./state/language.ts"
import { arrival, isFile } from "./state/link.ts"
import { session } from "./state/session.ts"
import { text } from "./text.ts"
import { DeadEnd, isDeadEnd } from "./views/deadend.tsx"
import { FileSent, FirstRun, Gate, Invited } from "./views/enter.tsx"
import { Broken, Elsewhere, Locked } from "./views/unlock.tsx"

const loadPanes = async () => (await import("./views/panes.tsx")).Panes
const Panes = lazy(loadPanes)
const Exported = lazy(async () => (await import("./views/exported.tsx")).Exported)

const Carrying = lazy(async () => (await import("./views/carry.tsx")).Carrying)
const Carried = lazy(async () => (await import("./views/carry.tsx")).Carried)
const CarryIn = lazy(async () => (await import("./views/carry.tsx")).CarryIn)

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
  if (!isDeadEnd(link) && isFile(link)) return <FileSent key={link.link} arrival={link} />
  if (!isDeadEnd(link)) return <Invited key={link.link} arrival={link} />
  return (
    <Gate>
      <DeadEnd arrival={link} />
    </Gate>
  )
}

export const App = () => {
  const now = session.value
  const isKnown = now.state !== "starting"
  // Whoever enters does not wait for it, nor miss it when the network goes away meanwhile. What is shown now comes first.
  useEffect(() => {
    if (isKnown) void Promise.all([loadPanes(), wordsReady()]).catch(() => {})
  }, [isKnown])
  const going = outgoing.value
  const coming = incoming.value
  if (coming !== null && kioskKnown.value && now.state !== "starting" && now.state !== "broken")
    return <CarryIn key={coming} fragment={coming} />
  switch (now.state) {
    case "starting":
      return <Splash />
    case "carrying":
      return <Carrying />
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
      if (going?.state === "running") return <Carrying />
      if (going?.state === "done") return <Carried link={going.link} kept={now.kept} />
      return <Exported at={now.at} kept={now.kept} profile={now.profile?.name} />
    case "open":
      return <Panes />
  }
}
