/** What writes movements. Every fact goes to this device's own log; nothing else is touched. */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft, DocumentRef } from "#shared/kernel/command";
import { factNow } from "#shared/kernel/fact";
import { err, ok } from "#shared/kernel/result";
import type { AssetId } from "#shared/domain/inventory";
import type { OfRecord } from "./facts";
import { recordOf } from "./facts";
import type { NewFact } from "./scan-decision";
import type { Movement, MovementId, MovementOrigin, SettledId } from "./types";
import { movement, settled } from "./types";

const ownLog: readonly DocumentRef[] = [{ own: "movements" }];
const needs = [{ verb: "write", on: "movements" }] as const;

export interface RecordMovements {
  readonly facts: readonly NewFact[];
  readonly origin: MovementOrigin;
}

/** Writes what a scan decided, all facts or none. Returns their ids in the same order. */
export const recordMovements = defineCommand<
  RecordMovements,
  readonly MovementId[],
  { readonly type: "NothingToRecord" }
>({
  name: "scanning.recordMovements",
  needs,
  documents: () => ownLog,
  run: (drafts, { facts, origin }, context) => {
    if (facts.length === 0) return err({ type: "NothingToRecord" });
    const log = drafts.open({ own: "movements" });
    return ok(
      facts.map((fact) => {
        const id = context.newId<MovementId>();
        log.create(movement, id, {
          ...fact,
          ...factNow(context),
          origin,
        });
        return id;
      }),
    );
  },
});

export interface UndoMovements {
  /** The movements to take back, and what is the last known movement of each one's asset now. */
  readonly undone: readonly { readonly fact: Movement & OfRecord; readonly after: MovementId | undefined }[];
}

/** The counter-facts of an undo, written to this device's own log. */
export const takeBackFacts = (
  log: DocumentDraft,
  undone: UndoMovements["undone"],
  context: CommandContext,
): readonly MovementId[] =>
  undone.map(({ fact, after }) => {
    const id = context.newId<MovementId>();
    log.create(movement, id, {
      kind: fact.kind,
      product: fact.product,
      asset: recordOf(fact),
      quantity: fact.quantity,
      event: fact.event,
      expected: fact.expected,
      ...factNow(context),
      after: fact.asset === undefined ? undefined : after,
      undoes: fact.id,
      origin: "hand",
    });
    return id;
  });

/** Takes scans back by counter-facts; the scans stay in the history. An undo cannot itself be undone: scan again. */
export const undoMovements = defineCommand<
  UndoMovements,
  readonly MovementId[],
  { readonly type: "NothingToRecord" }
>({
  name: "scanning.undoMovements",
  needs,
  documents: () => ownLog,
  run: (drafts, { undone }, context) => {
    const real = undone.filter(({ fact }) => fact.undoes === undefined);
    if (real.length === 0) return err({ type: "NothingToRecord" });
    return ok(takeBackFacts(drafts.open({ own: "movements" }), real, context));
  },
});

export interface SettleMovements {
  readonly decisions: readonly {
    readonly asset: AssetId;
    readonly keeps: MovementId;
    readonly drops: MovementId;
    /** Decisions about these two that this one takes the place of. */
    readonly replaces: readonly SettledId[];
  }[];
  readonly note?: string;
}

/** Decides between movements that contradict each other. The facts stay; what followed a dropped one follows the kept. */
export const settleMovements = defineCommand<
  SettleMovements,
  readonly SettledId[],
  { readonly type: "NothingToSettle" }
>({
  name: "scanning.settleMovements",
  needs,
  documents: () => ownLog,
  run: (drafts, { decisions, note }, context) => {
    const real = decisions.filter((decision) => decision.keeps !== decision.drops);
    if (real.length === 0) return err({ type: "NothingToSettle" });
    const log = drafts.open({ own: "movements" });
    const ids: SettledId[] = [];
    for (const { asset, keeps, drops, replaces } of real) {
      for (const earlier of replaces.length === 0 ? [undefined] : replaces) {
        const id = context.newId<SettledId>();
        log.create(settled, id, {
          at: context.now,
          by: context.member,
          asset,
          keeps,
          drops,
          replaces: earlier,
          note,
        });
        ids.push(id);
      }
    }
    return ok(ids);
  },
});

export interface ReopenDecisions {
  readonly decisions: readonly {
    readonly id: SettledId;
    readonly asset: AssetId;
    readonly keeps: MovementId;
    readonly drops: MovementId;
  }[];
}

/** Takes decisions back: the question is open again. */
export const reopenDecisions = defineCommand<
  ReopenDecisions,
  readonly SettledId[],
  { readonly type: "NothingToSettle" }
>({
  name: "scanning.reopenDecisions",
  needs,
  documents: () => ownLog,
  run: (drafts, { decisions }, context) => {
    if (decisions.length === 0) return err({ type: "NothingToSettle" });
    const log = drafts.open({ own: "movements" });
    return ok(
      decisions.map(({ id: replaces, asset, keeps, drops }) => {
        const id = context.newId<SettledId>();
        log.create(settled, id, {
          at: context.now,
          by: context.member,
          asset,
          keeps,
          drops,
          replaces,
          isReopened: true,
        });
        return id;
      }),
    );
  },
});
