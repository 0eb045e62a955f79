/** "About": which version this is, and what can be checked of it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { Button } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { type Build, lookAtBuild } from "../state/build.ts"
import { version } from "../version.ts"

const { about } = text

/** In groups of eight, to be compared by eye. */
const grouped = (hash: string) => hash.match(/.{1,8}/g)?.join(" ") ?? hash

const Found = ({ build }: { build: Build }) => (
  <>
    <p class="security-code">{grouped(build.hash)}</p>
    {build.different.length === 0 ? (
      <p class="good">
        <Icon name="done" />
        <span>{about.same(build.files)}</span>
      </p>
    ) : (
      <p class="warn">
        <Icon name="warning" />
        <span>{about.differs(build.different)}</span>
      </p>
    )}
  </>
)

export const About = () => {
  const build = useSignal<Build | "none" | null>(null)
  const look = async () => {
    build.value = null
    build.value = await lookAtBuild().catch(() => "none" as const)
  }
  useEffect(() => void look(), [])
  const now = build.value
  return (
    <>
      <section class="card">
        <h2>{about.version(version)}</h2>
        <p class="lead">{about.lead}</p>
      </section>
      <section class="card">
        <h2>{about.build}</h2>
        <div role="status" class="build">
          {now === null ? <p>{about.checking}</p> : now === "none" ? <p>{about.unavailable}</p> : <Found build={now} />}
        </div>
        <p class="hint">{about.means}</p>
        <Button onClick={() => void look()}>{about.again}</Button>
      </section>
    </>
  )
}
