/** Mounts the page. The first import takes an opened link out of the address bar before anything is done with it. */
import "./arrival.ts"
import "./style.css"
import { render } from "preact"
import { App } from "./app.tsx"
import { start } from "./commands.ts"
import { fetchViews } from "./parts/lazy.tsx"
import { followBrowser, isShown, showLanguage } from "./state/language.ts"
import { rememberedLook, settings } from "./state/settings.ts"

const root = document.getElementById("app")
const draw = () => {
  if (root) render(<App />, root)
}
// English is here with the page. The words of another language are waited for: nothing is drawn twice.
const words = showLanguage(rememberedLook().language)
if (isShown()) draw()
else void words.then(draw)
followBrowser(() => settings.peek().language)
void start().then(fetchViews)
