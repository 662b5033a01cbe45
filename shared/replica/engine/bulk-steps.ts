/** How many commands of a bulk run go together: as many as leave the page usable. */
import type { Ms } from "#shared/kernel/clock";

/** At most so many commands of a bulk run share a transaction. */
const bulkStep = 50;
/** Small, because nothing is known yet about how long one takes. */
export const firstBulkStep = 4;
/** A bulk run holds the thread no longer than this at a time: less than a frame, so that the page stays usable. */
const bulkSliceMs = 12;

/** How many come next, after `done` took so long. */
export const nextBulkStep = (done: number, tookMs: Ms): number =>
  Math.max(1, Math.min(bulkStep, tookMs <= 0 ? bulkStep : Math.round((done * bulkSliceMs) / tookMs)));
