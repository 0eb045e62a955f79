/** The clipboard of a machine that many people use. */

/** What somebody has copied is not for the next visitor. Where a browser wants an input first, the next one will do. */
export const emptyClipboard = () => {
  const empty = async () => navigator.clipboard.writeText("")
  empty().catch(() => addEventListener("pointerup", () => void empty().catch(() => {}), { once: true }))
}
