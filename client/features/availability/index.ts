/** What other features may use of availability. */
export { availabilityIndex } from "./availability-index";
export {
  createCanAnswer,
  createKnownAt,
  createListState,
  createMayAnswer,
  createSummaries,
} from "./list-state";
export type { EventRow, EventSummary, GroupRow, KitLine, LineRow, ListState } from "./list-state";
export type { LiveAvailability } from "./live-availability";
