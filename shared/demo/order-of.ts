/** Order keys of things that are made one after the other. */
export const orderOf = (index: number): string => `a${index.toString(36).padStart(3, "0")}`;
