/** The words of the page in the language of its reader. One catalogue so far; views import them from here only. */
export { en as text } from "./text/en.ts"
