/** Words of the settings in the language of the page. */
export { enSettings as text } from "./text/en-settings.ts"
