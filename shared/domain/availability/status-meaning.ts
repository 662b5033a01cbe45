import type { EventStatus } from "#shared/domain/events";

/**
 * What a status means for stock. *held*: the pull list claims its pieces in the busy window. *wished*: shown as not
 * yet binding, takes nothing from others. *none*: the list claims nothing. In every status, pieces that were scanned
 * out and are not back are away all the same.
 */
export type StockMeaning = "held" | "wished" | "none";

export const stockMeanings = {
  draft: "wished",
  quoted: "wished",
  pencilled: "held",
  confirmed: "held",
  out: "held",
  returned: "none",
  closed: "none",
  cancelled: "none",
} as const satisfies Record<EventStatus, StockMeaning>;

export const holdsStock = (status: EventStatus): boolean => stockMeanings[status] === "held";
