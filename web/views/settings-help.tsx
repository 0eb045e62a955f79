/** "Help": questions that people have at first, and the keys. */
import { Button } from "../parts/form.tsx"
import { text } from "../settings-text.ts"
import { showHelp } from "../state/help.ts"

export const Help = () => (
  <section class="card">
    {text.help.questions.map(([question, answer]) => (
      <details key={question} class="question">
        <summary>{question}</summary>
        <p>{answer}</p>
      </details>
    ))}
    <Button onClick={() => showHelp(true)}>{text.help.keys}</Button>
  </section>
)
