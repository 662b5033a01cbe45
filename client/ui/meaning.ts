/** The four meanings that never change; each has a colour and a shape of its own. Plain carries no meaning. */
export type Meaning = "ok" | "attention" | "problem" | "info";
