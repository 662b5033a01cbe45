/** Something beside the documents may have no reason to be here any more: the sync host looks, soon or when it starts. */
import type { StoreWrite } from "./ports";

export const leftoversKey = "leftovers";

/** Belongs into the transaction that takes away the reason. */
export const leftoversMark: StoreWrite = { put: "meta", key: leftoversKey, value: true };
