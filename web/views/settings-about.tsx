/** "About": which version this is, and what can be checked of it. */
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { DeveloperInfo } from "../../worker/api.ts"
import { useAction } from "../parts/action.ts"
import { Button, Problem } from "../parts/form.tsx"
import { Icon } from "../parts/icon.tsx"
import { text } from "../settings-text.ts"
import { type Build, lookAtBuild } from "../state/build.ts"
import { text as common } from "../text.ts"
import { version } from "../version.ts"
import { worker } from "../worker.ts"

/** In groups of eight, to be compared by eye. */
const grouped = (hash: string) => hash.match(/.{1,8}/g)?.join(" ") ?? hash

const Found = ({ build }: { build: Build }) => {
  const { about } = text
  return (
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
}

/** Lines to copy into a report; no language, as developers read them. */
const linesOf = ({ protocols, rows, files }: DeveloperInfo): string =>
  [
    `Unlisted ${version}`,
    navigator.userAgent,
    `versions: ${Object.entries(protocols)
      .map(([name, range]) => `${name} ${range}`)
      .join(", ")}`,
    `rows: ${Object.entries(rows)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}`,
    `files: ${files}`,
  ].join("\n")

const Developer = () => {
  const { about } = text
  const info = useSignal<string | null>(null)
  const copied = useSignal(false)
  const action = useAction()
  const show = () =>
    void action.run(async () => {
      info.value = linesOf(await worker.developerInfo())
    })
  const copy = async () => {
    copied.value = await navigator.clipboard.writeText(info.value ?? "").then(
      () => true,
      () => false,
    )
  }
  return (
    <section class="card">
      <h2>{about.developer}</h2>
      <p class="lead">{about.developerLead}</p>
      <Problem code={action.problem.value} />
      {info.value === null ? (
        <Button busy={action.busy.value} onClick={show}>
          {about.developerShow}
        </Button>
      ) : (
        <>
          <p class="developer" dir="ltr">
            {info.value}
          </p>
          <Button onClick={() => void copy()}>
            <Icon name={copied.value ? "done" : "copy"} />
            {about.developerCopy}
          </Button>
          <p class="hint" role="status">
            {copied.value ? common.link.copied : ""}
          </p>
        </>
      )}
    </section>
  )
}

export const About = () => {
  const { about } = text
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
        <h2>{text.news.heading}</h2>
        <ul class="news">
          {text.news.list.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section class="card">
        <h2>{about.build}</h2>
        <div role="status" class="build">
          {now === null ? <p>{about.checking}</p> : now === "none" ? <p>{about.unavailable}</p> : <Found build={now} />}
        </div>
        <p class="hint">{about.means}</p>
        <Button onClick={() => void look()}>{about.again}</Button>
      </section>
      <Developer />
    </>
  )
}
