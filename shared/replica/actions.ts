/** Actions of this device: bulk runs, and what of them can be taken back. */
import type { Ms } from "#shared/kernel/clock";

export interface UndoStep {
  readonly change: string;
  readonly command: string;
  readonly at: Ms;
  /** Name of the action, where it has one of its own: of an import its file. */
  readonly label?: string;
}

export interface UndoReport {
  readonly undone: UndoStep;
  /** Records the action had made. */
  readonly removed: number;
  /** Fields that say again what they said before. */
  readonly restored: number;
  /** Movements of quantities, by facts that take them back. */
  readonly facts: number;
  /** What somebody else changed meanwhile, left as it is. */
  readonly kept: number;
  /** What is not on this device any more, so that nothing could be taken back of it. */
  readonly missing: number;
}

export interface BulkProgress {
  readonly done: number;
  readonly total: number;
}

export interface BulkOptions {
  /** What the action is called where it can be taken back. */
  readonly label?: string;
}

export interface BulkFailure<P> {
  /** Commands that are written, also behind the one that failed. */
  readonly done: number;
  /** Names what was written, for undo; null when nothing was. */
  readonly change: string | null;
  readonly problem: P;
}
