/** English words about servers, and the way to them. Part of settings.ts. */
import type { OperatorId, ServerProtocol, ServerTestStep } from "../../../worker/api.ts"
import { number, plural, unit } from "../plural.ts"

const count = plural("en")

export const network = {
  servers: {
    lead: "A new contact or address is made on one of these servers, chosen at random. A server sees when blocks of equal size come and go, never what is in them, who you are, or who they are for. Chats that you have stay where they are.",
    smp: "Message servers",
    xftp: "File servers",
    operator: (id: OperatorId) => ({ simplex: "SimpleX Chat", flux: "Flux" })[id],
    source: { preset: "Preset", host: "From the host of this page", own: "Yours" },
    use: (host: string) => `Use ${host}`,
    useOperator: (name: string) => `Use servers of ${name}`,
    conditions: "Conditions of use",
    accept: "Accept conditions",
    accepted: "You have accepted the conditions.",
    test: "Test",
    testOf: (host: string) => `Test ${host}`,
    remove: "Remove",
    removeOf: (host: string) => `Remove ${host}`,
    works: "Works.",
    fails: (step: string) => `Does not work, at ${step}.`,
    steps: {
      connect: "connecting",
      create: "making a queue",
      secure: "securing it",
      send: "sending",
      receive: "receiving",
      delete: "deleting it",
    } satisfies Record<ServerTestStep, string>,
    password: "with a password",
    none: (protocol: ServerProtocol) =>
      protocol === "smp" ? "No message server is on: nobody new can reach you." : "No file server is on.",
    noProxy: "No server is on that passes your messages on privately.",
    add: "Add a server",
    address: "Server address",
    addressHint: "smp:// or xftp://, then the fingerprint, perhaps a password, and the host.",
    addButton: "Add server",
  },

  network: {
    lead: "All connections go through the host of this page, because browsers cannot make them. It carries them to your servers and sees your address on the internet, which servers you use, when, and how many blocks. It cannot read them. What you set here is for all your profiles.",
    routing: "Private message routing",
    routingMeans:
      "Messages go to one of your servers first, which passes them on. The server of your contact then does not learn which connections are yours, and yours does not learn which queue a message is for.",
    use: "Use it for",
    routings: { always: "All servers", unknown: "Servers that I do not use", never: "No server" },
    fallback: "If none can pass a message on",
    fallbacks: { allow: "Send it directly", prohibit: "Do not send it" },
    fallbackMeans:
      "Sent directly, a message is still encrypted end to end, and your contact's server still does not see your address: the host of this page does the connecting.",
    tor: "Tor",
    torMeans:
      "Whether the host of this page connects through Tor is up to the host. If it does, this decides what may share a way through it. To hide your own address from the host, open this page in Tor Browser.",
    isolation: "A way of its own for each",
    isolations: { profile: "Profile", session: "Start", server: "Server", connection: "Contact" },
    isolationMeans:
      "The finer it is, the less a server can tell what belongs together, and the more connections there are.",
    onion: "Onion addresses of servers",
    onions: { never: "Never", prefer: "If there is one", required: "Only these" },
    inUse: "Servers in use",
    state: {
      online: "Connected.",
      connecting: "Connecting…",
      offline: "Not connected.",
      null: "Nothing to connect to yet.",
      stopped: "Stopped.",
    },
    counts: (queues: number, received: number, sent: number) =>
      `${count({ one: "Listening for # chat.", other: "Listening for # chats." }, queues)} Received ${number(received)}, sent ${number(sent)}.`,
    elsewhere: (queues: number) => `${number(queues)} used in another place: is this profile open twice?`,
    since: (when: string) => `Counted on this device since ${when}, for you alone.`,
    reconnect: "Reconnect",
    reset: "Count anew",
    times: "Times",
    timesMeans: "Longer ones help on slow networks; shorter ones tell sooner that a server cannot be reached.",
    connectTimeout: "Give up connecting after",
    commandTimeout: "Give up waiting for an answer after",
    ping: "Check a silent connection every",
    seconds: (seconds: number) => unit("second", seconds),
    minutes: (minutes: number) => unit("minute", minutes),
    noPing: "Never",
    stop: "Stop sending and receiving",
    start: "Start sending and receiving",
    stopMeans:
      "Stopped, this page connects to nothing: messages wait on their servers, and yours here, until you start again or open the page anew.",
  },

  bridge: {
    heading: "Bridge",
    lead: "The program that makes the connections. Whoever runs it sees your address on the internet, which servers you use, when, and how many blocks; never what is in them. With another bridge, the host of this page sees only that you fetch the page.",
    ofHost: (host: string) => `In use: the bridge of this page's host, ${host}.`,
    other: (host: string) => `In use: ${host}, on this device only.`,
    none: "The host of this page allows no other bridge. Whoever hosts it can change that.",
    address: "Address of another bridge",
    these: (hosts: readonly string[]) => `The host of this page allows: ${hosts.join(", ")}.`,
    any: "The host of this page allows any. The other bridge has to let this page in.",
    use: "Use this bridge",
    back: "Use the host's bridge",
  },

  directFiles: {
    heading: "Files without the bridge",
    lead: "Files go through the bridge too: the file server sees the bridge's address instead of yours, and the bridge sees which file servers you use, when, and how much. A file server that serves web pages can also be reached directly. Neither of them can read a file.",
    use: "Fetch and send files directly where a server allows it",
    means:
      "The server then sees your address on the internet, the kind of your browser and the address of this page, and the host of this page does not carry the files. All your profiles share one connection to a server, so it can tell that they belong together. Servers that neither you nor your operators chose are still reached through the bridge.",
    none: "The host of this page does not allow it. Whoever hosts it can change that.",
    these: (hosts: readonly string[]) => `The host of this page allows it for: ${hosts.join(", ")}.`,
    any: "The host of this page allows it for all servers.",
    off: "In use: the bridge, for all files.",
    unused: "No file was fetched or sent since the start.",
    ways: {
      direct: (host: string) => `In use: directly to ${host}.`,
      bridge: (host: string) => `In use: the bridge for ${host}, which cannot be reached directly.`,
    },
  },
}
