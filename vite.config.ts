/** Builds: the page with its worker (default), and the bridge as one file (`--mode bridge`). Tests: vitest in Node. */
import { defineConfig } from "vitest/config"

const page = {
  root: "web",
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
