/** Builds: the page with its workers (default), and the bridge as one file (`--mode bridge`). Tests: vitest in Node. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { build, type Plugin } from "vite"
import { defineConfig } from "vitest/config"

/** Every file of the build, in order, with a hash of its content. */
const filesOf = (folder: string): { url: string; revision: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(e => e.isFile())
    .map(e => join(e.parentPath, e.name))
    .sort()
    .map(path => ({
      url: `/${relative(folder, path).replaceAll("\\", "/")}`,
      revision: createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32),
    }))

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
        define: { __FILES__: JSON.stringify(filesOf(outDir)), "process.env.NODE_ENV": '"production"' },
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

const page = {
  root: "web",
  plugins: [serviceWorker()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" as const },
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
            testTimeout: 30_000,
            hookTimeout: 30_000,
            pool: "threads" as const,
            // Most tests wait for sockets and timers more than they compute.
            maxWorkers: 2,
          },
          oxc: page.oxc,
        }
      : page,
)
