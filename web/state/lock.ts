/** Nobody is there: how long nothing was touched, how long the page was hidden, and the blur over it meanwhile. */

const inputs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const

/**
 * Calls `run` once nobody has touched the page for `limit` ms; gives how to stop. `left` hears every second how many ms
 * are left. The clock is asked again before an input counts: timers sleep with the machine, and whoever wakes it may be
 * somebody else.
 */
export const watchIdle = (limit: number, run: () => void, left?: (ms: number) => void): (() => void) => {
  let last = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const check = (): boolean => {
    clearTimeout(timer)
    const rest = last + limit - Date.now()
    if (rest <= 0) {
      stop()
      run()
      return false
    }
    left?.(rest)
    timer = setTimeout(check, left ? Math.min(rest, 1000) : rest)
    return true
  }
  const onInput = () => {
    if (last + limit <= Date.now()) return void check()
    last = Date.now()
    if (left) check()
  }
  const onReturn = () => void check()
  const stop = () => {
    clearTimeout(timer)
    for (const name of inputs) removeEventListener(name, onInput, true)
    document.removeEventListener("visibilitychange", onReturn)
  }
  for (const name of inputs) addEventListener(name, onInput, { capture: true, passive: true })
  document.addEventListener("visibilitychange", onReturn)
  check()
  return stop
}

/** Calls `run` when the page was hidden for `limit` ms; gives how to stop. */
export const watchHidden = (limit: number, run: () => void): (() => void) => {
  let since: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const check = () => {
    if (since === null) return
    const rest = since + limit - Date.now()
    clearTimeout(timer)
    if (rest <= 0) {
      stop()
      run()
    } else timer = setTimeout(check, rest)
  }
  const onChange = () => {
    // Coming back late counts as having been away for so long.
    if (document.visibilityState === "hidden") since ??= Date.now()
    check()
    if (document.visibilityState === "visible") {
      since = null
      clearTimeout(timer)
    }
  }
  const stop = () => {
    clearTimeout(timer)
    document.removeEventListener("visibilitychange", onChange)
  }
  document.addEventListener("visibilitychange", onChange)
  onChange()
  return stop
}

/** Blurs the page while it is hidden or another window is in front; gives how to stop. */
export const veilWhenAway = (): (() => void) => {
  const { dataset } = document.documentElement
  const look = () => {
    if (document.visibilityState === "hidden" || !document.hasFocus()) dataset.veiled = ""
    else delete dataset.veiled
  }
  addEventListener("blur", look)
  addEventListener("focus", look)
  document.addEventListener("visibilitychange", look)
  look()
  return () => {
    removeEventListener("blur", look)
    removeEventListener("focus", look)
    document.removeEventListener("visibilitychange", look)
    delete dataset.veiled
  }
}
