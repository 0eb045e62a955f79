/** Who may import whom (shared LAYOUT, "Arrows"): read from the import lines of every source file. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { describe, expect, it } from "vitest"

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(e =>
    e.isDirectory() ? sources(join(folder, e.name)) : /\.tsx?$/.test(e.name) ? [join(folder, e.name)] : [],
  )

const importLine =
  /^\s*(?:import|export)\s+(type\s)?[^"']*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm

const importsOf = (file: string): Import[] =>
  [...readFileSync(file, "utf8").matchAll(importLine)].map(m => {
    const to = m[2] ?? m[3] ?? m[4] ?? ""
    return {
      from: file,
      to: to.startsWith(".") ? relative(".", join(dirname(file), to)) : to,
      typeOnly: m[1] !== undefined,
    }
  })

const all = ["web", "worker", "bridge", "test/relay"].flatMap(sources).flatMap(importsOf)
const breaking = (rule: (i: Import) => boolean): string[] => all.filter(rule).map(i => `${i.from} imports ${i.to}`)

/** worker/smp/client.ts is in room "smp"; files directly in worker/ are the room "main". */
const roomOf = (path: string): string | null => {
  const [top, room, file] = path.split("/")
  return top !== "worker" ? null : file === undefined ? "main" : (room ?? null)
}

/** Each room may import itself and what stands here; `platform.ts` and the types of `api.ts` are open to all. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  encoding: [],
  crypto: ["encoding"],
  smp: ["crypto", "encoding"],
  xftp: ["crypto", "encoding"],
  store: ["crypto", "encoding"],
  agent: ["smp", "xftp", "store", "crypto", "encoding"],
  chat: ["agent", "store", "crypto", "encoding"],
  main: ["chat", "agent", "smp", "xftp", "store", "crypto", "encoding"],
}

describe("arrows", () => {
  it("sees the sources and their imports", () => {
    expect(all.length).toBeGreaterThan(150)
    expect(all.some(i => i.from === "worker/chat/chat.ts" && i.to === "worker/agent/agent.ts")).toBe(true)
  })

  it("inside the worker point down only", () => {
    const wrong = breaking(i => {
      const from = roomOf(i.from)
      const to = roomOf(i.to)
      if (from === null || to === null || from === to) return false
      if (i.to === "worker/platform.ts" || i.to === "worker/api.ts") return false
      // The parts of api.ts, which nobody else names.
      if (i.from === "worker/api.ts" && to === "api") return false
      return !(allowed[from] ?? []).includes(to)
    })
    expect(wrong).toEqual([])
  })

  it("lead to api.ts for types only", () => {
    expect(breaking(i => i.to === "worker/api.ts" && i.from.startsWith("worker/") && !i.typeOnly)).toEqual([])
  })

  it("let the page see nothing of the worker but its types and its address", () => {
    const mine = (to: string): boolean => to === "worker/api.ts" || to === "worker/main.ts?worker&url"
    expect(breaking(i => i.from.startsWith("web/") && i.to.startsWith("worker/") && !mine(i.to))).toEqual([])
    expect(breaking(i => i.from.startsWith("web/") && i.to === "worker/api.ts" && !i.typeOnly)).toEqual([])
  })

  it("keep @noble inside worker/crypto", () => {
    expect(breaking(i => i.to.startsWith("@noble/") && roomOf(i.from) !== "crypto")).toEqual([])
  })

  it("let the bridge see neither page nor worker", () => {
    expect(breaking(i => i.from.startsWith("bridge/") && /^(web|worker|test)\//.test(i.to))).toEqual([])
  })

  it("let the relay use codecs of the worker, never its crypto", () => {
    const codecs = /^worker\/(encoding\/|smp\/(commands|server-error|handshake)\.ts|xftp\/(commands|handshake)\.ts)/
    expect(
      breaking(
        i =>
          i.from.startsWith("test/relay/") &&
          i.to.startsWith("worker/") &&
          !codecs.test(i.to) &&
          !i.from.endsWith(".test.ts"),
      ),
    ).toEqual([])
  })
})
