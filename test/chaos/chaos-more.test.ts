/** The second half of the rounds of chaos.test.ts. */
import { beforeAll, vi } from "vitest"
import { describeRounds } from "./many.ts"
import { prepare } from "./round.ts"

vi.mock("@noble/curves/ed25519.js", () => import("../support/native-curves.ts"))
vi.mock("@noble/curves/ed448.js", () => import("../support/native-curves.ts"))

beforeAll(prepare, 600_000)

describeRounds(101, 200)
