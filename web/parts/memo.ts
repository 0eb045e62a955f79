/** Views that are drawn anew only when there is something new: a conversation has a few hundred rows in the page. */
import { type Component, type ComponentType, createElement, type FunctionComponent } from "preact"

/** Whether there is a property in `b` that has another value in `a`, or none. */
const hasNew = (a: object, b: object): boolean =>
  Object.keys(b).some(name => a[name as keyof typeof a] !== b[name as keyof typeof b])

/** The same view; while all its properties are the same values it stays as it is. Signals that it reads still draw it. */
export const memo = <P extends object>(View: ComponentType<P>): FunctionComponent<P> => {
  function Memo(this: Component<P>, props: P) {
    this.shouldComponentUpdate = next => hasNew(this.props, next) || hasNew(next, this.props)
    return createElement(View, props)
  }
  return Memo as FunctionComponent<P>
}
