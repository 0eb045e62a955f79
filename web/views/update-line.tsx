/** The next version of the page is here, and waits for somebody to agree. */
import { useAction } from "../parts/action.ts"
import { takeUpdate, update } from "../state/update.ts"
import { text } from "../text.ts"

export const UpdateLine = () => {
  const action = useAction()
  return (
    <div role="status" class="update">
      {update.value && (
        <>
          <p>{text.update.ready}</p>
          <button type="button" class="button" disabled={action.busy.value} onClick={() => void action.run(takeUpdate)}>
            {text.update.take}
          </button>
        </>
      )}
    </div>
  )
}
