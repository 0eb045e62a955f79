/** Whether there is a database, told without opening it. Apart from indexeddb.ts, as the first answer needs no more. */

/** One per browser: there is one kept profile at most. */
export const databaseName = "unlisted"

/** Creates nothing: a visitor who starts a private session leaves no trace. */
export const databaseExists = async (): Promise<boolean> =>
  (await indexedDB.databases()).some(d => d.name === databaseName)
