/** Claims that were taken back are told as that: nothing goes on saying who wears the label. */
import type { ScanState } from "#shared/domain/scanning";
import type { ScanEntry } from "./scan-session";

/** The entry as it is to be told now. */
export const createClaimStanding = (
  known: Pick<ScanState, "ownersOfLabel" | "asset">,
): ((entry: ScanEntry) => ScanEntry) => {
  // One object for as long as it is told so, or the card would be read out again whenever anything in stock changes.
  const takenBack = new WeakMap<ScanEntry, ScanEntry>();
  const isWorn = ({ claimedBy, decision }: ScanEntry): boolean =>
    known
      .ownersOfLabel(decision.detail.blankLabel ?? "")
      .some(
        (owner) =>
          owner.type === "asset" &&
          owner.asset === claimedBy &&
          known.asset(owner.asset)?.removedAt === undefined,
      );
  return (entry) => {
    if (entry.state !== "claimed" || isWorn(entry)) return entry;
    const told = takenBack.get(entry) ?? { ...entry, state: "undone" };
    takenBack.set(entry, told);
    return told;
  };
};
