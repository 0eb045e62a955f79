/** Handing something to another app of this device, by its own sheet. */

export const canShare = (): boolean => typeof navigator.share === "function"

/** Whether somebody chose an app; to close the sheet is no failure. Rejects what the browser says otherwise. */
export const share = async (data: ShareData): Promise<boolean> => {
  try {
    await navigator.share(data)
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") return false
    throw thrown
  }
}
