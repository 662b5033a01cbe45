/** How lines, reasons and states are called. */
import type { MovementReason } from "#shared/domain/scanning";
import type { Stocktake, Verdict } from "#shared/domain/stocktake";
import type { Meaning } from "#client/ui/meaning";

/** The lists of a stocktake; each line stands in exactly one. */
export const lists = ["found", "missing", "unexpected", "misplaced", "question"] as const;
export type ListName = (typeof lists)[number];

export const listOf: Readonly<Record<Verdict, ListName>> = {
  found: "found",
  moved: "found",
  missing: "missing",
  less: "missing",
  unexpected: "unexpected",
  more: "unexpected",
  misplaced: "misplaced",
  question: "question",
};

export const meaningOfList: Readonly<Record<ListName, Meaning>> = {
  found: "ok",
  missing: "problem",
  unexpected: "attention",
  misplaced: "attention",
  question: "attention",
};

export const emptyList = {
  found: "emptyFound",
  missing: "emptyMissing",
  unexpected: "emptyUnexpected",
  misplaced: "emptyMisplaced",
  question: "emptyQuestion",
} as const satisfies Record<ListName, string>;

export const reasonWords = {
  "not-found": "whyNotFound",
  "found-again": "whyFoundAgain",
  elsewhere: "whyElsewhere",
  miscounted: "whyMiscounted",
  "not-booked": "whyNotBooked",
  "used-up": "whyUsedUp",
  broken: "whyBroken",
  stolen: "whyStolen",
  sold: "whySold",
  "written-off": "whyWrittenOff",
  decommissioned: "whyDecommissioned",
  converted: "whyConverted",
} as const satisfies Record<MovementReason, string>;

export const stateMeaning: Readonly<Record<Stocktake["state"], Meaning | undefined>> = {
  counting: "info",
  review: "attention",
  closed: "ok",
  cancelled: undefined,
};
