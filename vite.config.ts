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
 * Each of these modules with all that it imports at once, in one file named after it: apart they are 27 on the page, and
 * the browser asks a server for six at a time, which on a phone takes half a second. What several need is with the first.
 */
const inOneFile = (...roots: readonly { readonly name: string; readonly of: RegExp }[]) => {
  const fileOf = new Map<string, string>()
  const plugin = (): Plugin => ({
    name: "in-one-file",
    apply: "build",
    buildStart: () => fileOf.clear(),
    buildEnd() {
      for (const { name, of } of roots) {
        const left = [...this.getModuleIds()].filter(id => of.test(id))
        for (let id = left.pop(); id !== undefined; id = left.pop()) {
          if (fileOf.has(id)) continue
          fileOf.set(id, name)
          left.push(...(this.getModuleInfo(id)?.importedIds ?? []))
        }
      }
    },
  })
  const groups = roots.map(({ name }) => ({ name, test: (id: string) => fileOf.get(id) === name }))
  return { plugin, rollupOptions: { output: { codeSplitting: { groups } } } }
}
// The worker is started by a small file of its own, while the rest of the page is still on its way.
const ofPage = inOneFile({ name: "launch", of: /\/web\/worker\.ts$/ }, { name: "index", of: /\/web\/main\.tsx$/ })
const ofWorker = inOneFile(
  { name: "first", of: /\/worker\/main\.ts$/ },
  { name: "session", of: /\/worker\/browser\.ts$/ },
)

const page = {
  root: "web",
  plugins: [ofPage.plugin(), serviceWorker(), hashes()],
  // Where the packages lie must not change the order of anything: they are sorted with our files by their whole paths.
  resolve: { preserveSymlinks: true },
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
            testTimeout: 300_000,
            hookTimeout: 300_000,
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
