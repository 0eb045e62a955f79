/** Fields, buttons and what went wrong. */
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import type { FailureCode } from "../../worker/api.ts"
import { text } from "../text.ts"

type FieldProps = {
  readonly label: string
  readonly value: string
  readonly onInput: (value: string) => void
  readonly placeholder?: string
  readonly hint?: string
  readonly autoComplete?: "current-password" | "new-password" | "off"
  readonly focus?: boolean
  readonly invalid?: boolean
  readonly maxLength?: number
  /** A number: phones show their keys for it. */
  readonly numeric?: boolean
}

const useFocus = (wanted: boolean | undefined) => {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (wanted) ref.current?.focus()
  }, [wanted])
  return ref
}

export const Field = ({ label, value, onInput, focus, invalid, hint, placeholder, maxLength, numeric }: FieldProps) => {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={useFocus(focus)}
        type="text"
        inputMode={numeric ? "numeric" : undefined}
        dir="auto"
        value={value}
        onInput={e => onInput(e.currentTarget.value)}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={invalid}
        aria-describedby={hint ? `${id}-hint` : undefined}
        placeholder={placeholder}
        maxLength={maxLength}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Spread, because the types know of no role on a password input. */
const asTextbox = (shown: boolean): object => ({ role: "textbox", type: shown ? "text" : "password" })

/**
 * A secret that can be looked at. Of type "password" so that keyboards do not learn it and password managers offer to
 * keep it; browsers give that type no role, hence the explicit one.
 */
export const SecretField = ({ label, value, onInput, focus, invalid, hint, autoComplete }: FieldProps) => {
  const id = useId()
  const shown = useSignal(false)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          ref={useFocus(focus)}
          {...asTextbox(shown.value)}
          value={value}
          onInput={e => onInput(e.currentTarget.value)}
          autocomplete={autoComplete ?? "current-password"}
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={invalid}
          aria-describedby={hint ? `${id}-hint` : undefined}
        />
        <button
          type="button"
          class="quiet field-toggle"
          aria-pressed={shown.value}
          onClick={() => {
            shown.value = !shown.value
          }}
        >
          {shown.value ? text.keep.hide : text.keep.show}
        </button>
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type CheckProps = {
  readonly label: string
  readonly means?: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

/** A choice that is on or off, with the one sentence that says what it means. */
export const Check = ({ label, means, value, onChange }: CheckProps) => {
  const id = useId()
  return (
    <div class="option">
      <input
        id={id}
        type="checkbox"
        checked={value}
        aria-describedby={means ? `${id}-hint` : undefined}
        onChange={e => onChange(e.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {means && (
        <p class="hint" id={`${id}-hint`}>
          {means}
        </p>
      )}
    </div>
  )
}

type SelectProps = {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, words: string])[]
  readonly hint?: string
  readonly onChange: (value: string) => void
}

/** One of several. */
export const Select = ({ label, value, options, hint, onChange }: SelectProps) => {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={e => onChange(e.currentTarget.value)}
      >
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type ButtonProps = {
  readonly children: ComponentChildren
  readonly kind?: "primary" | "second" | "quiet" | "danger"
  readonly busy?: boolean
  readonly submit?: boolean
  readonly onClick?: () => void
}

/** Stays focusable while busy: a disabled button would drop the focus of whoever pressed it. */
export const Button = ({ children, kind = "second", busy, submit, onClick }: ButtonProps) => (
  <button
    type={submit ? "submit" : "button"}
    class={kind}
    aria-disabled={busy || undefined}
    aria-busy={busy || undefined}
    onClick={busy ? undefined : onClick}
  >
    {busy && <span class="spinner" aria-hidden="true" />}
    {children}
  </button>
)

/** What went wrong and what to do, told to screen readers at once. */
export const Problem = ({ code, words }: { code?: FailureCode | null; words?: string | null }) => {
  const message = words ?? (code ? (text.failures[code] ?? text.failures.INTERNAL) : null)
  return message ? (
    <p class="problem" role="alert">
      {message}
    </p>
  ) : null
}

/** Enter and the main button do the same; the browser never sends anything. */
export const Form = ({ children, onSubmit }: { children: ComponentChildren; onSubmit: () => void }) => (
  <form
    noValidate
    onSubmit={e => {
      e.preventDefault()
      onSubmit()
    }}
  >
    {children}
  </form>
)
