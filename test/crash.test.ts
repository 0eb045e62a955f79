/** One side dies at each single step of connecting by a short link and chatting: support/crash.ts says what must hold. */
import { vi } from "vitest"
import { describeDeaths } from "./support/crash.ts"

vi.mock("@noble/curves/ed25519.js", () => import("./support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("./support/native-curves.ts"))
vi.mock("../worker/crypto/ratchet.ts", async real => (await import("./support/leaving.ts")).ratchet(await real()))
vi.mock("../worker/smp/body.ts", async real => (await import("./support/leaving.ts")).body(await real()))

describeDeaths({ name: "short link", form: "short", peers: "new", until: "all", sides: ["alice", "bob"] })
