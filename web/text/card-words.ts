/** What the text of a card says besides name and link, which the card shows. Any other link in it stays to be seen. */
export const cardWords = (text: string, card: { readonly name: string; readonly link: string }): string =>
  text
    .split("\n")
    .filter(line => line.trim() !== card.link && line.trim() !== card.name.trim())
    .join("\n")
    .trim()
