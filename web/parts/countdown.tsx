/** At a kiosk: the session is about to end, and any input keeps it. */
import { secondsLeft, warning } from "../state/kiosk.ts"
import { number } from "../text/plural.ts"
import { text } from "../text.ts"

export const Countdown = () => {
  const left = secondsLeft.value
  return (
    <div class="countdown">
      {/* Told once, not every second. */}
      <p role="alert" class="unseen">
        {left !== null ? text.kiosk.ending(warning) : ""}
      </p>
      {left !== null && (
        <p aria-hidden="true">
          <strong>{number(left)}</strong> {text.kiosk.left(left)}
        </p>
      )}
    </div>
  )
}
