/** What writes stocktakes: the document is led by who may, counts go to the log of whoever counts. */
import { defineCommand } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { livingRecord } from "#shared/kernel/command";
import { findBadValue } from "#shared/kernel/check-values";
import { factNow } from "#shared/kernel/fact";
import { thingOf } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { movement, recordOf } from "#shared/domain/scanning";
import type { Movement, MovementId, MovementOrigin, OfRecord } from "#shared/domain/scanning";
import type { CategoryId } from "#shared/domain/settings";
import type { Figures, Outcome } from "./adjust";
import type { StocktakeProblem } from "./errors";
import { count, stocktake, stocktakeAnswer, stocktakeLine, stocktakeResult } from "./types";
import type {
  CountId,
  LoggedCount,
  StocktakeAnswerId,
  StocktakeId,
  StocktakeLineId,
  StocktakeResultId,
} from "./types";

const own = { own: "movements" } as const;
const lead = [{ verb: "write", on: "work" }] as const;
const tell = [{ verb: "write", on: "movements" }] as const;

export interface StartStocktake {
  readonly name: string;
  readonly location?: LocationId | undefined;
  readonly category?: CategoryId | undefined;
  readonly isBlind: boolean;
}

/** What the movements say from this moment back is expected. */
export const startStocktake = defineCommand<StartStocktake, StocktakeId, StocktakeProblem>({
  name: "stocktake.start",
  needs: [{ verb: "create", on: "work" }],
  documents: () => [],
  run: (drafts, args, context) => {
    const { at, offsetMs, by } = factNow(context);
    const values = { ...args, startedAt: at, offsetMs, by };
    const bad = findBadValue(stocktake, values);
    if (bad !== undefined) return err(bad);
    if (args.name.trim() === "") return err({ type: "ValueRefused", field: "name" });
    const id = context.newId<StocktakeId>();
    drafts.create("stocktake", thingOf(id)).create(stocktake, id, values);
    return ok(id);
  },
});

/** What somebody does with a stocktake that is not closed. */
export type StocktakeStep =
  | { readonly type: "rename"; readonly name: string }
  /** Ends the counting: who reviews looks at it. Counts that still arrive are taken. */
  | { readonly type: "review" }
  | { readonly type: "count-on" }
  /** Counts again what differs. */
  | { readonly type: "recount"; readonly isBlind: boolean }
  | { readonly type: "cancel" };

export const stepStocktake = defineCommand<
  { readonly stocktake: StocktakeId; readonly step: StocktakeStep },
  null,
  StocktakeProblem
>({
  name: "stocktake.step",
  needs: lead,
  documents: ({ stocktake: id }) => [{ thing: thingOf(id) }],
  run: (drafts, { stocktake: id, step }) => {
    const draft = drafts.open({ thing: thingOf(id) });
    const known = livingRecord(draft, stocktake, id);
    if (known === undefined) return err({ type: "StocktakeMissing" });
    if (step.type === "rename") {
      const bad = findBadValue(stocktake, { ...known, name: step.name });
      if (bad !== undefined) return err(bad);
      draft.set(stocktake, id, { name: step.name });
      return ok(null);
    }
    if (known.state === "closed") return err({ type: "StocktakeClosed" });
    if (step.type === "recount")
      draft.set(stocktake, id, { state: "counting", round: known.round + 1, isBlind: step.isBlind });
    else
      draft.set(stocktake, id, {
        state: step.type === "review" ? "review" : step.type === "cancel" ? "cancelled" : "counting",
      });
    return ok(null);
  },
});

/** What somebody saw; who, when and in which round come with the command. */
export interface NewCount {
  readonly asset?: AssetId | undefined;
  readonly product?: ProductId | undefined;
  readonly quantity: number;
  readonly location?: LocationId | undefined;
  readonly replaces?: CountId | undefined;
  readonly scanned?: string | undefined;
}

/** Writes counts into this device's own log, all or none. Returns their ids in the same order. */
export const recordCounts = defineCommand<
  {
    readonly stocktake: StocktakeId;
    readonly round: number;
    readonly counts: readonly NewCount[];
    readonly origin: MovementOrigin;
  },
  readonly CountId[],
  StocktakeProblem
>({
  name: "stocktake.recordCounts",
  needs: tell,
  documents: () => [own],
  run: (drafts, { stocktake: about, round, counts, origin }, context) => {
    const rows = counts.map((one) => ({ ...one, stocktake: about, round, origin, ...factNow(context) }));
    const bad = rows.map((row) => findBadValue(count, row)).find((found) => found !== undefined);
    if (bad !== undefined) return err(bad);
    const log = drafts.open(own);
    return ok(
      rows.map((row) => {
        const id = context.newId<CountId>();
        log.create(count, id, row);
        return id;
      }),
    );
  },
});

/** Takes counts back by counter-facts: they were a slip of the hand. */
export const undoCounts = defineCommand<
  { readonly counts: readonly LoggedCount[] },
  readonly CountId[],
  StocktakeProblem
>({
  name: "stocktake.undoCounts",
  needs: tell,
  documents: () => [own],
  run: (drafts, { counts }, context) => {
    const log = drafts.open(own);
    return ok(
      counts
        .filter(({ undoes }) => undoes === undefined)
        .map((fact) => {
          const id = context.newId<CountId>();
          const { stocktake: about, round, asset, product, location, scanned } = fact;
          const what = { stocktake: about, round, asset, product, location, scanned, quantity: 0 };
          log.create(count, id, { ...what, ...factNow(context), undoes: fact.id, origin: "hand" });
          return id;
        }),
    );
  },
});

/** Settles what lies where one place was counted twice with different results. */
export const answerCounts = defineCommand<
  {
    readonly stocktake: StocktakeId;
    readonly product: ProductId;
    readonly location: LocationId | undefined;
    readonly quantity: number;
    /** As `countsText` writes them. */
    readonly counts: string;
  },
  StocktakeAnswerId,
  StocktakeProblem
>({
  name: "stocktake.answer",
  needs: lead,
  documents: ({ stocktake: id }) => [{ thing: thingOf(id) }],
  run: (drafts, { stocktake: about, product, location, quantity, counts }, context) => {
    const draft = drafts.open({ thing: thingOf(about) });
    if (livingRecord(draft, stocktake, about) === undefined) return err({ type: "StocktakeMissing" });
    const values = { product, location, quantity, counts, at: context.now, by: context.member };
    const bad = findBadValue(stocktakeAnswer, values);
    if (bad !== undefined) return err(bad);
    const id = context.newId<StocktakeAnswerId>();
    draft.create(stocktakeAnswer, id, values);
    return ok(id);
  },
});

export interface CloseStocktake {
  readonly stocktake: StocktakeId;
  readonly outcomes: readonly Outcome[];
  readonly figures: Figures;
}

/** Puts the stock right as decided and keeps the result: movements and document in one go. */
export const closeStocktake = defineCommand<CloseStocktake, StocktakeResultId, StocktakeProblem>({
  name: "stocktake.close",
  needs: [...lead, ...tell],
  documents: ({ stocktake: id }) => [{ thing: thingOf(id) }, own],
  run: (drafts, { stocktake: about, outcomes, figures }, context) => {
    const draft = drafts.open({ thing: thingOf(about) });
    const known = livingRecord(draft, stocktake, about);
    if (known === undefined) return err({ type: "StocktakeMissing" });
    if (known.state === "closed") return err({ type: "StocktakeClosed" });
    const log = drafts.open(own);
    const result = context.newId<StocktakeResultId>();
    draft.create(stocktakeResult, result, { ...figures, ...factNow(context) });
    for (const outcome of outcomes) writeOutcome(draft, log, { about, result, outcome }, context);
    draft.set(stocktake, about, { state: "closed" });
    return ok(result);
  },
});

const writeOutcome = (
  draft: DocumentDraft,
  log: DocumentDraft,
  {
    about,
    result,
    outcome,
  }: { readonly about: StocktakeId; readonly result: StocktakeResultId; readonly outcome: Outcome },
  context: CommandContext,
): void => {
  const { fact, ...line } = outcome;
  const movementId = fact === undefined ? undefined : context.newId<MovementId>();
  if (fact !== undefined && movementId !== undefined)
    log.create(movement, movementId, {
      ...fact,
      ...factNow(context),
      origin: "hand",
      reason: line.reason,
      stocktake: about,
    });
  draft.create(stocktakeLine, context.newId<StocktakeLineId>(), { ...line, result, movement: movementId });
};

export interface ReopenStocktake {
  readonly stocktake: StocktakeId;
  readonly result: StocktakeResultId;
  /** Its movements that still hold, each with the last known movement of its asset now. */
  readonly undone: readonly { readonly fact: Movement & OfRecord; readonly after: MovementId | undefined }[];
  /** False where another closing still stands. */
  readonly isOpenAgain: boolean;
}

/** Takes a closing back: its movements by counter-facts, its result by removal. The counts stay. */
export const reopenStocktake = defineCommand<ReopenStocktake, null, StocktakeProblem>({
  name: "stocktake.reopen",
  needs: [...lead, ...tell],
  documents: ({ stocktake: id }) => [{ thing: thingOf(id) }, own],
  run: (drafts, { stocktake: about, result, undone, isOpenAgain }, context) => {
    const draft = drafts.open({ thing: thingOf(about) });
    if (livingRecord(draft, stocktakeResult, result) === undefined) return err({ type: "StocktakeMissing" });
    const log = drafts.open(own);
    for (const { fact, after } of undone) {
      const { kind, product, quantity } = fact;
      const asset = recordOf(fact);
      log.create(movement, context.newId<MovementId>(), {
        ...{ kind, product, asset, quantity, after: asset === undefined ? undefined : after },
        ...factNow(context),
        undoes: fact.id,
        origin: "hand",
        stocktake: about,
      });
    }
    draft.remove(stocktakeResult, result);
    for (const line of draft.list(stocktakeLine))
      if (line.result === result && line.removedAt === undefined) draft.remove(stocktakeLine, line.id);
    if (isOpenAgain) draft.set(stocktake, about, { state: "review" });
    return ok(null);
  },
});
