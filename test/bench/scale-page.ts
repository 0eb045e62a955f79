/** What scale.ts measures with, in a page and its worker: when something is drawn, frames that did not come, memory. */
import type { CDPSession, Page } from "playwright-core"

/** Milliseconds for one step on a busy machine. */
export const patience = 900_000

/** Notes in the page when something is first drawn, as milliseconds since 1970. */
export const watchFor = (page: Page, selector: string): Promise<void> =>
  page.evaluate(wanted => {
    const found = { at: 0 }
    Object.assign(globalThis, { found })
    const look = () => {
      if (document.querySelector(wanted) === null) return requestAnimationFrame(look)
      // Drawn with the frame that ends now.
      return requestAnimationFrame(() => {
        found.at = performance.timeOrigin + performance.now()
      })
    }
    requestAnimationFrame(look)
  }, selector)

export const foundAt = async (page: Page): Promise<number> => {
  const at = () => page.evaluate(() => (globalThis as unknown as { found: { at: number } }).found.at)
  await page.waitForFunction(() => (globalThis as unknown as { found: { at: number } }).found.at > 0, undefined, {
    timeout: patience,
  })
  return at()
}

export const nowIn = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin + performance.now())

export type Bare = { readonly table: string; readonly contact?: boolean; readonly count?: number }

/** Milliseconds that IndexedDB takes for rows of a table; `contact`: of the chat with the most. */
export const bareRead = (page: Page, what: Bare): Promise<number> =>
  page.evaluate(async ({ table, contact, count }) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await done(indexedDB.open("unlisted"))
    const rows = () => db.transaction(table).objectStore(table)
    let range: IDBKeyRange | undefined
    if (contact) {
      const keys = (await done(rows().getAllKeys())) as [string, number][]
      const last = keys.reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as [string, number])
      range = IDBKeyRange.bound([last[0], last[1] - 50], [last[0], []])
    }
    const times: number[] = []
    for (let i = 0; i < (count === undefined ? 3 : 9); i++) {
      const start = performance.now()
      await done(rows().getAll(range, count))
      times.push(performance.now() - start)
    }
    db.close()
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  }, what)

export type Scrolled = {
  /** Per cent of the frames that did not come in time. */
  readonly dropped: number
  /** Per cent of the time that the page's main thread had something to do. */
  readonly busy: number
}

/** What comes of scrolling something by as many pixels, at reading-over speed. */
export const scrolled = async (page: Page, cdp: CDPSession, selector: string, distance: number): Promise<Scrolled> => {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) return { dropped: Number.NaN, busy: Number.NaN }
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    const frame = (at: number) => {
      frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await cdp.send("Performance.enable")
  const metric = async (name: string) =>
    (await cdp.send("Performance.getMetrics")).metrics.find(m => m.name === name)?.value ?? Number.NaN
  const tasks = await metric("TaskDuration")
  const start = performance.now()
  await cdp.send("Input.synthesizeScrollGesture", {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + Math.min(300, box.height / 2)),
    yDistance: distance,
    speed: 3000,
    gestureSourceType: "mouse",
  })
  const busy = (100_000 * ((await metric("TaskDuration")) - tasks)) / (performance.now() - start)
  const dropped = await page.evaluate(() => {
    const { frames } = globalThis as unknown as { frames: number[] }
    const late = frames.slice(1).map((at, i) => Math.max(0, Math.round((at - (frames[i] ?? at)) / (1000 / 60)) - 1))
    const lost = late.reduce((a, b) => a + b, 0)
    return (100 * lost) / Math.max(1, lost + frames.length)
  })
  return { dropped, busy }
}

/** KB of the worker's heap after a collection. */
export const workerMemory = async (cdp: CDPSession): Promise<number> => {
  const attached = new Promise<string>(resolve =>
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") resolve(sessionId)
    }),
  )
  await cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const sessionId = await Promise.race([attached, new Promise<null>(resolve => setTimeout(() => resolve(null), 5000))])
  if (sessionId === null) return Number.NaN
  let id = 0
  const ask = (method: string) =>
    new Promise<{ usedSize?: number; backingStorageSize?: number; embedderHeapUsedSize?: number }>(resolve => {
      const mine = ++id
      const listen = ({ message }: { message: string }) => {
        const answer = JSON.parse(message) as { id: number; result: Record<string, number> }
        if (answer.id !== mine) return
        cdp.off("Target.receivedMessageFromTarget", listen)
        resolve(answer.result)
      }
      cdp.on("Target.receivedMessageFromTarget", listen)
      void cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: mine, method }) })
    })
  await ask("HeapProfiler.collectGarbage")
  const { usedSize = Number.NaN, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await ask("Runtime.getHeapUsage")
  await cdp.send("Target.setAutoAttach", { autoAttach: false, waitForDebuggerOnStart: false, flatten: false })
  return (usedSize + backingStorageSize + embedderHeapUsedSize) / 1024
}
