/** Mounts the page. The first import takes an opened link out of the address bar before anything else happens. */
import "./arrival.ts"
import "./style.css"
import { render } from "preact"
import { App } from "./app.tsx"
import { start } from "./commands.ts"
import { fetchViews } from "./parts/lazy.tsx"

const root = document.getElementById("app")
if (root) render(<App />, root)
void start().then(fetchViews)
