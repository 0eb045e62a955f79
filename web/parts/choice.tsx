/** One of a few, and on or off. */
import type { ComponentChildren } from "preact"
import { useId } from "preact/hooks"

type ChoiceProps<T extends string | number> = {
  readonly legend: string
  readonly all: readonly T[]
  readonly value: T
  readonly words: (value: T) => ComponentChildren
  readonly onChange: (value: T) => void
}

/** All of them beside each other. */
export const Choice = <T extends string | number>({ legend, all, value, words, onChange }: ChoiceProps<T>) => {
  const name = useId()
  return (
    <fieldset class="one-of">
      <legend>{legend}</legend>
      <div class="forms">
        {all.map(one => (
          <label key={one}>
            <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
            <span data-value={one}>{words(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type SwitchProps = {
  readonly label: string
  /** What is shown, where the label says more than there is room for. */
  readonly words?: ComponentChildren
  readonly on: boolean
  readonly hint?: ComponentChildren
  readonly busy?: boolean
  readonly onChange: (on: boolean) => void
}

export const Switch = ({ label, words, on, hint, busy, onChange }: SwitchProps) => {
  const id = useId()
  return (
    <div class="switch">
      <label>
        <span class="switch-words">{words ?? label}</span>
        <input
          type="checkbox"
          role="switch"
          aria-label={words ? label : undefined}
          aria-describedby={hint ? id : undefined}
          aria-checked={on}
          aria-busy={busy || undefined}
          checked={on}
          onChange={e => {
            // The box shows what is so, not what was asked for.
            const wanted = e.currentTarget.checked
            e.currentTarget.checked = on
            if (!busy) onChange(wanted)
          }}
        />
      </label>
      {hint && (
        <p class="hint" id={id}>
          {hint}
        </p>
      )}
    </div>
  )
}
