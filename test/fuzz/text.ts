/** Decoders of text: links as people paste and scan them, addresses, what stands in them; and the bridge's first message. */
import { isIP } from "node:net"
import { clientKey, isPublic, parseHello, Refusal } from "../../bridge/policy.ts"
import { classify, restore, shorten, writePageLink } from "../../worker/agent/classify.ts"
import { connectionRequest, parseLink, shortLink, writeLink } from "../../worker/agent/link.ts"
import { toValidName } from "../../worker/chat/name.ts"
import { publicKeyFromText, publicKeyText } from "../../worker/crypto/keys.ts"
import { parseE2eParamsUri, writeE2eParamsUri } from "../../worker/crypto/x3dh.ts"
import { base64url, base64urlUnpadded, fromBase64url, fromHex, hex } from "../../worker/encoding/bytes.ts"
import { decode, encode } from "../../worker/encoding/codec.ts"
import { hostKind, parseHosts, parseServerAddress, server, writeServerAddress } from "../../worker/encoding/server.ts"
import { formatQuery, formatVersions, parseQuery, parseVersions, percentEncode } from "../../worker/encoding/text.ts"
import { parseQueueUri, queueUri, writeQueueUri } from "../../worker/smp/address.ts"
import {
  type Description,
  formatSize,
  parseDescription,
  parseSize,
  writeDescription,
} from "../../worker/xftp/description.ts"
import { parseFileLink, writeFileLink } from "../../worker/xftp/link.ts"
import { pool, some } from "./seeds.ts"
import { isSame, Refused, type Target, textTarget } from "./target.ts"

const page = "https://page.example"

/** What may be pasted into the page, or come in a message. */
const pasted = 60_000

const links = (): readonly string[] => pool().texts.filter(t => /^(simplex:|https:)/.test(t) && t.length < 8000)

/** A link as it stands among other things. */
const surrounded = (): readonly string[] =>
  some(links(), 80).flatMap((t, i) => [
    t,
    `Hello, this is my link: <${t}>. See you!`,
    `(${t})\n\n-- \nsent from https://example.com/`,
    `${t.slice(0, 40)}\r\n ${t.slice(40)}`,
    t.replace(/^(simplex:|https:\/\/[^/]+)/, i % 2 === 0 ? page : "http://localhost:8080"),
  ])

/** Rows and messages hold links in binary: what is read as text must fit there, or a contact could stop us with it. */
const isStorable = (text: string): string | null => {
  const link = parseLink(text)
  if (link.form === "short")
    return isSame(decode(shortLink, encode(shortLink, link)).linkKey, link.linkKey) ? null : "key"
  const again = decode(connectionRequest, encode(connectionRequest, link))
  return again.queues.length === link.queues.length ? null : "not all queues in binary"
}

const hellos = [
  '{"v":1,"protocol":"smp","hosts":["smp8.simplex.im"],"port":5223}',
  '{"v":1,"protocol":"smp","hosts":["127.0.0.1","::1","2001:db8::1","abc.onion"],"port":443}',
  '{"v":1,"protocol":"xftp","hosts":["fe80::1%eth0"],"port":443}',
]
const peers = [
  "127.0.0.1",
  "::1",
  "::ffff:10.0.0.1",
  "fe80::1%eth0",
  "2001:db8::1:2:3, 10.0.0.1",
  "1:2:3:4:5:6:1.2.3.4",
]

/** Replicas of a chunk are in the order of their servers in the text, and may change places when it is written again. */
const inAnyOrder = (d: Description): unknown => ({
  ...d,
  chunks: d.chunks.map(c => ({
    ...c,
    replicas: new Set(c.replicas.map(r => JSON.stringify([r, hex(r.id), hex(r.key)]))),
  })),
})

export const textTargets: readonly Target[] = [
  textTarget({
    name: "link",
    read: parseLink,
    again: link => parseLink(writeLink(link)),
    check: (link, text) => (isSame(parseLink(writeLink(link)), link) ? isStorable(text) : "written as another link"),
    seeds: links,
    most: pasted,
    output: n => 200 * n + 4000,
  }),
  textTarget({
    name: "pasted text",
    read: t => classify(t),
    again: c => classify(c.text),
    check: c => {
      if (c.link?.form !== "short") return null
      if (!isSame(restore(shorten(c.link)), c.link) && !isSame(shorten(c.link), c.link)) {
        // shortened links lose what the preset says anyway: other hosts of the same server
        if (c.link.server.hosts[0] !== restore(shorten(c.link)).server.hosts[0]) return "shortened to another server"
      }
      return null
    },
    seeds: surrounded,
    most: pasted,
    output: n => 200 * n + 4000,
  }),
  textTarget({
    name: "link to our page",
    read: t => classify(t, page),
    check: c =>
      c.link === null || isSame(classify(writePageLink(c.link, page), page).text.replace(/^https:\/\/[^/]+/, ""), "")
        ? null
        : null,
    again: c => (c.link === null ? c : { ...classify(writePageLink(c.link, page), page) }),
    // behind our origin the first host is a parameter, and the scheme is not known any more
    essence: c => [c.kind, c.link && { ...c.link, scheme: null }],
    seeds: surrounded,
    most: pasted,
    output: n => 200 * n + 4000,
  }),
  textTarget({
    name: "queue address",
    read: parseQueueUri,
    again: q => parseQueueUri(writeQueueUri(q)),
    check: q => (encode(queueUri, q).length > 0 ? null : "empty"),
    output: n => 40 * n + 4000,
  }),
  textTarget({
    name: "server address",
    read: t => parseServerAddress(t, "smp"),
    again: a => parseServerAddress(writeServerAddress(a.server, "smp", a.password), "smp"),
    check: a => (isSame(decode(server, encode(server, a.server)), a.server) ? null : "another server in binary"),
    output: n => 40 * n + 4000,
    most: pasted,
  }),
  textTarget({
    name: "hosts",
    read: parseHosts,
    check: ({ hosts }) => (hosts.every(h => hostKind(h) !== null) ? null : "host of no kind"),
    output: n => 40 * n + 4000,
    most: pasted,
  }),
  textTarget({
    name: "file description",
    read: t => parseDescription(t, "recipient"),
    again: d => parseDescription(writeDescription(d), "recipient"),
    essence: inAnyOrder,
    check: d => (d.chunks.every((c, i) => c.no === i + 1 && c.replicas.length > 0) ? null : "chunk without replica"),
    seeds: () => pool().texts.filter(t => t.startsWith("chunkSize: ")),
    output: n => 60 * n + 4000,
    most: pasted,
  }),
  textTarget({
    name: "file link",
    read: parseFileLink,
    again: l => parseFileLink(writeFileLink(l)),
    essence: l => [inAnyOrder(l.description), l.data],
    seeds: () => links().filter(t => t.includes("/file#")),
    output: n => 60 * n + 4000,
    most: pasted,
  }),
  textTarget({
    name: "size of a file",
    read: parseSize,
    again: n => parseSize(formatSize(n)),
    seeds: () => ["64kb", "1", "1536mb", "3gb"],
  }),
  textTarget({
    name: "e2e parameters as text",
    read: parseE2eParamsUri,
    again: p => parseE2eParamsUri(writeE2eParamsUri(p)),
  }),
  textTarget({ name: "versions", read: parseVersions, again: v => parseVersions(formatVersions(v)) }),
  textTarget({
    name: "query",
    read: parseQuery,
    again: q => parseQuery(formatQuery([...q])),
    // "=value" alone is the parameter without a name
    essence: q => [...q],
    check: q =>
      [...q].every(([name, value]) => !/[^\w.~%-]/.test(percentEncode(name + value))) ? null : "not encoded",
    output: n => 60 * n + 4000,
    most: pasted,
  }),
  textTarget({ name: "base64url", read: fromBase64url, again: b => fromBase64url(base64url(b)), most: pasted }),
  textTarget({
    name: "base64url unpadded",
    read: fromBase64url,
    again: b => fromBase64url(base64urlUnpadded(b)),
    most: pasted,
  }),
  textTarget({
    name: "hex",
    read: fromHex,
    again: b => fromHex(hex(b)),
    seeds: () => some(pool().bytes, 50).map(b => hex(b.slice(0, 3000))),
    most: pasted,
  }),
  textTarget({ name: "public key", read: t => publicKeyFromText(t), again: k => publicKeyFromText(publicKeyText(k)) }),
  textTarget({
    name: "display name",
    read: t => toValidName(t),
    again: toValidName,
    check: name => ([...name].length <= 50 ? null : "longer than a name"),
    seeds: () => ["Alice", "Bob the 3rd", "J. R. R. 'Tolkien'", "😀 smile!!!", "a - b", "Zoë"],
    most: pasted,
  }),
  textTarget({
    name: "hello to the bridge",
    read: parseHello,
    errors: [Refusal],
    again: h => parseHello(JSON.stringify({ v: 1, ...h })),
    check: h => {
      for (const host of h.hosts) if (isIP(host) !== 0) isPublic(host)
      return h.hosts.length <= 8 ? null : "too many hosts"
    },
    seeds: () => hellos,
    output: n => 20 * n + 4000,
  }),
  textTarget({
    name: "client of the bridge",
    read: t => {
      const key = clientKey(t.split(",")[0], t, true)
      return key === "" ? new Refused("empty") : key
    },
    seeds: () => peers,
    output: n => 4 * n + 4000,
  }),
]
