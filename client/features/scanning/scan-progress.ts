/** How far a scan session is against what it is about. */
import { packingOf } from "#shared/domain/cases";
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { ScanMode } from "#shared/domain/scanning";
import type { ScanKnowledge } from "./scan-knowledge";

export interface ScanProgress {
  readonly mode: ScanMode;
  readonly done: number;
  readonly of: number;
}

/** Into a case or out of it: what its packing list asks for and what lies in it. */
const packingProgress = (
  { caseSource }: ScanKnowledge,
  mode: ScanMode,
  openCase: AssetId | undefined,
): ScanProgress | undefined => {
  if (openCase === undefined) return undefined;
  const { hasList, slots, missing } = packingOf(caseSource, openCase);
  const of = slots.reduce((sum, { slot }) => sum + slot.quantity, 0);
  return hasList ? { mode, done: of - missing, of } : undefined;
};

/** Out: pieces of the list that have gone, of those needed. In: pieces back, of those that went, planned or not. */
export const progressOf = (
  knowledge: ScanKnowledge,
  mode: ScanMode,
  event: EventId | undefined,
  openCase: AssetId | undefined,
): ScanProgress | undefined => {
  if (mode === "pack" || mode === "unpack") return packingProgress(knowledge, mode, openCase);
  if (event === undefined) return undefined;
  const counts = knowledge.countsOf(event);
  if (mode === "out") {
    // What is back again was out: going out again counts once.
    const gone = Math.min(counts.needed, counts.out + counts.back);
    return { mode, done: gone, of: counts.needed };
  }
  let back = 0;
  let went = 0;
  for (const sum of [...counts.byLine.values(), ...counts.unlisted.map((one) => one.counts)]) {
    back += sum.back;
    went += sum.back + sum.out + sum.lost;
  }
  return { mode, done: back, of: went };
};
