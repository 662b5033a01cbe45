/** What stocktake commands write. */
import { expect, test } from "vitest";
import { thingOf } from "#shared/kernel/ids";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { movement } from "#shared/domain/scanning";
import {
  closeStocktake,
  count,
  recordCounts,
  reopenStocktake,
  startStocktake,
  stepStocktake,
  stocktake,
  stocktakeLine,
  stocktakeResult,
  undoCounts,
} from "#shared/domain/stocktake";
import type { Outcome } from "#shared/domain/stocktake";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { named } from "#tests/support/scan-world";

const product = named<ProductId>("product lamp");
const asset = named<AssetId>("asset A-1");
const figures = {
  ...{ rounds: 1, people: 1, counts: 1, expected: 2, right: 1, missing: 1, unexpected: 0, misplaced: 0 },
  ...{ pieces: 2, piecesOff: 1 },
};

const begin = () => {
  const documents = createPlainDocuments();
  const made = documents.run(startStocktake, { name: "June", isBlind: false });
  if (!made.ok) throw new Error("a stocktake starts");
  return { documents, id: made.value };
};

const missing: Outcome = {
  verdict: "missing",
  ...{ asset, product, location: undefined, expected: 1, counted: 0, reason: "not-found" },
  fact: { kind: "lost", asset, product, quantity: 1 },
};

test("[INV-18] [STK-9] counting writes counts and no movement", () => {
  const { documents, id } = begin();
  const done = documents.run(recordCounts, {
    ...{ stocktake: id, round: 1, origin: "wedge" },
    counts: [{ asset, product, quantity: 1 }],
  });
  expect(done.ok).toBe(true);
  expect(documents.all(count)).toMatchObject([
    { stocktake: id, asset, by: documents.member, origin: "wedge" },
  ]);
  expect(documents.all(movement)).toEqual([]);
});

test("[INV-17] [INV-20] [STK-9] closing writes the chosen movements with reason and stocktake, and keeps the lines", () => {
  const { documents, id } = begin();
  const left: Outcome = { ...missing, asset: named("asset A-2"), reason: undefined, fact: undefined };
  expect(documents.run(closeStocktake, { stocktake: id, outcomes: [missing, left], figures }).ok).toBe(true);
  const [written, ...others] = documents.all(movement);
  expect(others).toEqual([]);
  expect(written).toMatchObject({
    kind: "lost",
    asset,
    reason: "not-found",
    stocktake: id,
    by: documents.member,
  });
  expect(documents.all(stocktakeLine)).toMatchObject([
    { asset, movement: written?.id },
    { verdict: "missing" },
  ]);
  expect(documents.all(stocktakeResult)).toMatchObject([{ right: 1, missing: 1, by: documents.member }]);
  expect(documents.get(thingOf(id), stocktake, id)).toMatchObject({ state: "closed" });
  const again = documents.run(closeStocktake, { stocktake: id, outcomes: [missing], figures });
  expect(again).toEqual({ ok: false, error: { type: "StocktakeClosed" } });
});

test("[INV-20] [STK-10] a closing is taken back: counter-facts, no result, in review again", () => {
  const { documents, id } = begin();
  const closed = documents.run(closeStocktake, { stocktake: id, outcomes: [missing], figures });
  const fact = documents.all(movement)[0];
  if (!closed.ok || fact === undefined) throw new Error("it closes");
  const undone = [{ fact, after: fact.id }];
  documents.run(reopenStocktake, { stocktake: id, result: closed.value, undone, isOpenAgain: true });
  expect(documents.all(movement)).toMatchObject([{ id: fact.id }, { undoes: fact.id, after: fact.id }]);
  expect(documents.all(stocktakeResult)).toEqual([]);
  expect(documents.all(stocktakeLine)).toEqual([]);
  expect(documents.get(thingOf(id), stocktake, id)).toMatchObject({ state: "review" });
});

test("[INV-20] [STK-8] a recount is the next round; a closed stocktake takes no step", () => {
  const { documents, id } = begin();
  documents.run(stepStocktake, { stocktake: id, step: { type: "review" } });
  documents.run(stepStocktake, { stocktake: id, step: { type: "recount", isBlind: true } });
  expect(documents.get(thingOf(id), stocktake, id)).toMatchObject({
    state: "counting",
    round: 2,
    isBlind: true,
  });
  documents.run(closeStocktake, { stocktake: id, outcomes: [], figures });
  expect(documents.run(stepStocktake, { stocktake: id, step: { type: "count-on" } }).ok).toBe(false);
});

test("[STK-12] a count is taken back by a counter-fact, and that one not again", () => {
  const { documents, id } = begin();
  documents.run(recordCounts, {
    ...{ stocktake: id, round: 1, origin: "wedge" },
    counts: [{ asset, product, quantity: 1 }],
  });
  const logged = () => documents.all(count).map((one) => ({ ...one, thing: thingOf(named("log")) }));
  documents.run(undoCounts, { counts: logged() });
  documents.run(undoCounts, { counts: logged().filter(({ undoes }) => undoes !== undefined) });
  const [first, second, ...more] = logged();
  expect(second?.undoes).toBe(first?.id);
  expect(more).toEqual([]);
});

test("a stocktake without a name, or of text that is too long, is refused", () => {
  const { documents } = begin();
  expect(documents.run(startStocktake, { name: "  ", isBlind: false }).ok).toBe(false);
  expect(documents.run(startStocktake, { name: "x".repeat(201), isBlind: false }).ok).toBe(false);
});
