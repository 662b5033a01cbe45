/** From the local times people plan with to the instants that availability and lists compare. */
import type { Ms } from "#shared/kernel/clock";
import { instantOf } from "#shared/kernel/local-time";
import type { LocalDateTime, Zone } from "#shared/kernel/record";

/** From `from` on, up to but not including `to`. */
export interface Window {
  readonly from: Ms;
  readonly to: Ms;
}

export const windowOf = (from: LocalDateTime, to: LocalDateTime, zone: Zone): Window => ({
  from: instantOf(from, zone),
  // Where the hour repeats in autumn the end is the later one: nothing is promised an hour too early.
  to: instantOf(to, zone, "later"),
});

/** When the event's equipment is away. */
export const busyWindow = (event: {
  readonly busyFrom: LocalDateTime;
  readonly busyTo: LocalDateTime;
  readonly zone: Zone;
}): Window => windowOf(event.busyFrom, event.busyTo, event.zone);

export const overlaps = (a: Window, b: Window): boolean => a.from < b.to && b.from < a.to;
