/** Packing lists and rules by case, kept current record by record. */
import { compareByOrder } from "#shared/kernel/order-key";
import type { AssetId } from "#shared/domain/inventory";
import type { CaseBan, CaseBanId, CaseSlot, CaseSlotId } from "./types";

export interface CaseBook {
  putSlot(slot: CaseSlot): void;
  dropSlot(id: CaseSlotId): void;
  putBan(ban: CaseBan): void;
  dropBan(id: CaseBanId): void;
  /** Living lines in their order. */
  slots(container: AssetId): readonly CaseSlot[];
  bans(container: AssetId): readonly CaseBan[];
}

export const createCaseBook = (): CaseBook => {
  const slots = createShelf<CaseSlot>(compareByOrder);
  const bans = createShelf<CaseBan>((a, b) => (a.id < b.id ? -1 : 1));
  return {
    putSlot: slots.put,
    dropSlot: slots.drop,
    putBan: bans.put,
    dropBan: bans.drop,
    slots: slots.of,
    bans: bans.of,
  };
};

interface Entry {
  readonly id: string;
  readonly case: AssetId;
  readonly removedAt?: number;
}

const createShelf = <T extends Entry>(compare: (a: T, b: T) => number) => {
  const caseOf = new Map<string, AssetId>();
  const byCase = new Map<AssetId, readonly T[]>();
  const drop = (id: string): void => {
    const container = caseOf.get(id);
    if (container === undefined) return;
    caseOf.delete(id);
    const left = (byCase.get(container) ?? []).filter((entry) => entry.id !== id);
    if (left.length === 0) byCase.delete(container);
    else byCase.set(container, left);
  };
  return {
    drop,
    put: (entry: T): void => {
      drop(entry.id);
      if (entry.removedAt !== undefined) return;
      caseOf.set(entry.id, entry.case);
      byCase.set(entry.case, [...(byCase.get(entry.case) ?? []), entry].sort(compare));
    },
    of: (container: AssetId): readonly T[] => byCase.get(container) ?? [],
  };
};
