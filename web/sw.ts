/**
 * The service worker: keeps the page itself (scripts, styles, icons) for when there is no network, and nothing else.
 * It is registered for people who keep a profile or installed the app, see state/update.ts.
 *
 * A new version waits until the person agrees. What was shared with the app from another one is handed to the page.
 * Trust: no message, name or link ever enters a cache; what is shared stays in memory until the page has asked for it.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching"
import { NavigationRoute, registerRoute } from "workbox-routing"

declare const self: ServiceWorkerGlobalScope
/** All files of the build with a hash of each; written by vite.config.ts. */
declare const __FILES__: { url: string; revision: string }[]

precacheAndRoute(__FILES__)
cleanupOutdatedCaches()
// The paths of links (/i, /contact, ...) are the same page: the rest of them is behind the "#".
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    allowlist: [/^\/(?:(?:invitation|contact|file|carry|name|i|a|g|c|r)\/?)?$/],
  }),
)

type Shared = { readonly text: string; readonly files: readonly File[] }
/** What was shared last, until the page takes it. */
let shared: Shared | null = null

const takeShared = async (request: Request): Promise<Response> => {
  const form = await request.formData()
  const words = ["title", "text", "url"].map(name => form.get(name)).filter(v => typeof v === "string" && v !== "")
  shared = { text: words.join("\n"), files: form.getAll("files").filter(v => v instanceof File) }
  return Response.redirect("/#shared", 303)
}

self.addEventListener("fetch", event => {
  const { request } = event
  if (request.method === "POST" && new URL(request.url).pathname === "/share") event.respondWith(takeShared(request))
})

/** A notification that a page could only show through here was pressed: it tells the page which, see notify.ts. */
const openPage = async (tag: string) => {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true })
  if (!page) return void (await self.clients.openWindow("/"))
  await page.focus()
  page.postMessage({ type: "NOTICE", tag })
}

self.addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil(openPage(event.notification.tag))
})

self.addEventListener("message", event => {
  if (event.data?.type === "SKIP_WAITING") void self.skipWaiting()
  if (event.data?.type === "TAKE_SHARED") {
    event.ports[0]?.postMessage(shared)
    shared = null
  }
})
