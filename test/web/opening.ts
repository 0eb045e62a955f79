/** The passphrase that opens the chats of the fake worker at first. By itself: whoever imports that worker becomes one. */
export const opening = "correct horse"
