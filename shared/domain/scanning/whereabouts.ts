/** What one branch of an asset's movements amounts to: where it is, in what, and how it stands with each event. */
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import { unreachable } from "#shared/kernel/result";
import type { LoggedMovement } from "./facts";
import { retirementOf } from "./facts";
import type { Retirement } from "./types";

export type Place =
  /** In the house. Without a location: where it belongs. */
  | { readonly type: "home"; readonly location: LocationId | undefined }
  | { readonly type: "out"; readonly event: EventId | undefined }
  /** Last known with `event`, when it got lost on a job. */
  | { readonly type: "lost"; readonly event: EventId | undefined }
  /** Off stock for good: for a reason, or without one given back to the company it was hired from. */
  | { readonly type: "gone"; readonly reason?: Retirement };

export type PieceStatus = "packed" | "out" | "back" | "lost";

/** One asset on one event. */
export interface Piece {
  readonly product: ProductId;
  readonly status: PieceStatus;
  readonly line: LineId | undefined;
  readonly isUnplanned: boolean;
}

export interface Whereabouts {
  readonly place: Place;
  /** The case it was last put into, as the movements say it; loops are cut elsewhere. */
  readonly container: AssetId | undefined;
  /** The movement that put it there. */
  readonly containedSince: LoggedMovement | undefined;
  readonly events: ReadonlyMap<EventId, Piece>;
}

export const neverMoved: Whereabouts = {
  place: { type: "home", location: undefined },
  container: undefined,
  containedSince: undefined,
  events: new Map(),
};

export const whereaboutsAfter = (branch: readonly LoggedMovement[]): Whereabouts => {
  let place: Place = neverMoved.place;
  let holder: LoggedMovement | undefined;
  const events = new Map<EventId, Piece>();
  for (const fact of branch) {
    place = placeAfter(place, fact);
    holder = holderAfter(holder, fact);
    followEvents(events, fact);
  }
  return { place, container: holder?.inCase, containedSince: holder, events };
};

const placeAfter = (place: Place, fact: LoggedMovement): Place => {
  switch (fact.kind) {
    case "out":
      return { type: "out", event: fact.event };
    case "in":
    case "found":
    case "received":
    case "transferred":
      return { type: "home", location: fact.location };
    case "counted":
      return fact.event === undefined
        ? { type: "home", location: fact.location }
        : { type: "out", event: fact.event };
    case "lost":
      return { type: "lost", event: fact.event ?? (place.type === "out" ? place.event : undefined) };
    case "returned":
      return { type: "gone" };
    case "retired":
      return { type: "gone", reason: retirementOf(fact) };
    case "packed":
    case "unpacked":
    case "repaired":
      return place;
    default:
      return unreachable(fact.kind);
  }
};

const holderAfter = (
  holder: LoggedMovement | undefined,
  fact: LoggedMovement,
): LoggedMovement | undefined => {
  switch (fact.kind) {
    case "packed":
    case "out":
    case "in":
      return fact.inCase === undefined ? undefined : fact;
    case "unpacked":
    case "lost":
    case "found":
    case "returned":
    case "retired":
      return undefined;
    case "counted":
    case "transferred":
    case "received":
    case "repaired":
      return holder;
    default:
      return unreachable(fact.kind);
  }
};

const followEvents = (events: Map<EventId, Piece>, fact: LoggedMovement): void => {
  const { kind, event } = fact;
  if (kind === "repaired") return;
  if (kind === "retired") endPacking(events);
  if (kind === "lost" || kind === "retired") {
    for (const [id, piece] of events)
      if (piece.status === "out") events.set(id, { ...piece, status: "lost" });
    return;
  }
  if (kind === "packed" || kind === "unpacked") {
    endPacking(events);
    if (kind === "packed" && event !== undefined && events.get(event)?.status !== "out") {
      events.set(event, pieceOf(fact, "packed", events.get(event)));
    }
    return;
  }
  const goesOut = kind === "out" || (kind === "counted" && event !== undefined);
  if (!goesOut) endPacking(events);
  for (const [id, piece] of events) {
    const isThere = piece.status === "out" || piece.status === "lost";
    if (isThere && !(goesOut && id === event)) events.set(id, { ...piece, status: "back" });
  }
  if (goesOut && event !== undefined) events.set(event, pieceOf(fact, "out", events.get(event)));
};

/** What was only packed and never left is not on that event any more. */
const endPacking = (events: Map<EventId, Piece>): void => {
  for (const [id, piece] of events) if (piece.status === "packed") events.delete(id);
};

const pieceOf = (fact: LoggedMovement, status: PieceStatus, before: Piece | undefined): Piece => ({
  product: fact.product,
  status,
  line: fact.line ?? before?.line,
  isUnplanned: fact.isUnplanned ?? (fact.line === undefined && (before?.isUnplanned ?? false)),
});
