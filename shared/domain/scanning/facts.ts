/** Movement facts as the folds see them: a record and the log it was written to. */
import type { Ms } from "#shared/kernel/clock";
import type { Id, ThingId } from "#shared/kernel/ids";
import type { AssetId } from "#shared/domain/inventory";
import type { ClockFact, Movement, Retirement, Settled } from "./types";
import { retirements } from "./types";

/** A fact about a piece that was entered twice: `asset` is the one that goes on, this the record it was written for. */
export interface OfRecord {
  readonly recordedFor?: AssetId;
}

/** `thing` is the movements document, which one device writes. */
export type LoggedMovement = Movement & OfRecord & { readonly thing: ThingId };
export type LoggedSettled = Settled & OfRecord & { readonly thing: ThingId };
export type LoggedClockFact = ClockFact & { readonly thing: ThingId };

/** Whatever a device noted down in its log at a time of its own clock. */
export interface TimedFact {
  readonly id: Id<string>;
  readonly thing: ThingId;
  readonly at: Ms;
  readonly offsetMs?: number;
}

/** When a fact happened, in relay time. Not exact ("≈") when the device clock was never compared with the relay's. */
export interface FactTime {
  readonly at: Ms;
  readonly isExact: boolean;
}

/** The record of the piece it was written for: facts that answer it are written for the same one. */
export const recordOf = ({
  asset,
  recordedFor,
}: { readonly asset?: AssetId | undefined } & OfRecord): AssetId | undefined => recordedFor ?? asset;

/** Undo facts speak about another movement and move nothing themselves; a removed fact says nothing. */
export const isUndo = (fact: LoggedMovement): boolean => fact.undoes !== undefined;
export const isGone = (fact: LoggedMovement): boolean => fact.removedAt !== undefined;

/** Why it left the stock; a fact that names no such reason was taken out of use. */
export const retirementOf = ({ reason }: LoggedMovement): Retirement =>
  retirements.find((one) => one === reason) ?? "decommissioned";
