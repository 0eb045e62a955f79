/**
 * Few files for the page of the tests. Whoever opens it loads all of it, a hundred small files, and each test opens it:
 * asking for them was a third of what a test costs. Languages come when they are asked for, as they do in the product.
 */
import type { Plugin } from "vite"

const isLanguage = (id: string) => /\/text\/[a-z]{2}\//.test(id)

/** `root`: where the sources of the page are. */
export const fewFiles = (root: string) => {
  const first = new Set<string>()
  const plugin = (): Plugin => ({
    name: "few-files",
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
  const groups = [
    { name: "first", test: (id: string) => first.has(id) },
    { name: "rest", test: (id: string) => !first.has(id) && id.startsWith(root) && !isLanguage(id) },
  ]
  return { plugin, rollupOptions: { output: { codeSplitting: { groups } } } }
}
