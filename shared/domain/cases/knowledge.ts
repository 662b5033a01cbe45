/** What scanning asks about cases, answered from packing lists, rules and contents. */
import type { CaseKnowledge } from "#shared/domain/scanning";
import { banAgainst } from "./bans";
import type { CaseSource } from "./case-source";
import { contentsRevision } from "./contents";
import { packingOf } from "./packing";

export const createCaseKnowledge = (source: CaseSource): CaseKnowledge => ({
  isBanned: (container, product, code) => banAgainst(source, container, product, code) !== undefined,
  progress: (container, product, asset) => {
    const { hasList, slots } = packingOf(source, container);
    if (!hasList) return undefined;
    const own = slots.filter(
      ({ slot }) => slot.product === product && (slot.asset === undefined || slot.asset === asset),
    );
    return {
      done: own.reduce((sum, { inside }) => sum + inside, 0),
      of: own.reduce((sum, { slot }) => sum + slot.quantity, 0),
    };
  },
  gaps: (container) => {
    const { hasList, missing, surplus } = packingOf(source, container);
    return hasList ? { missing, surplus } : undefined;
  },
  revision: (container) => contentsRevision(source.positions, container),
});
