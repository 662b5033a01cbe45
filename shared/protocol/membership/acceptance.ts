/**
 * A second look at what a relay accepted. The relay decides, so that replicas never differ over a verdict; but the
 * membership log says who might write and create what under each checkpoint, so every device that is shown a receipt
 * can tell afterwards whether the relay decided what it must not.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { DocCard } from "../cards";
import type { Receipt } from "../receipts";
import type { Key } from "../wire-types";
import { findDevice, mayCreate, mayWrite } from "./grants";
import type { PastStates } from "./past-states";
import type { CompanyState } from "./types";

/** What one receipt says was accepted. */
export interface AcceptedChanges {
  readonly card: Pick<DocCard, "cls" | "scope" | "by">;
  /** Whose tip the receipt is for. */
  readonly device: Key;
  readonly receipt: Pick<Receipt, "checkpoint" | "at" | "seq">;
  /** Whether the first change of the document is among them: its card was taken up with that. */
  readonly begins: boolean;
}

/**
 * `write`, `create`: no such right; `others-log`: movements in a log that another device began; `unknown`: the log
 * here does not have that checkpoint.
 */
export type AcceptanceVerdict = "in-order" | "write" | "create" | "others-log" | "unknown";

/** A push may wait that long between its judgement and its receipt; a right that ends by time may end meanwhile. */
const judgingMs = 60_000;

export const judgeAcceptance = (accepted: AcceptedChanges, past: PastStates): AcceptanceVerdict => {
  const { card, device, receipt, begins } = accepted;
  if (card.cls === "movements" && !bytesEqual(card.by, device)) return "others-log";
  const state = past.at(receipt.checkpoint);
  if (state === undefined) return "unknown";
  if (!momentsOf(accepted).some((now) => mayWrite(state, device, card, now))) return "write";
  return begins && !mightCreate(accepted, state, past) ? "create" : "in-order";
};

const momentsOf = ({ receipt: { at } }: AcceptedChanges): readonly number[] => [at, at - judgingMs];

/**
 * A receipt for the first change alone says under which checkpoint the document began. A later one covers the beginning
 * without saying when it was: then the right must have been there at some time since the device came.
 */
const mightCreate = (accepted: AcceptedChanges, state: CompanyState, past: PastStates): boolean => {
  const { card, device, receipt } = accepted;
  if (receipt.seq === 1) return momentsOf(accepted).some((now) => mayCreate(state, device, card, now));
  const since = findDevice(state, device)?.since ?? receipt.checkpoint;
  for (let no = receipt.checkpoint; no >= since; no--) {
    const then = past.at(no);
    // What ends by time was there before it ended.
    if (then === undefined || mayCreate(then, device, card, 0)) return true;
  }
  return false;
};
