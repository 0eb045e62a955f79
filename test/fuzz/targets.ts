/** All decoders that take foreign bytes or text, by name. */
import { chatTargets } from "./chat.ts"
import { sealedTargets } from "./sealed.ts"
import type { Target } from "./target.ts"
import { textTargets } from "./text.ts"
import { wireTargets } from "./wire.ts"

export const targets: readonly Target[] = [...wireTargets, ...sealedTargets, ...textTargets, ...chatTargets]
