/** How codes of a product begin: "MegaPointe" makes MEGA-, "Robin 600E Spot" makes ROBI-. */
export const prefixOf = (name: string): string =>
  `${name
    .replace(/[^\p{Letter}\p{Number}]/gu, "")
    .slice(0, 4)
    .toUpperCase()}-`;
