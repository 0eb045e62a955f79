/**
 * The service worker: keeps the page itself (scripts, styles, icons) for when there is no network, and nothing else.
 * It is registered for people who keep a profile or installed the app, see state/update.ts.
 *
 * The browser starts a later version of this file by itself, at the latest when all tabs were closed. It then goes on with
 * the files of the version that was chosen, until the person agrees to its own: `choose`. Files of both are there
 * meanwhile, so that what a page fetches late is of the version that it is of itself.
 *
 * What was shared with the app from another one is handed to the page.
 * Trust: no message, name or link ever enters a cache; what is shared stays in memory until the page has asked for it.
 */
import { PrecacheController } from "workbox-precaching"
import { registerRoute } from "workbox-routing"

declare const self: ServiceWorkerGlobalScope
/** All files of the build with a hash of each; written by vite.config.ts. */
declare const __FILES__: { url: string; revision: string }[]

/** Where each file of a version lies in the cache, by its address. */
type Version = Readonly<Record<string, string>>

const precache = new PrecacheController()
precache.addToCacheList(__FILES__)
const own: Version = Object.fromEntries(precache.getURLsToCacheKeys())
const openFiles = () => caches.open(precache.strategy.cacheName)

// the version that was chosen

const isOwn = (version: Version): boolean => JSON.stringify(version) === JSON.stringify(own)
const openChosen = () => caches.open("unlisted-version")
const readChosen = async (): Promise<Version | null> => (await (await openChosen()).match("/version"))?.json() ?? null

/** Read once: only this worker changes it while it is the active one. */
let chosen: Promise<Version> | null = null
const chosenVersion = (): Promise<Version> => {
  chosen ??= readChosen().then(version => version ?? own)
  return chosen
}

const choose = async () => {
  await (await openChosen()).put("/version", new Response(JSON.stringify(own)))
  chosen = Promise.resolve(own)
}

/** The first version is chosen by coming. Of files only those of the chosen and of this version stay. */
const prepare = async () => {
  const before = await readChosen()
  if (before === null) await choose()
  const wanted = new Set([...Object.values(own), ...Object.values(before ?? {})])
  const cache = await openFiles()
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url)
}

self.addEventListener("install", event => {
  event.waitUntil(precache.install(event).then(prepare))
})

// files

/** As the chosen version has it. Names of assets hold a hash: one of another version is what is asked for as well. */
const fileFor = async (url: string): Promise<Response> => {
  const cache = await openFiles()
  const key = (await chosenVersion())[url]
  const found = key === undefined ? await cache.match(url, { ignoreSearch: true }) : await cache.match(key)
  return found ?? fetch(url)
}

// The paths of links (/i, /contact, ...) are the same page: the rest of them is behind the "#".
const pages = /^\/(?:(?:index\.html|invitation|contact|file|carry|name|i|a|g|c|r)\/?)?$/
registerRoute(
  ({ request, url, sameOrigin }) => sameOrigin && request.mode === "navigate" && pages.test(url.pathname),
  () => fileFor(new URL("/index.html", self.location.href).href),
)
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && (url.href in own || url.pathname.startsWith("/assets/")),
  ({ url }) => fileFor(url.href),
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
  const answer = (what: unknown) => event.ports[0]?.postMessage(what)
  if (event.data?.type === "IS_CHOSEN") event.waitUntil(chosenVersion().then(version => answer(isOwn(version))))
  if (event.data?.type === "SKIP_WAITING")
    event.waitUntil(
      choose()
        .then(() => self.skipWaiting())
        .then(() => answer(true)),
    )
  if (event.data?.type === "TAKE_SHARED") {
    answer(shared)
    shared = null
  }
})
