/** What other features may use of availability. */
export { availabilityIndex } from "./availability-index";
export type { LiveAvailability } from "./live-availability";
