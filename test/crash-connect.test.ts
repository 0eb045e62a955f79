/** As crash.test.ts, for the other ways of connecting: the steps up to there; what follows is the same for all. */
import { vi } from "vitest"
import { describeDeaths } from "./support/crash.ts"

vi.mock("@noble/curves/ed25519.js", () => import("./support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("./support/native-curves.ts"))
vi.mock("../worker/crypto/ratchet.ts", async real => (await import("./support/leaving.ts")).ratchet(await real()))
vi.mock("../worker/smp/body.ts", async real => (await import("./support/leaving.ts")).body(await real()))

// An inviter does not learn by which form of its link somebody came.
describeDeaths({ name: "full link", form: "full", peers: "new", until: "handshake", sides: ["bob"] })
describeDeaths({
  name: "peers without fast connection: KEY and HELLO",
  form: "full",
  peers: "old",
  until: "handshake",
  sides: ["alice", "bob"],
})
