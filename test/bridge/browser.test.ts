/** The page's headers as Chromium understands them, and the bridge as a browser uses it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { openBrowser } from "../support/browser.ts"
import { atEnd, bridge, echo, listen, tlsServer } from "./support.ts"

const page = `<!doctype html><meta charset="utf-8"><title>page</title><body>
<script>globalThis.inline = true</script>
<script type="module" src="/assets/main.js"></script>`

const main = `
const policy = trustedTypes.createPolicy("unlisted", { createScriptURL: url => url })
globalThis.worker = new Worker(policy.createScriptURL("/assets/worker.js"), { type: "module" })
globalThis.said = new Promise(done => { worker.onmessage = e => done(e.data) })
`
const wasm = "new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])"
const worker = `
const outcome = async run => { try { await run(); return "done" } catch (e) { return e.name } }
postMessage({
  wasm: await outcome(() => WebAssembly.compile(${wasm})),
  eval: await outcome(() => (0, eval)("1")),
  elsewhere: await outcome(() => fetch("http://127.0.0.1:" + new URL(location).hash.slice(1) + "/")),
})
`

it("runs what it should, refuses what it should not, and carries bytes", async () => {
  const web = mkdtempSync(join(tmpdir(), "unlisted-csp-"))
  atEnd(() => rmSync(web, { recursive: true }))
  let calls = 0
  const elsewhere = await listen(
    createServer((_, response) => {
      calls++
      response.setHeader("Access-Control-Allow-Origin", "*").end()
    }),
  )
  mkdirSync(join(web, "assets"))
  writeFileSync(join(web, "index.html"), page)
  writeFileSync(join(web, "assets", "main.js"), main.replace("worker.js", `worker.js#${elsewhere}`))
  writeFileSync(join(web, "assets", "worker.js"), worker)
  const { port } = await tlsServer(echo)
  const { url } = await bridge({ web })
  const browser = await openBrowser()
  atEnd(() => browser.close())
  const messages: string[] = []
  browser.page.on("console", message => messages.push(message.text()))
  await browser.page.goto(`${url}/i#secret`)
  const found = await browser.page.evaluate(async target => {
    const outcome = async (run: () => unknown) => {
      try {
        await run()
        return "done"
      } catch (e) {
        return e instanceof Error ? e.name : "?"
      }
    }
    const types = Reflect.get(globalThis, "trustedTypes")
    const answers: string[] = []
    const ws = new WebSocket(`${location.origin.replace("http", "ws")}/bridge`)
    ws.binaryType = "arraybuffer"
    await new Promise<void>(done => {
      ws.onopen = () => ws.send(JSON.stringify({ v: 1, protocol: "smp", hosts: ["localhost"], port: target }))
      ws.onmessage = ({ data }) => {
        answers.push(typeof data === "string" ? data : `${data.byteLength} bytes`)
        if (typeof data === "string") ws.send(new Uint8Array(1000))
        else done()
      }
      ws.onclose = () => done()
    })
    return {
      answers,
      worker: await Reflect.get(globalThis, "said"),
      inline: Reflect.get(globalThis, "inline"),
      eval: await outcome(() => Reflect.get(globalThis, "eval")("1")),
      html: await outcome(() => {
        document.body.innerHTML = "<b>x</b>"
      }),
      plainWorker: await outcome(() => new Worker("/assets/worker.js")),
      otherPolicy: await outcome(() => types.createPolicy("other", {})),
      samePolicy: await outcome(() => types.createPolicy("unlisted", {})),
      image: await new Promise(done => {
        const image = new Image()
        image.onload = () => done("loaded")
        image.onerror = () => done("refused")
        image.src = location.origin.replace("127.0.0.1", "localhost")
      }),
      isolated: window.opener === null,
    }
  }, port)
  expect(found).toEqual({
    answers: ['{"ok":true}', "1000 bytes"],
    worker: { wasm: "done", eval: "EvalError", elsewhere: "TypeError" },
    inline: undefined,
    eval: "EvalError",
    html: "TypeError",
    plainWorker: "TypeError",
    otherPolicy: "TypeError",
    samePolicy: "TypeError",
    image: "refused",
    isolated: true,
  })
  expect(calls).toBe(0)
  // Chromium says so when it does not know a feature.
  expect(messages.filter(text => /permissions-policy|unrecognized/i.test(text))).toEqual([])
})

it("no other site may frame it or connect through it", async () => {
  const { url } = await bridge()
  const evil = await listen(
    createServer((_, response) => {
      response.setHeader("Content-Type", "text/html")
      response.end(`<!doctype html><iframe src="${url}/health"></iframe>`)
    }),
  )
  const browser = await openBrowser()
  atEnd(() => browser.close())
  const failed: string[] = []
  browser.page.on("requestfailed", request => failed.push(request.url()))
  await browser.page.goto(`http://localhost:${evil}/`)
  const opened = await browser.page.evaluate(
    target =>
      new Promise(done => {
        const ws = new WebSocket(target)
        ws.onopen = () => done("opened")
        ws.onerror = () => done("refused")
      }),
    `${url.replace("http", "ws")}/bridge`,
  )
  expect(opened).toBe("refused")
  expect(failed).toEqual([`${url}/health`])
})
