/** Answers about events from their records. Times are instants; "now" is given by whoever asks. */
import type { Ms } from "#shared/kernel/clock";
import type { Event, Phase, PhaseId } from "./types";
import { phaseKinds } from "./types";
import type { Window } from "./windows";
import { busyWindow, windowOf } from "./windows";

/**
 * Where a job is in time, as lists group it: *overdue* equipment should be back and is not, *away* equipment is out
 * or the busy window runs, *upcoming* and *past* by the window, *off* when it will not happen.
 */
export type EventStage = "overdue" | "away" | "upcoming" | "past" | "off";

export const stageOf = (event: Event, piecesOut: number, now: Ms): EventStage => {
  const window = busyWindow(event);
  const ended = window.to <= now;
  if (piecesOut > 0) return ended ? "overdue" : "away";
  if (event.status === "cancelled") return "off";
  if (event.status === "returned" || event.status === "closed" || ended) return "past";
  return window.from <= now ? "away" : "upcoming";
};

/** Earliest first; equal times by name, then id, so that every device shows the same. */
export const compareByTime = (a: Event, b: Event): number =>
  busyWindow(a).from - busyWindow(b).from || compareText(a.name, b.name) || compareText(a.id, b.id);

/** Phases in the order they happen; equal times in the order a job passes them. */
export const phasesInOrder = (phases: readonly Phase[]): readonly Phase[] =>
  phases
    .filter((phase) => phase.removedAt === undefined)
    .toSorted(
      (a, b) =>
        compareText(a.from, b.from) ||
        compareText(a.to, b.to) ||
        phaseKinds.indexOf(a.kind) - phaseKinds.indexOf(b.kind) ||
        compareText(a.id, b.id),
    );

/** The phase that runs now; of several the one that began last. */
export const phaseAt = (phases: readonly Phase[], event: Event, now: Ms): PhaseId | undefined =>
  phasesInOrder(phases).findLast((phase) => {
    const window = phaseWindow(phase, event);
    return window.from <= now && now < window.to;
  })?.id;

export const phaseWindow = (phase: Phase, event: Event): Window => windowOf(phase.from, phase.to, event.zone);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
