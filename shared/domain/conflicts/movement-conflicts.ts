/**
 * Disagreements about equipment, told in sides: movements that cannot all be true, cases that lie in each other,
 * more bulk back than went out. What was scanned together is one disagreement, however many pieces it moved.
 */
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type {
  ContainmentLoop,
  FactTime,
  LoggedMovement,
  LoggedSettled,
  MovementId,
  MovementKind,
  Positions,
  SettledId,
  SettleMovements,
} from "#shared/domain/scanning";
import { currentDecisions, recordOf } from "#shared/domain/scanning";
import type { PersonCount } from "./bulk-counts";
import { countsByPerson, livingBulkFacts } from "./bulk-counts";

export interface MovementSide {
  /** The contradicting movement of each asset, in the order of `assets`. */
  readonly facts: readonly LoggedMovement[];
  readonly kind: MovementKind;
  readonly event: EventId | undefined;
  readonly inCase: AssetId | undefined;
  readonly by: MemberId;
  readonly log: ThingId;
  readonly time: FactTime;
  /** Written while the device had no connection. */
  readonly wasOffline: boolean;
}

export interface MovementConflict {
  readonly type: "movements";
  readonly id: string;
  /** One, or everything that moved along in the same scans. */
  readonly assets: readonly AssetId[];
  readonly product: ProductId;
  /** At least two, oldest first. */
  readonly sides: readonly MovementSide[];
  /** All say the same happened: somebody scanned what somebody else had scanned. */
  readonly isSameOutcome: boolean;
  /** Decisions that contradict each other keep it open. */
  readonly isDisputed: boolean;
}

export interface LoopConflict {
  readonly type: "loop";
  readonly id: string;
  readonly loop: ContainmentLoop;
}

export interface SurplusConflict {
  readonly type: "surplus";
  readonly id: string;
  readonly product: ProductId;
  readonly event: EventId;
  readonly wentOut: number;
  /** What each person counted back on each device, oldest first. */
  readonly counts: readonly PersonCount[];
}

export const movementConflicts = (positions: Positions): readonly MovementConflict[] => {
  const grouped = new Map<string, { asset: AssetId; members: readonly LoggedMovement[] }[]>();
  for (const asset of [...positions.disputed()].sort()) {
    for (const fork of positions.of(asset).forks) {
      // Facts of one command share log and time: a case scanned twice is one disagreement, not one per piece.
      const key = fork.members
        .map((fact) => `${fact.thing}@${fact.at}`)
        .sort()
        .join(" ");
      const group = grouped.get(key);
      if (group === undefined) grouped.set(key, [{ asset, members: fork.members }]);
      else group.push({ asset, members: fork.members });
    }
  }
  return [...grouped.values()].map((group) => conflictOf(positions, group)).sort(newestFirst);
};

const conflictOf = (
  positions: Positions,
  group: readonly { readonly asset: AssetId; readonly members: readonly LoggedMovement[] }[],
): MovementConflict => {
  const inOrder = group.map(({ asset, members }) => ({
    asset,
    members: [...members].sort(
      (a, b) =>
        positions.timeOf(a).at - positions.timeOf(b).at ||
        (`${a.thing}${a.id}` < `${b.thing}${b.id}` ? -1 : 1),
    ),
  }));
  // The outermost thing speaks for what moved with it: it is the one whose fact names no case, or the first.
  const lead =
    inOrder.find(({ members }) => members.every((fact) => fact.inCase === undefined)) ?? inOrder[0];
  const leadMembers = lead?.members ?? [];
  const sides = leadMembers.map((fact, index) =>
    sideOf(
      positions,
      fact,
      inOrder.flatMap(({ members }) => members[index] ?? []),
    ),
  );
  const [first] = leadMembers;
  const assets = inOrder
    .map(({ asset }) => asset)
    .sort((a, b) => (a === lead?.asset ? -1 : b === lead?.asset ? 1 : 0));
  return {
    type: "movements",
    id: leadMembers
      .map((fact) => fact.id)
      .sort()
      .join("-"),
    assets,
    product: productOf(first),
    sides,
    isSameOutcome: leadMembers.every(
      (fact) => fact.kind === first?.kind && fact.event === first.event && fact.inCase === first.inCase,
    ),
    isDisputed: assets.some(
      (asset) =>
        decisionsAmong(positions.decisionsOf(asset), new Set(leadMembers.map((fact) => fact.id))).length > 0,
    ),
  };
};

const productOf = (fact: LoggedMovement | undefined): ProductId => {
  if (fact === undefined) throw new Error("Invariant: a fork has members");
  return fact.product;
};

const sideOf = (
  positions: Positions,
  fact: LoggedMovement,
  facts: readonly LoggedMovement[],
): MovementSide => ({
  facts,
  kind: fact.kind,
  event: fact.event,
  inCase: fact.inCase,
  by: fact.by,
  log: fact.thing,
  time: positions.timeOf(fact),
  wasOffline: fact.offsetMs === undefined,
});

const newestFirst = (a: MovementConflict, b: MovementConflict): number =>
  (b.sides.at(-1)?.time.at ?? 0) - (a.sides.at(-1)?.time.at ?? 0) || (a.id < b.id ? -1 : 1);

const decisionsAmong = (
  decisions: readonly LoggedSettled[],
  facts: ReadonlySet<MovementId>,
): readonly LoggedSettled[] =>
  currentDecisions(decisions).filter((decision) => facts.has(decision.keeps) && facts.has(decision.drops));

/** The arguments of `settleMovements` for "it was side n". */
export const settlingFor = (
  positions: Positions,
  conflict: MovementConflict,
  side: MovementSide,
): SettleMovements => ({
  decisions: side.facts.flatMap((kept) => {
    const asset = recordOf(kept);
    if (asset === undefined) return [];
    return conflict.sides
      .filter((other) => other !== side)
      .flatMap((other) => other.facts.filter((fact) => recordOf(fact) === asset))
      .map((dropped) => ({
        asset,
        keeps: kept.id,
        drops: dropped.id,
        replaces: decisionsAmong(
          positions.decisionsOf(kept.asset ?? asset),
          new Set([kept.id, dropped.id]),
        ).map((one) => one.id),
      }));
  }),
});

export interface SettledConflict {
  readonly id: SettledId;
  readonly decision: LoggedSettled;
  readonly kept: LoggedMovement;
  readonly dropped: LoggedMovement;
}

/** Decisions in force, newest first. */
export const settledConflicts = (positions: Positions): readonly SettledConflict[] =>
  [...positions.decided()]
    .flatMap((asset) => currentDecisions(positions.decisionsOf(asset)))
    .flatMap((decision) => {
      const facts = positions.factsOf(decision.asset);
      const kept = facts.find((fact) => fact.id === decision.keeps);
      const dropped = facts.find((fact) => fact.id === decision.drops);
      return kept === undefined || dropped === undefined
        ? []
        : [{ id: decision.id, decision, kept, dropped }];
    })
    .sort((a, b) => b.decision.at - a.decision.at || (a.id < b.id ? -1 : 1));

export const loopConflicts = (positions: Positions): readonly LoopConflict[] =>
  positions.loops().map((loop) => ({ type: "loop", id: `loop-${loop.ignored.id}`, loop }));

/** Bulk products of which more came back from an event than went out to it. */
export const surplusConflicts = (positions: Positions): readonly SurplusConflict[] =>
  positions.bulkProducts().flatMap((product) => {
    const perEvent = new Map<EventId, number>();
    for (const sum of positions.bulkOf(product).onEvents)
      perEvent.set(sum.event, (perEvent.get(sum.event) ?? 0) + sum.out);
    return [...perEvent].filter(([, out]) => out < 0).map(([event]) => surplusOf(positions, product, event));
  });

const surplusOf = (positions: Positions, product: ProductId, event: EventId): SurplusConflict => {
  const living = livingBulkFacts(positions, product, event);
  const wentOut = living.reduce((sum, fact) => sum + (fact.kind === "out" ? fact.quantity : 0), 0);
  return {
    type: "surplus",
    id: `surplus-${product}-${event}`,
    product,
    event,
    wentOut,
    counts: countsByPerson(
      positions,
      living.filter((one) => one.kind === "in"),
    ),
  };
};
