/** After a backup: two copies of one profile lose messages, and here somebody decides for this one. Fetched when it is shown. */
import { continueHere, continueWithout, endSession } from "../keeping.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { plainName } from "../parts/plain.ts"
import { moment } from "../parts/time.tsx"
import { backup, saveBackup } from "../state/backup.ts"
import { text } from "../text.ts"
import { Gate } from "./enter.tsx"
import { Delete } from "./unlock.tsx"

export const Exported = ({ at, kept, profile }: { at: number; kept: boolean; profile?: string | undefined }) => {
  const action = useAction()
  const { exported } = text
  return (
    <Gate>
      <h1>{exported.heading}</h1>
      <p class="lead">{exported.lead(moment(at))}</p>
      <Problem code={action.problem.value} />
      <Button kind="primary" busy={action.busy.value} onClick={() => void action.run(endSession)}>
        {kept ? exported.lock : exported.end}
      </Button>
      <Button busy={action.busy.value} onClick={() => void action.run(continueHere)}>
        {exported.goOn}
      </Button>
      <p class="hint">{exported.goOnMeans}</p>
      {profile !== undefined && (
        <>
          <Button busy={action.busy.value} onClick={() => void action.run(continueWithout)}>
            {exported.without(plainName(profile, ""))}
          </Button>
          <p class="hint">{exported.withoutMeans}</p>
        </>
      )}
      {backup.value && (
        <Button kind="quiet" onClick={saveBackup}>
          {exported.save}
        </Button>
      )}
      {kept && profile === undefined && (
        <>
          <Delete words={exported.delete} means={text.locked.deleteMeans} />
          <p class="hint">{exported.deleteMeans}</p>
        </>
      )}
    </Gate>
  )
}
