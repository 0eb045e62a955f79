/** Builds: the page with its workers (default), and the bridge as one file (`--mode bridge`). Tests: vitest in Node. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { build, type Plugin, type ResolvedConfig } from "vite"
import { defineConfig } from "vitest/config"
import { LongestFirst } from "./test/order.ts"

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex")

/** Every file of the build, in order, with a hash of its content. */
const filesOf = (folder: string): { path: string; hash: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(e => e.isFile())
    .map(e => join(e.parentPath, e.name))
    .sort()
    .map(path => ({ path: relative(folder, path).replaceAll("\\", "/"), hash: sha256(readFileSync(path)) }))

const precached = (folder: string) => filesOf(folder).map(f => ({ url: `/${f.path}`, revision: f.hash.slice(0, 32) }))

/**
 * hashes.txt lists every file of the page, the service worker too, as `sha256sum -c` reads it. Written last; it cannot be
 * among the precached files, as the service worker that lists these is in it. The hash over it names the whole build.
 */
const hashes = (): Plugin => {
  let config: ResolvedConfig
  return {
    name: "hashes",
    apply: "build",
    configResolved: resolved => {
      config = resolved
    },
    closeBundle: {
      // After the service worker has been written.
      sequential: true,
      order: "post",
      handler: () => {
        const folder = resolve(config.root, config.build.outDir)
        const list = filesOf(folder)
          .map(f => `${f.hash}  ${f.path}\n`)
          .join("")
        writeFileSync(join(folder, "hashes.txt"), list)
        config.logger.info(`\n${list}\nSHA-256 of hashes.txt, which is the hash of this build: ${sha256(list)}`)
      },
    },
  }
}

/** The service worker lists all other files, so it is built after them, as a script of its own. */
const serviceWorker = (): Plugin => {
  let outDir = ""
  return {
    name: "service-worker",
    apply: "build",
    configResolved: config => {
      outDir = resolve(config.root, config.build.outDir)
    },
    closeBundle: async () => {
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: { __FILES__: JSON.stringify(precached(outDir)), "process.env.NODE_ENV": '"production"' },
        build: {
          outDir,
          emptyOutDir: false,
          target: "es2022",
          rollupOptions: { input: "web/sw.ts", output: { format: "iife", entryFileNames: "sw.js" } },
        },
      })
    },
  }
}

/**
 * What is needed before anything is shown, in one file: apart they are 27 on the page, and the browser asks a server for
 * six at a time, which on a phone takes half a second. What is lazy stays apart.
 */
const inOneFile = () => {
  const first = new Set<string>()
  const plugin = (): Plugin => ({
    name: "in-one-file",
    apply: "build",
    buildStart: () => first.clear(),
    buildEnd() {
      const left = [...this.getModuleIds()].filter(id => this.getModuleInfo(id)?.isEntry)
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        if (first.has(id)) continue
        first.add(id)
        left.push(...(this.getModuleInfo(id)?.importedIds ?? []))
      }
    },
  })
  const output = { codeSplitting: { groups: [{ name: "first", test: (id: string) => first.has(id) }] } }
  return { plugin, rollupOptions: { output } }
}
const ofPage = inOneFile()
const ofWorker = inOneFile()

const page = {
  root: "web",
  plugins: [ofPage.plugin(), serviceWorker(), hashes()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: ofPage.rollupOptions,
  },
  worker: { format: "es" as const, plugins: () => [ofWorker.plugin()], rollupOptions: ofWorker.rollupOptions },
  oxc: { jsx: { runtime: "automatic" as const, importSource: "preact" } },
}

const bridge = {
  build: {
    ssr: "bridge/main.ts",
    outDir: "dist",
    emptyOutDir: false,
    target: "node20",
    rollupOptions: { output: { entryFileNames: "bridge.js" } },
  },
  ssr: { noExternal: true as const },
}

export default defineConfig(({ mode }) =>
  mode === "bridge"
    ? bridge
    : mode === "test"
      ? {
          test: {
            include: ["test/**/*.test.ts", "test/**/*.test.tsx", "test/browser/*.spec.ts"],
            // Only so that a run ends where something hangs: a busy machine takes many times as long as another.
            testTimeout: 120_000,
            hookTimeout: 120_000,
            expect: { poll: { timeout: 30_000 } },
            globalSetup: ["test/web/built.ts"],
            pool: "threads" as const,
            // Most tests wait for sockets and timers more than they compute.
            maxWorkers: 2,
            sequence: { sequencer: LongestFirst },
          },
          oxc: page.oxc,
        }
      : page,
)
