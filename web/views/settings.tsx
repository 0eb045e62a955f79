/** The settings: a list of sections, and each of them. */
import type { ComponentType } from "preact"
import { endSession } from "../keeping.ts"
import { Button } from "../parts/form.tsx"
import { Icon, type IconName } from "../parts/icon.tsx"
import { Panel } from "../parts/pane.tsx"
import { text } from "../settings-text.ts"
import { kiosk } from "../state/kiosk.ts"
import { goInto, type Section } from "../state/route.ts"
import { isKept } from "../state/session.ts"
import { About } from "./settings-about.tsx"
import { Backup } from "./settings-backup.tsx"
import { Data } from "./settings-data.tsx"
import { Files } from "./settings-files.tsx"
import { Help } from "./settings-help.tsx"
import { Lock } from "./settings-lock.tsx"
import { Look } from "./settings-look.tsx"
import { MessageSettings } from "./settings-messages.tsx"
import { Network } from "./settings-network.tsx"
import { Notices } from "./settings-notices.tsx"
import { Servers } from "./settings-servers.tsx"

const sections: Readonly<Record<Section, readonly [IconName, ComponentType]>> = {
  lock: ["lock", Lock],
  backup: ["box", Backup],
  data: ["shield", Data],
  files: ["file", Files],
  messages: ["edit", MessageSettings],
  servers: ["link", Servers],
  network: ["retry", Network],
  notices: ["bell", Notices],
  look: ["image", Look],
  help: ["info", Help],
  about: ["done", About],
}

const all = Object.keys(sections) as readonly Section[]
/** At a kiosk there is nothing to set but how it looks. */
const shown = (): readonly Section[] => (kiosk.value ? ["look", "help"] : all)

const List = () => (
  <Panel heading={text.heading} back={text.back}>
    {isKept.value && (
      <section class="card">
        <p class="hint">{text.lock.nowMeans}</p>
        <Button kind="primary" onClick={() => void endSession()}>
          <Icon name="lock" />
          {text.lock.now}
        </Button>
      </section>
    )}
    <ul class="sections card">
      {shown().map(section => (
        <li key={section}>
          <button type="button" class="section-row" onClick={() => goInto({ at: "settings", section })}>
            <Icon name={sections[section][0]} />
            <span class="section-name">{text.sections[section]}</span>
            <span class="section-means">{text.means[section]}</span>
          </button>
        </li>
      ))}
    </ul>
  </Panel>
)

export const Settings = ({ section }: { section: Section | undefined }) => {
  const found = shown().find(s => s === section)
  if (!found) return <List />
  const View = sections[found][1]
  return (
    <Panel key={found} heading={text.sections[found]} back={text.backToSettings} inner>
      <View />
    </Panel>
  )
}
