/** "Messages": what happens to links in them, and what is shown of their way. */
import { changeSettings } from "../keeping.ts"
import { useChanges } from "../parts/changes.ts"
import { Switch } from "../parts/choice.tsx"
import { Problem } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { settings } from "../state/settings.ts"

export const MessageSettings = () => {
  const { cleanLinks, drafts, showProxied } = settings.value
  const saving = useChanges()
  const { messages } = text
  return (
    <section class="card">
      <Switch
        label={messages.drafts}
        hint={messages.draftsMean}
        on={drafts}
        onChange={on => void saving.run(() => changeSettings({ drafts: on }))}
      />
      <Switch
        label={messages.cleanLinks}
        hint={messages.cleanLinksMeans}
        on={cleanLinks}
        onChange={on => void saving.run(() => changeSettings({ cleanLinks: on }))}
      />
      <Switch
        label={messages.showProxied}
        hint={messages.showProxiedMeans}
        on={showProxied}
        onChange={on => void saving.run(() => changeSettings({ showProxied: on }))}
      />
      <Problem code={saving.problem.value} />
    </section>
  )
}
