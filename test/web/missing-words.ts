/** Prints what each language lacks, or the languages named on the command line: `tsx test/web/missing-words.ts de fr`. */
import { missing, others, parts, wordsOf } from "./words.ts"

const wanted = process.argv.slice(2)
for (const language of others.filter(l => wanted.length === 0 || wanted.includes(l)))
  for (const part of parts) {
    const paths = missing(await wordsOf("en", part), await wordsOf(language, part))
    console.log(`${language}/${part}.ts: ${paths.length === 0 ? "complete" : `${paths.length} missing`}`)
    if (wanted.length > 0) for (const path of paths) console.log(`  ${path}`)
  }
