/** Kits of the demo company, by name: product that begins the row | pieces and part, with / between them. */
export const kitRows = `
In-ear set, 3 mixes|1 PSM 1000 transmitter / 3 PSM 1000 bodypack / 1 A 2003-UHF antenna
Drum microphone set|1 Beta 52A / 1 Beta 91A / 2 KSM137 / 3 e 906 / 2 MD 421-II`;

/** Job | kits it books, with / between them. */
export const bookedKitRows = `
Tech Conference|2 In-ear set, 3 mixes
Band Tour, night 1|1 Drum microphone set / 4 In-ear set, 3 mixes
Band Tour, night 2|1 Drum microphone set / 4 In-ear set, 3 mixes`;
