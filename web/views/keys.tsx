/** The sheet of keyboard shortcuts. */
import { Dialog } from "../parts/dialog.tsx"
import { showHelp } from "../state/help.ts"
import { isApple } from "../state/keys.ts"
import { text } from "../text.ts"

/** Each way to press it is a list of keys. */
type Row = readonly [words: string, ...ways: (readonly string[])[]]

const platform = () => navigator.platform ?? ""

const groups = (): readonly (readonly [heading: string, rows: readonly Row[]])[] => {
  const { keys } = text
  const apple = isApple(platform())
  const control = apple ? "⌘" : keys.control
  const alt = apple ? "⌥" : "Alt"
  return [
    [
      keys.everywhere,
      [
        [keys.search, [control, "K"]],
        [keys.next, [alt, "↓"]],
        [keys.previous, [alt, "↑"]],
        [keys.unread, [alt, keys.shift, "↓"]],
        [keys.newChat, [alt, "N"]],
        [keys.settings, [alt, ","]],
        [keys.lock, [alt, "L"]],
        [keys.close, [keys.escape]],
        [keys.help, ["?"], [control, "/"]],
      ],
    ],
    [
      keys.writing,
      [
        [keys.send, [keys.enter]],
        [keys.line, [keys.shift, keys.enter]],
        [keys.edit, ["↑"]],
        [keys.cancel, [keys.escape]],
      ],
    ],
    [
      keys.reading,
      [
        [keys.move, ["↓"], ["↑"]],
        [keys.ends, [keys.home], [keys.end]],
      ],
    ],
  ]
}

const Way = ({ keys }: { keys: readonly string[] }) => (
  <bdi dir="ltr" class="keys">
    {keys.map(key => (
      <kbd key={key}>{key}</kbd>
    ))}
  </bdi>
)

export const Keys = () => (
  <Dialog heading={text.keys.heading} onClose={() => showHelp(false)}>
    <div class="key-groups">
      {groups().map(([heading, rows]) => (
        <section key={heading}>
          <h3>{heading}</h3>
          <dl>
            {rows.map(([words, ...ways]) => (
              <div key={words}>
                <dt>{words}</dt>
                <dd>
                  {ways.map((keys, i) => (
                    <>
                      {i > 0 && ` ${text.keys.or} `}
                      <Way keys={keys} />
                    </>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
)
