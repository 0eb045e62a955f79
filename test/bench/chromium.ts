/**
 * Chromium with nothing in its pages but the page: Playwright puts scripts of its own into each, which on a slowed-down
 * processor cost more than what is measured here.
 *
 * Spec:  Chrome DevTools Protocol: Target, Page, Runtime.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { WebSocket } from "ws"
import { flags, fullBrowser } from "../support/browser.ts"

/** Rejects with what Chromium answers when it refuses. */
type Send = (method: string, params?: object) => Promise<unknown>

/** A tab of somebody who was never here: its storage and caches are its own, and gone with it. */
export type Tab = {
  readonly send: Send
  /** What an expression is, as JSON can hold it. */
  value(expression: string): Promise<unknown>
  close(): Promise<void>
}

type Answer = { readonly id?: number; readonly result?: unknown; readonly error?: { readonly message: string } }

/** Where it listens; it says so once, when it is ready. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    child.stderr?.on("data", (piece: Buffer) => {
      said += piece.toString()
      const [, address] = /listening on (ws:\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once("exit", () => reject(new Error(`Chromium ended: ${said}`)))
  })

export const startChromium = async () => {
  const profile = await mkdtemp(join(tmpdir(), "unlisted-chromium-"))
  const args = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, ...flags, "about:blank"]
  const child = spawn(fullBrowser, args, { stdio: ["ignore", "ignore", "pipe"] })
  const socket = new WebSocket(await addressOf(child))
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject))

  const asked = new Map<number, (answer: Answer) => void>()
  socket.on("message", data => {
    const answer = JSON.parse(String(data)) as Answer
    asked.get(answer.id ?? 0)?.(answer)
    asked.delete(answer.id ?? 0)
  })
  let last = 0
  const sender =
    (sessionId?: string): Send =>
    (method, params = {}) =>
      new Promise((resolve, reject) => {
        asked.set(++last, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)))
        socket.send(JSON.stringify({ id: last, method, params, sessionId }))
      })
  const browser = sender()

  const openTab = async (size: { readonly width: number; readonly height: number }): Promise<Tab> => {
    const { browserContextId } = (await browser("Target.createBrowserContext")) as { browserContextId: string }
    const blank = { url: "about:blank", browserContextId, ...size }
    const { targetId } = (await browser("Target.createTarget", blank)) as { targetId: string }
    const attached = (await browser("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string }
    const send = sender(attached.sessionId)
    return {
      send,
      value: async expression => {
        const { result } = (await send("Runtime.evaluate", { expression, returnByValue: true })) as {
          result: { value?: unknown }
        }
        return result.value
      },
      close: async () => {
        await browser("Target.disposeBrowserContext", { browserContextId })
      },
    }
  }

  const close = async () => {
    const ended = new Promise(resolve => child.once("exit", resolve))
    await browser("Browser.close")
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
  return { openTab, close }
}
